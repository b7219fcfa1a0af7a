"use client";

import { type Booking } from "@movie-magic/client-sdk/api";
import { formatDateTime, zoneName } from "@movie-magic/client-sdk/dates";
import { formatList } from "@movie-magic/client-sdk/i18n";
import { formatMoney } from "@movie-magic/client-sdk/money";
import Link from "next/link";

import { Poster } from "@/components/catalogue/picture";
import { useApp } from "@/features/app/app-context";

const tones = {
  pending: "text-beam",
  confirmed: "text-mint",
  failed: "text-velvet",
  expired: "text-dim",
  cancelled: "text-dim",
} as const;

/** A booking in a list, one step from its tickets or from paying. */
export function BookingRow({ booking }: { readonly booking: Booking }) {
  const { t, locale, intl } = useApp();
  const { show, movie } = booking;
  return (
    <article className="panel relative flex gap-4 p-4 transition-colors hover:border-beam">
      <div className="w-18 shrink-0 sm:w-20">
        <Poster src={movie.poster_url} />
      </div>
      <div className="min-w-0 grow">
        <h3 className="text-title">
          <Link href={`/bookings/${booking.id}`} className="after:absolute after:inset-0 after:rounded-panel">
            {movie.title}
          </Link>
        </h3>
        <p className="mt-0.5 text-small text-dim">
          <time dateTime={show.starts_at}>
            {formatDateTime(show.starts_at, show.time_zone, intl)} (
            {zoneName(show.starts_at, show.time_zone, intl)})
          </time>
        </p>
        <p className="text-small text-dim">
          {show.theatre.name}, {show.screen.name} · {formatList(booking.seats, locale)}
        </p>
        <p className="mt-2 flex flex-wrap items-center gap-x-3 text-small">
          <span className={`font-semibold ${tones[booking.status]}`}>
            {t(`booking.status.${booking.status}`)}
          </span>
          <span className="whitespace-nowrap text-dim">{formatMoney(booking.total, intl)}</span>
          <span className="text-dim">{booking.reference}</span>
        </p>
      </div>
      {booking.status === "pending" && (
        <span aria-hidden="true" className="btn btn-go hidden self-center sm:inline-flex">
          {t("booking.finish")}
        </span>
      )}
    </article>
  );
}
