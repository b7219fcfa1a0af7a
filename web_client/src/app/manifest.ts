import type { MetadataRoute } from "next";

/** What a phone shows when the site is put on its home screen. */
export default function manifest(): MetadataRoute.Manifest {
  return {
    name: "Movie Magic",
    short_name: "Movie Magic",
    start_url: "/",
    display: "standalone",
    background_color: "#0d0b12",
    theme_color: "#0d0b12",
    icons: [
      { src: "/icon.svg", sizes: "any", type: "image/svg+xml" },
      { src: "/icon-maskable.svg", sizes: "any", type: "image/svg+xml", purpose: "maskable" },
    ],
  };
}
