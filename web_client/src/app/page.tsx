import type { Metadata } from "next";
import Link from "next/link";

import { FillingFastCard } from "@/components/catalogue/filling-fast-card";
import { MovieCard } from "@/components/catalogue/movie-card";
import { HouseArt } from "@/components/home/house-art";
import { Icon } from "@/components/icon";
import { Section } from "@/components/site/section";
import { visitorsApi } from "@/server/api";
import { pageOrAway } from "@/server/away";
import { rememberFilms } from "@/server/last-heard";
import { preferences } from "@/server/preferences";
import { words } from "@/server/words";

export const metadata: Metadata = { alternates: { canonical: "/" } };

/** The front of the house: what is on, what will soon be full, what comes next. */
export default pageOrAway(async function HomePage() {
  const [{ t, locale }, { city }, api] = await Promise.all([words(), preferences(), visitorsApi()]);
  const home = await api.home(city === null ? {} : { city });
  rememberFilms(locale, home.now_showing);
  const [featured] = home.featured;
  const count = home.shows_tonight;
  return (
    <div className="pb-20">
      <section className="page grid items-center gap-10 pt-10 md:grid-cols-[1.05fr_1fr] md:gap-14 md:pt-16">
        <div>
          <p className="chip mb-5">
            <span className="size-2 rounded-full bg-mint" aria-hidden="true" />
            {home.city === null
              ? t("home.showsTonight", { count })
              : t("home.tonightIn", { city: home.city.name, count })}
          </p>
          <h1 className="text-hero font-extrabold">{t("home.title")}</h1>
          <p className="mt-4 max-w-[44ch] text-lead text-dim">{t("home.lead")}</p>
          <div className="mt-7 flex flex-wrap gap-3">
            <Link href="/movies" className="btn btn-go px-7 text-body">
              {t("home.find")}
            </Link>
            <Link href="/about" className="btn">
              {t("home.how")}
            </Link>
          </div>
        </div>
        {featured ? (
          <Link href={`/movies/${featured.slug}`} className="group block rounded-panel">
            <HouseArt movie={featured} />
            <span className="mt-1 flex items-center justify-between gap-4">
              <span className="min-w-0 wrap-anywhere">
                <span className="block text-small text-dim">{t("home.featured")}</span>
                <span className="font-display text-title font-bold">{featured.title}</span>
                {featured.tagline !== "" && (
                  <span className="mt-0.5 block text-small text-dim">{featured.tagline}</span>
                )}
              </span>
              <Icon
                name="arrow"
                size={24}
                className="text-beam transition-[translate] duration-(--duration-calm) group-hover:translate-x-1"
              />
            </span>
          </Link>
        ) : null}
      </section>

      {home.filling_fast.length > 0 && (
        <Section title={t("home.fillingFast")}>
          <ul className="-mx-4 grid snap-x auto-cols-[44%] grid-flow-col gap-4 overflow-x-auto px-4 pt-1 pb-3 sm:auto-cols-[28%] md:mx-0 md:grid-flow-row md:grid-cols-5 md:gap-5 md:overflow-visible md:px-0">
            {home.filling_fast.map((item) => (
              <li key={item.show.id} className="snap-start">
                <FillingFastCard {...item} />
              </li>
            ))}
          </ul>
        </Section>
      )}

      <Section title={t("home.nowShowing")} more={{ href: "/movies", label: t("home.allMovies") }}>
        {home.now_showing.length === 0 ? (
          <p className="panel p-8 text-center text-dim">{t("home.nothing")}</p>
        ) : (
          <ul className="grid grid-cols-2 gap-x-4 gap-y-8 sm:grid-cols-3 md:grid-cols-4 md:gap-x-5 lg:grid-cols-5">
            {home.now_showing.map((movie) => (
              <li key={movie.id}>
                <MovieCard movie={movie} />
              </li>
            ))}
          </ul>
        )}
      </Section>

      {home.upcoming.length > 0 && (
        <Section title={t("home.upcoming")} more={{ href: "/movies?upcoming=true", label: t("action.more") }}>
          <ul className="grid grid-cols-2 gap-x-4 gap-y-8 sm:grid-cols-3 md:grid-cols-4 md:gap-x-5 lg:grid-cols-5">
            {home.upcoming.map((movie) => (
              <li key={movie.id}>
                <MovieCard movie={movie} upcoming />
              </li>
            ))}
          </ul>
        </Section>
      )}
    </div>
  );
});
