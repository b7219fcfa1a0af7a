import { type HouseMovie, type HouseMovieChange } from "@movie-magic/client-sdk/staff";

import { listField, namesOf, namesText } from "@/components/form/names";

/** A film as a form has it: everything is text that a person can type. */
export interface FilmFields {
  title: string;
  original_title: string;
  slug: string;
  tagline: string;
  synopsis: string;
  genres: string;
  languages: string;
  countries: string;
  duration_minutes: string;
  released_on: string;
  certificate: string;
  popularity: string;
  directors: string;
  cast: { name: string; role: string }[];
  motif: string;
  palette: { ground: string; light: string; accent: string };
}

/** A new film's fields. */
export const newFilm: FilmFields = {
  title: "",
  original_title: "",
  slug: "",
  tagline: "",
  synopsis: "",
  genres: "",
  languages: "",
  countries: "",
  duration_minutes: "",
  released_on: "",
  certificate: "",
  popularity: "0",
  directors: "",
  cast: [],
  motif: "curtain",
  palette: { ground: "#1b1430", light: "#f4efe6", accent: "#ffb454" },
};

/** The fields of a film that there is. */
export function fieldsOfFilm(film: HouseMovie): FilmFields {
  const { ground, light, accent } = film.palette;
  return {
    title: film.title,
    original_title: film.original_title ?? "",
    slug: film.slug,
    tagline: film.tagline,
    synopsis: film.synopsis,
    genres: namesText(film.genres),
    languages: namesText(film.languages),
    countries: namesText(film.countries),
    duration_minutes: String(film.duration_minutes),
    released_on: film.released_on,
    certificate: film.certificate,
    popularity: String(film.popularity),
    directors: namesText(film.directors),
    cast: film.cast.map(({ name, role }) => ({ name, role: role ?? "" })),
    motif: film.motif,
    palette: { ground, light, accent },
  };
}

/**
 * What the fields say.
 *
 * @param before the film that is changed; null for a new one
 */
export function filmOf(fields: FilmFields, before: HouseMovie | null): HouseMovieChange {
  return {
    title: fields.title.trim(),
    original_title: fields.original_title.trim() || null,
    slug: fields.slug.trim() || null,
    tagline: fields.tagline.trim(),
    synopsis: fields.synopsis.trim(),
    genres: namesOf(fields.genres, before?.genres),
    languages: namesOf(fields.languages, before?.languages),
    countries: namesOf(fields.countries, before?.countries),
    duration_minutes: Number(fields.duration_minutes),
    released_on: fields.released_on,
    certificate: fields.certificate.trim(),
    popularity: Number(fields.popularity),
    directors: namesOf(fields.directors, before?.directors),
    cast: fields.cast.map(({ name, role }) => ({ name: name.trim(), role: role.trim() || null })),
    motif: fields.motif.trim(),
    palette: fields.palette,
  };
}

const list = listField("genres", "languages", "countries", "directors");

/** The form's field for what the server finds wrong. That colours cannot be told apart is said at the first. */
export function filmField(path: string): string {
  return path === "palette" ? "palette.light" : list(path);
}
