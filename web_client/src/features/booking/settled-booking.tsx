"use client";

import { type Booking } from "@movie-magic/client-sdk/api";
import { useEffect, useState } from "react";

import { useApp } from "@/features/app/app-context";

import { BookingOver } from "./booking-over";
import { Confirmation } from "./confirmation";

const lookAgainMs = 3_000;

/** A booking that was paid or has ended, with what becomes of it afterwards: tickets given back, money returned. */
export function SettledBooking({ booking: first }: { readonly booking: Booking }) {
  const { api } = useApp();
  const [booking, setBooking] = useState(first);
  const moving = booking.refunds.some(
    (refund) => (refund.status === "pending" || refund.status === "failed") && !refund.at_counter,
  );
  useEffect(() => {
    if (!moving) return;
    const timer = setTimeout(() => {
      api.bookings.get(booking.id).then(setBooking, () => {
        // The next look may succeed; what is shown stays true until then.
        setBooking({ ...booking });
      });
    }, lookAgainMs);
    return () => {
      clearTimeout(timer);
    };
  }, [api, booking, moving]);
  if (booking.status === "confirmed") return <Confirmation booking={booking} onChange={setBooking} />;
  return (
    <BookingOver booking={booking} outcome={booking.status === "pending" ? "expired" : booking.status} />
  );
}
