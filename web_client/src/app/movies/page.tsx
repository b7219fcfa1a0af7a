import type { Metadata } from "next";
import Link from "next/link";

import { MovieCard } from "@/components/catalogue/movie-card";
import { EmptyState } from "@/components/site/empty-state";
import { orNotFound, visitorsApi } from "@/server/api";
import { pageOrAway } from "@/server/away";
import { preferences } from "@/server/preferences";
import { words } from "@/server/words";

import { FilterForm } from "./filter-form";
import { moviesHref, parseFilters, type RawQuery } from "./filters";

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await words();
  return { title: t("movies.title"), description: t("movies.lead"), alternates: { canonical: "/movies" } };
}

/** Every film, searched and filtered by the address. */
export default pageOrAway(async function MoviesPage({
  searchParams,
}: {
  readonly searchParams: Promise<RawQuery>;
}) {
  const [{ t }, { city }, api, raw] = await Promise.all([
    words(),
    preferences(),
    visitorsApi(),
    searchParams,
  ]);
  const search = parseFilters(raw);
  const {
    items,
    facets,
    next_cursor: next,
  } = await orNotFound(
    api.movies.search({
      ...search,
      // A film that is not yet shown anywhere is shown in no city.
      ...(city !== null && search.upcoming !== true ? { city } : {}),
      limit: 24,
    }),
  );
  return (
    <div className="page pt-10 pb-20">
      <h1 className="text-heading">
        {search.q === undefined ? t("movies.title") : t("movies.resultsFor", { query: search.q })}
      </h1>
      <p className="mt-1 mb-6 text-dim">{t("movies.lead")}</p>
      <FilterForm search={search} facets={facets} />
      {items.length === 0 ? (
        <EmptyState title={t("movies.found", { count: 0 })} lead={t("movies.none")} />
      ) : (
        <ul className="mt-8 grid grid-cols-2 gap-x-4 gap-y-8 sm:grid-cols-3 md:grid-cols-4 md:gap-x-5 lg:grid-cols-5">
          {items.map((movie, at) => (
            <li key={movie.id}>
              <MovieCard as="h2" movie={movie} upcoming={movie.next_show_at === null} eager={at < 4} />
            </li>
          ))}
        </ul>
      )}
      {next !== null && (
        <p className="mt-10 text-center">
          <Link href={moviesHref({ ...search, cursor: next })} className="btn">
            {t("action.more")}
          </Link>
        </p>
      )}
    </div>
  );
});
