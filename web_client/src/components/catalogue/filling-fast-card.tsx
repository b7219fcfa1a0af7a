import { type FillingFast } from "@movie-magic/client-sdk/api";
import { formatDayName, formatTime } from "@movie-magic/client-sdk/dates";
import { formatMoney } from "@movie-magic/client-sdk/money";
import Link from "next/link";

import { words } from "@/server/words";

import { OccupancyBar } from "./occupancy-bar";
import { Poster } from "./picture";

/** A show that will soon be full, one step from its seats. */
export async function FillingFastCard({
  show,
  movie,
  sold_share: share,
  expected_percent: percent,
}: FillingFast) {
  const { t, intl } = await words();
  const when = `${formatDayName(show.local_date, show.time_zone, intl)} ${formatTime(show.starts_at, show.time_zone, intl)}`;
  return (
    <article className="group relative">
      <div className="overflow-hidden rounded-card transition-[translate,box-shadow] duration-(--duration-calm) ease-settle group-hover:-translate-y-1 group-hover:shadow-[0_1rem_3rem_rgb(0_0_0/35%)]">
        <Poster src={movie.poster_url} />
      </div>
      <h3 className="mt-3 text-body leading-snug font-semibold">
        <Link href={`/shows/${show.id}`} className="after:absolute after:inset-0 after:rounded-card">
          {movie.title}
        </Link>
      </h3>
      <p className="text-small text-dim">
        <time dateTime={show.starts_at}>{when}</time> · {show.theatre.name}
      </p>
      <div className="mt-2 mb-1.5">
        <OccupancyBar share={share} />
      </div>
      <p className="text-small text-dim">
        {t("show.seatsLeft", { count: show.seats_left })} ·{" "}
        {t("movie.from", { price: formatMoney(show.price_from, intl) })}
      </p>
      {percent !== null && <p className="text-small text-beam">{t("home.expected", { percent })}</p>}
    </article>
  );
}
