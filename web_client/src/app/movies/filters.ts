import { type MovieSearch } from "@movie-magic/client-sdk/api";
import type { Route } from "next";

/** The orders a list of films can have. */
export const sorts = ["popular", "rating", "newest", "title"] as const;

/** A page's query as Next hands it over. */
export type RawQuery = Readonly<Record<string, string | string[] | undefined>>;

/** As long as the API takes them. */
const longest: Readonly<Record<string, number>> = {
  q: 200,
  genre: 40,
  language: 40,
  format: 20,
  cursor: 300,
};

function text(raw: RawQuery, name: string): string | undefined {
  const value = raw[name];
  const first = (Array.isArray(value) ? value[0] : value)?.trim();
  return first === undefined || first === "" || first.length > (longest[name] ?? 40) ? undefined : first;
}

/** What the address asks for. Anything that makes no sense is left out, as if it had not been said. */
export function parseFilters(raw: RawQuery): MovieSearch {
  const date = text(raw, "date");
  const rating = Number(text(raw, "rating_min"));
  const sort = text(raw, "sort");
  const search: Record<string, string | number | boolean | undefined> = {
    q: text(raw, "q"),
    genre: text(raw, "genre"),
    language: text(raw, "language"),
    format: text(raw, "format"),
    cursor: text(raw, "cursor"),
    date: date !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(date) ? date : undefined,
    rating_min: rating > 0 && rating <= 10 ? rating : undefined,
    sort: sorts.find((known) => known === sort),
    upcoming: text(raw, "upcoming") === "true" ? true : undefined,
  };
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined));
}

/** The address of a search. */
export function moviesHref(search: MovieSearch): Route {
  const query = new URLSearchParams(
    Object.entries(search).map(([name, value]) => [name, String(value)] as [string, string]),
  ).toString();
  return query === "" ? "/movies" : (`/movies?${query}` as Route);
}
