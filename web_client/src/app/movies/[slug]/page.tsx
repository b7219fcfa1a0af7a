import { formatDate } from "@movie-magic/client-sdk/dates";
import { languageName } from "@movie-magic/client-sdk/i18n";
import type { Metadata, Route } from "next";
import { cache } from "react";

import { MovieChips } from "@/components/catalogue/movie-chips";
import { Picture, Poster } from "@/components/catalogue/picture";
import { Title } from "@/components/catalogue/title";
import { orNotFound, visitorsApi } from "@/server/api";
import { metadataOrAway, pageOrAway } from "@/server/away";
import { preferences } from "@/server/preferences";
import { words } from "@/server/words";

import { Showtimes } from "./showtimes";
import { StructuredData } from "./structured-data";

interface MoviePageProps {
  readonly params: Promise<{ readonly slug: string }>;
  readonly searchParams: Promise<{ readonly date?: string | string[] }>;
}

const load = cache(async (slug: string) => {
  const [api, { city }] = await Promise.all([visitorsApi(), preferences()]);
  return orNotFound(api.movies.get(slug, city === null ? {} : { city }));
});

export const generateMetadata = metadataOrAway(async ({ params }: MoviePageProps): Promise<Metadata> => {
  const movie = await load((await params).slug);
  const description = movie.synopsis === "" ? movie.tagline : movie.synopsis;
  return {
    title: movie.title,
    ...(description === "" ? {} : { description: description.slice(0, 160) }),
    alternates: { canonical: `/movies/${movie.slug}` },
    openGraph: {
      title: movie.title,
      ...(description === "" ? {} : { description }),
      type: "video.movie",
    },
  };
});

/** A film: what it is, who made it, and when and where to see it. */
export default pageOrAway(async function MoviePage({ params, searchParams }: MoviePageProps) {
  const [speech, movie, { date }] = await Promise.all([
    words(),
    params.then(({ slug }) => load(slug)),
    searchParams,
  ]);
  const { t, locale, intl } = speech;
  const day = movie.showtimes.find((showtimes) => showtimes.date === date) ?? movie.showtimes[0];
  const facts = [
    [t("movie.directors", { count: movie.directors.length }), movie.directors.join(", ")],
    [
      t("movie.languages", { count: movie.languages.length }),
      movie.languages.map((language) => languageName(language, locale)).join(", "),
    ],
    [t("movie.released"), formatDate(movie.released_on, intl, { year: true })],
    [t("movie.countries", { count: movie.countries.length }), movie.countries.join(", ")],
  ].filter(([, value]) => value !== "");
  return (
    <article className="pb-20">
      <StructuredData movie={movie} shows={day?.theatres.flatMap(({ shows }) => shows) ?? []} />
      <div className="relative isolate">
        <div
          aria-hidden="true"
          className="absolute inset-x-0 top-0 -z-10 h-[26rem] overflow-hidden md:h-[32rem]"
        >
          <Picture
            src={movie.backdrop_url}
            width={1600}
            height={900}
            eager
            className="size-full object-cover opacity-45 blur-[2px]"
          />
          <div className="absolute inset-0 bg-linear-to-b from-ground/45 via-ground/75 to-ground" />
        </div>
        <div className="page grid gap-x-10 gap-y-6 pt-8 sm:grid-cols-[13rem_1fr] md:grid-cols-[18rem_1fr] md:pt-14">
          <div className="w-40 sm:w-auto">
            <Poster src={movie.poster_url} eager className="shadow-[0_1.5rem_4rem_rgb(0_0_0/45%)]" />
          </div>
          <div className="min-w-0 self-end">
            <Title text={movie.title} />
            {movie.original_title !== null && movie.original_title !== movie.title && (
              <p className="mt-1 text-lead text-dim">{movie.original_title}</p>
            )}
            <MovieChips movie={movie} speech={speech} />
            {movie.tagline !== "" && (
              <p className="mt-5 font-display text-title font-semibold wrap-anywhere text-beam">
                {movie.tagline}
              </p>
            )}
            {movie.synopsis !== "" && (
              <p className="mt-2 max-w-[62ch] text-lead wrap-anywhere">{movie.synopsis}</p>
            )}
            <dl className="mt-6 grid max-w-2xl grid-cols-2 gap-x-8 gap-y-4 md:grid-cols-4">
              {facts.map(([name, value]) => (
                <div key={name} className="min-w-0">
                  <dt className="text-small text-dim">{name}</dt>
                  <dd className="font-medium wrap-anywhere">{value}</dd>
                </div>
              ))}
            </dl>
          </div>
        </div>
      </div>

      <Showtimes movie={movie} day={day} href={(other) => `/movies/${movie.slug}?date=${other}` as Route} />

      {movie.cast.length > 0 && (
        <section className="page mt-14">
          <h2 className="mb-4 text-heading">{t("movie.cast")}</h2>
          <ul className="grid grid-cols-2 gap-x-6 gap-y-4 sm:grid-cols-3 lg:grid-cols-4">
            {movie.cast.map(({ name, role }) => (
              <li key={`${name} ${role ?? ""}`} className="flex items-center gap-3">
                <span
                  aria-hidden="true"
                  className="grid size-11 shrink-0 place-items-center rounded-full border border-line bg-raised font-display font-bold text-dim"
                >
                  {name.charAt(0)}
                </span>
                <span className="min-w-0">
                  <span className="block leading-tight font-medium">{name}</span>
                  {role !== null && <span className="block text-small leading-tight text-dim">{role}</span>}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </article>
  );
});
