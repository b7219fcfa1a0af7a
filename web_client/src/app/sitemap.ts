import type { MetadataRoute } from "next";
import { connection } from "next/server";

import { visitorsApi } from "@/server/api";
import { siteUrl } from "@/server/environment";

/** More films than any house shows at once; a catalogue that never ends would otherwise never answer. */
const mostPages = 20;

/** Every page worth finding. */
export default async function sitemap(): Promise<MetadataRoute.Sitemap> {
  await connection();
  const api = await visitorsApi();
  const films: string[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < mostPages; page += 1) {
    const answer = await api.movies.search({ limit: 50, ...(cursor === null ? {} : { cursor }) });
    films.push(...answer.items.map(({ slug }) => `/movies/${slug}`));
    cursor = answer.next_cursor;
    if (cursor === null) break;
  }
  const theatres = (await api.theatres.list()).items.map(({ id }) => `/theatres/${id}`);
  return ["/", "/movies", "/theatres", "/about", "/help", ...films, ...theatres].map((path) => ({
    url: siteUrl() + path,
  }));
}
