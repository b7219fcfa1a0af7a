import { type MoviePage, type MovieSearch } from "@movie-magic/client-sdk/api";
import { languageName } from "@movie-magic/client-sdk/i18n";
import Form from "next/form";
import Link from "next/link";

import { Icon } from "@/components/icon";
import { words } from "@/server/words";

import { sorts } from "./filters";

interface FilterFormProps {
  readonly search: MovieSearch;
  readonly facets: MoviePage["facets"];
}

/** The values to choose from; what is chosen stays in the list even when no film is left that has it. */
function choices(facet: MoviePage["facets"]["genres"], chosen: string | null | undefined): readonly string[] {
  const values = facet.map(({ value }) => value);
  return chosen === undefined || chosen === null || values.includes(chosen) ? values : [chosen, ...values];
}

/** Search and filters as one form whose answer is an address: it can be shared, and it works without a script. */
export async function FilterForm({ search, facets }: FilterFormProps) {
  const { t, locale, genre: genreName } = await words();
  const selects = [
    {
      name: "language",
      label: t("movies.language"),
      value: search.language,
      options: choices(facets.languages, search.language).map((value) => [
        value,
        languageName(value, locale),
      ]),
    },
    {
      name: "format",
      label: t("movies.format"),
      value: search.format,
      options: choices(facets.formats, search.format).map((value) => [value, value]),
    },
    {
      name: "rating_min",
      label: t("movies.minimumRating"),
      value: search.rating_min === undefined ? undefined : String(search.rating_min),
      options: ["6", "7", "8", "9"].map((value) => [value, `${value} +`]),
    },
    {
      name: "sort",
      label: t("movies.sort"),
      value: search.sort ?? undefined,
      options: sorts.map((value) => [value, t(`movies.sort.${value}`)]),
    },
  ] as const;
  return (
    <Form action="/movies" role="search" className="grid gap-5">
      <div className="flex gap-2">
        <label className="relative grow">
          <span className="sr-only">{t("movies.searchLabel")}</span>
          <Icon name="search" className="pointer-events-none absolute top-3.5 left-4 text-dim" />
          <input
            type="search"
            name="q"
            defaultValue={search.q ?? ""}
            placeholder={t("movies.searchLabel")}
            className="field rounded-pill pl-12"
          />
        </label>
        <button type="submit" className="btn btn-go min-h-12">
          {t("action.search")}
        </button>
      </div>
      <fieldset className="min-w-0">
        <legend className="sr-only">{t("movies.genre")}</legend>
        <div className="-mx-4 flex gap-2 overflow-x-auto px-4 py-1 md:mx-0 md:flex-wrap md:px-0">
          {[undefined, ...choices(facets.genres, search.genre)].map((genre) => (
            <label
              key={genre ?? ""}
              className="choice relative shrink-0 has-focus-visible:outline-3 has-focus-visible:outline-focus"
            >
              <input
                type="radio"
                name="genre"
                value={genre ?? ""}
                defaultChecked={search.genre === genre}
                className="absolute inset-0 cursor-pointer opacity-0"
              />
              {genre === undefined ? t("movies.all") : genreName(genre)}
            </label>
          ))}
        </div>
      </fieldset>
      <div className="grid grid-cols-2 items-end gap-3 sm:grid-cols-3 lg:grid-cols-[repeat(5,1fr)_auto]">
        {selects.map(({ name, label, value, options }) => (
          <label key={name} className="text-small text-dim">
            {label}
            <select name={name} defaultValue={value ?? ""} className="field mt-1 text-text">
              <option value="">{name === "sort" ? t("movies.sort.relevance") : t("movies.all")}</option>
              {options.map(([option, said]) => (
                <option key={option} value={option}>
                  {said}
                </option>
              ))}
            </select>
          </label>
        ))}
        <label className="text-small text-dim">
          {t("movies.date")}
          <input type="date" name="date" defaultValue={search.date ?? ""} className="field mt-1 text-text" />
        </label>
        <button type="submit" className="btn min-h-12">
          {t("movies.apply")}
        </button>
      </div>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <label className="flex min-h-target items-center gap-2.5 text-small">
          <input
            type="checkbox"
            name="upcoming"
            value="true"
            defaultChecked={search.upcoming === true}
            className="size-5"
          />
          {t("movies.upcomingOnly")}
        </label>
        {Object.keys(search).length > 0 && (
          <Link href="/movies" className="btn btn-quiet text-small text-dim">
            <Icon name="cross" size={16} />
            {t("movies.reset")}
          </Link>
        )}
      </div>
    </Form>
  );
}
