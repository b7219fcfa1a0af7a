import { type Movie, type ShowtimesDay } from "@movie-magic/client-sdk/api";
import { formatDayName, zoneName } from "@movie-magic/client-sdk/dates";
import type { Route } from "next";
import Link from "next/link";

import { DayStrip } from "@/components/catalogue/day-strip";
import { ShowPill } from "@/components/catalogue/show-pill";
import { choose } from "@/server/choose";
import { preferences } from "@/server/preferences";
import { words } from "@/server/words";

interface ShowtimesProps {
  readonly movie: Movie;
  /** The day on the page; absent when there is none with shows. */
  readonly day: ShowtimesDay | undefined;
  readonly href: (day: string) => Route;
}

/** When and where: days across, theatres down, times to tap. Each theatre speaks in its own time. */
export async function Showtimes({ movie, day, href }: ShowtimesProps) {
  const [{ t, intl }, { city }] = await Promise.all([words(), preferences()]);
  if (day === undefined) {
    return (
      <section id="showtimes" className="page mt-14">
        <h2 className="mb-3 text-heading">{t("movie.showtimes")}</h2>
        <div className="panel flex flex-wrap items-center justify-between gap-4 p-6">
          <p className="text-dim">{t("movie.noShows")}</p>
          {city !== null && (
            <form action={choose}>
              <button type="submit" name="city" value="" className="btn">
                {t("movie.elsewhere")}
              </button>
            </form>
          )}
        </div>
      </section>
    );
  }
  const first = day.theatres[0]?.shows[0];
  const timeZone = first?.time_zone ?? "UTC";
  return (
    <section id="showtimes" className="page mt-12 scroll-mt-20">
      <h2 className="mb-4 text-heading">{t("movie.showtimes")}</h2>
      <DayStrip
        days={movie.showtimes.map(({ date }) => date)}
        current={day.date}
        timeZone={timeZone}
        href={href}
      />
      <h3 className="sr-only">{formatDayName(day.date, timeZone, intl)}</h3>
      <ul className="mt-4 divide-y divide-line">
        {day.theatres.map((theatre) => (
          <li key={theatre.id} className="grid gap-3 py-5 md:grid-cols-[16rem_1fr] md:gap-8">
            <div>
              <h4 className="font-display text-title font-bold">
                <Link href={`/theatres/${theatre.id}`} className="hover:text-beam">
                  {theatre.name}
                </Link>
              </h4>
              <p className="text-small text-dim">
                {theatre.city_name}
                {theatre.shows[0]
                  ? ` · ${zoneName(theatre.shows[0].starts_at, theatre.shows[0].time_zone, intl)}`
                  : null}
              </p>
            </div>
            <ul className="flex flex-wrap gap-3">
              {theatre.shows.map((show) => (
                <li key={show.id}>
                  <ShowPill show={show} />
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </section>
  );
}
