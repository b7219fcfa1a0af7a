import "server-only";

import { type City } from "@movie-magic/client-sdk/api";

/** What there is to remember of a film: where its page is, and what it is called. */
interface FilmName {
  readonly slug: string;
  readonly title: string;
}

const mostFilms = 12;
const films = new Map<string, readonly FilmName[]>();
const cities = new Map<string, readonly City[]>();

/** Remembers what is on, for as long as this process runs: for when the API cannot say. */
export function rememberFilms(locale: string, shown: readonly FilmName[]): void {
  if (shown.length > 0)
    films.set(
      locale,
      shown.slice(0, mostFilms).map(({ slug, title }) => ({ slug, title })),
    );
}

/** The films that were on when the API last said so. */
export function filmsWhenLastHeard(locale: string): readonly FilmName[] {
  return films.get(locale) ?? [];
}

/** Remembers the cities. */
export function rememberCities(locale: string, known: readonly City[]): void {
  cities.set(locale, known);
}

/** The cities there were when the API last said so. */
export function citiesWhenLastHeard(locale: string): readonly City[] {
  return cities.get(locale) ?? [];
}
