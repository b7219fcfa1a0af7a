import { join } from "node:path";

import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const shop = process.env.WEB_URL ?? "http://127.0.0.1:3000";

export default defineConfig({
  base: "/admin/",
  plugins: [react(), tailwindcss()],
  resolve: { alias: { "@": join(import.meta.dirname, "src") } },
  build: {
    // The policy lets no data address be a script or a face: what is needed lies in files.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    // The house writes here which sources a build was made from, after the build.
    emptyOutDir: true,
  },
  // While developing, the shop passes the API on as it does for its own pages.
  server: { port: 3001, proxy: { "/api": shop } },
});
