"use client";

import { type Booking } from "@movie-magic/client-sdk/api";
import { formatDateTime, zoneName } from "@movie-magic/client-sdk/dates";
import { formatList } from "@movie-magic/client-sdk/i18n";

import { Poster } from "@/components/catalogue/picture";
import { useApp } from "@/features/app/app-context";

/** Film, time, place and seats of a booking. */
export function ShowFacts({ booking }: { readonly booking: Booking }) {
  const { t, locale, intl } = useApp();
  const { show, movie, seats } = booking;
  return (
    <div className="flex gap-4">
      <div className="w-20 shrink-0">
        <Poster src={movie.poster_url} eager />
      </div>
      <div className="min-w-0">
        <h2 className="text-title">{movie.title}</h2>
        <p className="mt-1 text-small text-dim">
          <time dateTime={show.starts_at}>
            {formatDateTime(show.starts_at, show.time_zone, intl)} (
            {zoneName(show.starts_at, show.time_zone, intl)})
          </time>
        </p>
        <p className="text-small text-dim">
          {t("show.at", { theatre: show.theatre.name, screen: show.screen.name })}, {show.theatre.city_name}
        </p>
        <p className="mt-1.5 font-semibold">{formatList(seats, locale)}</p>
      </div>
    </div>
  );
}
