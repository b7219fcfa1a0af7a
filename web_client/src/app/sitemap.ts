import type { MetadataRoute } from "next";
import { connection } from "next/server";

import { apiFor } from "@/server/api";
import { passes, tellAway } from "@/server/away";
import { pageBudgetMs, siteUrl } from "@/server/environment";

/** More films than any house shows at once; a catalogue that never ends would otherwise never answer. */
const mostPages = 20;
/** For all of it: a crawler has more patience than a visitor, as long as the API says something. */
const budgetMs = 15_000;

async function filmsAndTheatres(): Promise<readonly string[]> {
  const api = await apiFor({ budgetMs, timeoutMs: pageBudgetMs() });
  const films: string[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < mostPages; page += 1) {
    const answer = await api.movies.search({ limit: 50, ...(cursor === null ? {} : { cursor }) });
    films.push(...answer.items.map(({ slug }) => `/movies/${slug}`));
    cursor = answer.next_cursor;
    if (cursor === null) break;
  }
  const theatres = (await api.theatres.list()).items.map(({ id }) => `/theatres/${id}`);
  return [...films, ...theatres];
}

/** Every page worth finding; while the API is away, those that need none, and a status that says so. */
export default async function sitemap(): Promise<MetadataRoute.Sitemap> {
  await connection();
  let found: readonly string[] = [];
  try {
    found = await filmsAndTheatres();
  } catch (error) {
    if (!passes(error)) throw error;
    tellAway(error);
  }
  return ["/", "/movies", "/theatres", "/about", "/help", ...found].map((path) => ({
    url: siteUrl() + path,
  }));
}
