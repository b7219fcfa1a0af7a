"use client";

import { type Booking } from "@movie-magic/client-sdk/api";
import Link from "next/link";

import { Icon } from "@/components/icon";
import { useApp } from "@/features/app/app-context";
import { PriceLines } from "@/features/hold/price-lines";

import { CancelTickets } from "./cancel-tickets";
import { Refunds } from "./refunds";
import { TicketCard } from "./ticket-card";

interface ConfirmationProps {
  readonly booking: Booking;
  /** The booking is another by now: tickets were given back. */
  readonly onChange: (booking: Booking) => void;
}

/** Paid: the tickets, to show, to print, to come back to. */
export function Confirmation({ booking, onChange }: ConfirmationProps) {
  const { t } = useApp();
  const mine = booking.tickets.filter((ticket) => ticket.status !== "cancelled");
  const gone = booking.tickets.filter((ticket) => ticket.status === "cancelled");
  return (
    <div
      className="grid items-start gap-6 grid-cols-[minmax(0,1fr)] lg:grid-cols-[minmax(0,1fr)_22rem]"
      data-status="confirmed"
    >
      <div className="grid gap-5">
        <div role="status" className="no-print animate-rise">
          <p className="mb-3 inline-flex items-center gap-2 rounded-pill bg-mint/15 px-3 py-1 font-semibold text-mint">
            <Icon name="check" size={18} />
            {t("booking.status.confirmed")}
          </p>
          <h1 className="text-hero font-extrabold">{t("booking.confirmed")}</h1>
          <p className="mt-2 text-dim">{t("booking.enjoy")}</p>
        </div>
        <ul className="grid gap-4">
          {mine.map((ticket) => (
            <li key={ticket.id} className="keep-together">
              <TicketCard booking={booking} ticket={ticket} />
            </li>
          ))}
        </ul>
        {gone.length > 0 && (
          <p className="text-dim">
            {t("booking.seatsCancelled", { seats: gone.map((ticket) => ticket.seat).join(", ") })}
          </p>
        )}
        <Refunds booking={booking} />
      </div>
      <aside className="panel keep-together grid gap-5 p-5 lg:sticky lg:top-20">
        <div>
          <p className="text-small text-dim">{t("booking.title")}</p>
          <h2 className="text-title whitespace-nowrap">{booking.reference}</h2>
        </div>
        <PriceLines lines={booking.lines} total={booking.total} />
        <div className="no-print grid gap-3">
          <button
            type="button"
            className="btn"
            onClick={() => {
              print();
            }}
          >
            <Icon name="print" />
            {t("booking.printable")}
          </button>
          <Link href="/account" className="btn btn-quiet">
            {t("nav.bookings")}
          </Link>
          <CancelTickets booking={booking} onCancelled={onChange} />
        </div>
      </aside>
    </div>
  );
}
