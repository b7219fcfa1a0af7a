import type { MetadataRoute } from "next";
import { connection } from "next/server";

import { siteUrl } from "@/server/environment";

/** What crawlers may look at: everything but what belongs to one person. */
export default async function robots(): Promise<MetadataRoute.Robots> {
  // The address is known when the site runs, not when it is built.
  await connection();
  return {
    rules: {
      userAgent: "*",
      allow: ["/", "/api/posters/"],
      disallow: ["/admin/", "/api/", "/account", "/bookings/", "/checkout/"],
    },
    sitemap: `${siteUrl()}/sitemap.xml`,
  };
}
