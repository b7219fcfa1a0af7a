"use client";

import { type Booking, type Ticket } from "@movie-magic/client-sdk/api";
import { formatDay, formatTime, zoneName } from "@movie-magic/client-sdk/dates";
import { languageName } from "@movie-magic/client-sdk/i18n";
import { categoryName } from "@movie-magic/client-sdk/seatmap";

import { Picture } from "@/components/catalogue/picture";
import { useApp } from "@/features/app/app-context";

/** One ticket: film, time, place, seat, and the code for the door. Perforated, because it is one. */
export function TicketCard({ booking, ticket }: { readonly booking: Booking; readonly ticket: Ticket }) {
  const { t, locale, intl } = useApp();
  const { show, movie } = booking;
  const facts = [
    [
      formatDay(show.starts_at, show.time_zone, intl),
      `${formatTime(show.starts_at, show.time_zone, intl)} ${zoneName(show.starts_at, show.time_zone, intl)}`,
    ],
    [show.theatre.city_name, t("show.at", { theatre: show.theatre.name, screen: show.screen.name })],
  ];
  return (
    <article
      aria-label={`${t("booking.ticket")} ${ticket.seat}`}
      className="relative isolate grid overflow-hidden rounded-panel border border-line bg-raised sm:grid-cols-[1fr_auto]"
    >
      <Picture
        src={movie.backdrop_url}
        width={1600}
        height={900}
        className="no-print absolute inset-0 -z-10 size-full object-cover opacity-15 mask-[linear-gradient(100deg,black,transparent_75%)]"
      />
      <div className="p-5 sm:p-6">
        <p className="text-small text-dim">
          {languageName(show.language, locale)} · {show.format} · {booking.reference}
        </p>
        <h2 className="mt-0.5 text-heading">{movie.title}</h2>
        <div className="mt-4 flex flex-wrap items-end gap-x-8 gap-y-3">
          <div>
            <p className="text-small text-dim first-letter:uppercase">{categoryName(ticket.category, t)}</p>
            <p className="font-display text-[2.5rem] leading-none font-extrabold text-beam">{ticket.seat}</p>
          </div>
          {facts.map(([name, value]) => (
            <div key={name}>
              <p className="text-small text-dim">{name}</p>
              <p className="font-semibold">{value}</p>
            </div>
          ))}
        </div>
      </div>
      <div className="relative flex items-center gap-4 border-t-2 border-dashed border-line p-5 sm:w-52 sm:flex-col sm:justify-center sm:border-t-0 sm:border-l-2">
        <span
          aria-hidden="true"
          className="no-print absolute -top-3 -left-3 size-6 rounded-full border border-line bg-ground sm:-left-[0.8rem]"
        />
        <span
          aria-hidden="true"
          className="no-print absolute -top-3 -right-3 size-6 rounded-full border border-line bg-ground sm:top-auto sm:right-auto sm:-bottom-3 sm:-left-[0.8rem]"
        />
        {ticket.qr_url !== null && (
          <>
            <Picture
              src={ticket.qr_url}
              width={160}
              height={160}
              alt={t("booking.qrAlt", { seat: ticket.seat })}
              eager
              className="size-32 rounded-field bg-white p-1.5 sm:size-40"
            />
            <p className="text-small text-dim sm:text-center">{t("booking.showAtDoor")}</p>
          </>
        )}
      </div>
    </article>
  );
}
