import { type ShowSummary } from "@movie-magic/client-sdk/api";
import { localDate, zoneName } from "@movie-magic/client-sdk/dates";
import type { Metadata, Route } from "next";
import Link from "next/link";
import { cache } from "react";

import { DayStrip } from "@/components/catalogue/day-strip";
import { Facade } from "@/components/catalogue/facade";
import { ShowPill } from "@/components/catalogue/show-pill";
import { Icon } from "@/components/icon";
import { grouped } from "@/grouped";
import { orNotFound, visitorsApi } from "@/server/api";
import { metadataOrAway, pageOrAway } from "@/server/away";
import { words } from "@/server/words";

import { HouseFacts } from "./house-facts";

interface TheatrePageProps {
  readonly params: Promise<{ readonly id: string }>;
  readonly searchParams: Promise<{ readonly date?: string | string[] }>;
}

const daysAhead = 10;

const load = cache(async (id: string) => orNotFound((await visitorsApi()).theatres.get(id)));

export const generateMetadata = metadataOrAway(async ({ params }: TheatrePageProps): Promise<Metadata> => {
  const theatre = await load((await params).id);
  return {
    title: `${theatre.name}, ${theatre.city_name}`,
    description: theatre.address,
    alternates: { canonical: `/theatres/${theatre.id}` },
  };
});

/** The next days on the theatre's own calendar, today first. */
function nextDays(timeZone: string): readonly string[] {
  const aDay = 24 * 60 * 60 * 1000;
  const now = Date.now();
  return Array.from({ length: daysAhead }, (_, away) => localDate(now + away * aDay, timeZone));
}

function byMovie(shows: readonly ShowSummary[]): readonly (readonly [number, readonly ShowSummary[]])[] {
  return [...grouped(shows, ({ movie_id: movie }) => movie)];
}

/** A theatre: where it is, what it has, and everything it shows on a day. */
export default pageOrAway(async function TheatrePage({ params, searchParams }: TheatrePageProps) {
  const [{ t, intl }, theatre, { date }, api] = await Promise.all([
    words(),
    params.then(({ id }) => load(id)),
    searchParams,
    visitorsApi(),
  ]);
  const days = nextDays(theatre.time_zone);
  const day = days.find((known) => known === date) ?? days[0] ?? "";
  const { items: shows } = await api.shows.list({ theatre_id: theatre.id, date: day });
  return (
    <div className="pb-20">
      <div className="page pt-8">
        <div className="panel relative overflow-hidden">
          <Facade seed={theatre.id} className="h-40 w-full md:h-56" />
          <div className="p-5 md:p-8">
            <h1 className="text-heading">{theatre.name}</h1>
            <p className="mt-1 flex items-center gap-2 text-dim">
              <Icon name="pin" size={18} className="text-beam" />
              {theatre.address}
            </p>
          </div>
        </div>
      </div>
      <section className="page mt-10">
        <h2 className="mb-4 text-heading">{t("movie.showtimes")}</h2>
        <DayStrip
          days={days}
          current={day}
          timeZone={theatre.time_zone}
          href={(other) => `/theatres/${theatre.id}?date=${other}` as Route}
        />
        <p className="mt-3 text-small text-dim">
          {t("theatre.localTime", {
            zone: zoneName(shows[0]?.starts_at ?? new Date().toISOString(), theatre.time_zone, intl),
          })}
        </p>
        {shows.length === 0 && <p className="panel mt-5 p-6 text-dim">{t("movie.noShowtimes")}</p>}
        <ul className="mt-2 divide-y divide-line">
          {byMovie(shows).map(([movieId, list]) => (
            <li key={movieId} className="grid gap-3 py-5 md:grid-cols-[16rem_1fr] md:gap-8">
              <h3 className="text-title">
                <Link href={`/movies/${movieId}`} className="hover:text-beam">
                  {list[0]?.movie_title}
                </Link>
              </h3>
              <ul className="flex flex-wrap gap-3">
                {list.map((show) => (
                  <li key={show.id}>
                    <ShowPill show={show} />
                  </li>
                ))}
              </ul>
            </li>
          ))}
        </ul>
      </section>
      <HouseFacts theatre={theatre} />
    </div>
  );
});
