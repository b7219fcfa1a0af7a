"use client";

import { type Booking } from "@movie-magic/client-sdk/api";
import Link from "next/link";

import { EmptyState } from "@/components/site/empty-state";
import { useApp } from "@/features/app/app-context";

import { Refunds } from "./refunds";

interface BookingOverProps {
  readonly booking: Booking | null;
  readonly outcome: "expired" | "cancelled" | "failed";
}

const words = {
  expired: { title: "booking.expiredTitle", lead: "checkout.expired" },
  cancelled: { title: "booking.cancelledTitle", lead: "checkout.cancelled" },
  failed: { title: "booking.failedTitle", lead: "checkout.lost" },
} as const;

/** Why it ended, where money had been paid: the other words would say that nothing was. */
function afterMoney(booking: Booking) {
  if (booking.closed_by === "show_cancelled") return "booking.showCancelled";
  if (booking.closed_by === "tickets_cancelled") return "booking.ticketsCancelled";
  return booking.refunds.length > 0 ? "booking.moneyCameLate" : undefined;
}

/** A booking that came to nothing: what that means for the money, and the way back to the seats. */
export function BookingOver({ booking, outcome }: BookingOverProps) {
  const { t } = useApp();
  const { title, lead } = words[outcome];
  const why = booking === null ? undefined : afterMoney(booking);
  return (
    <div role="status" data-status={outcome}>
      <EmptyState as="h1" title={t(title)} lead={t(why ?? lead)}>
        <Link href={booking === null ? "/movies" : `/shows/${booking.show_id}`} className="btn btn-go">
          {t("booking.again")}
        </Link>
        <Link href="/account" className="btn">
          {t("nav.bookings")}
        </Link>
      </EmptyState>
      {booking !== null && (
        <div className="mx-auto mt-6 max-w-md">
          <Refunds booking={booking} />
        </div>
      )}
    </div>
  );
}
