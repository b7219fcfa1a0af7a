"use client";

import { CheckoutFlow } from "@movie-magic/client-sdk/checkout";
import { useSession } from "@movie-magic/client-sdk/react";
import { useEffect, useMemo } from "react";

import { useApp } from "@/features/app/app-context";

/**
 * The purchase behind a booking that exists: paying for it, in however many tries, until it is settled. Null while
 * nobody is signed in.
 *
 * A checkout finds its way back from what it remembers of its attempt. Here the address is that memory: the attempt
 * led to this booking, so nothing new can ever be booked from this page.
 */
export function useBookingFlow(bookingId: string, attempt: number): CheckoutFlow | null {
  const { api } = useApp();
  const session = useSession(api.session);
  const userId = session.status === "signed-in" ? session.user.id : null;
  const flow = useMemo(() => {
    if (userId === null) return null;
    const remembered = JSON.stringify({
      key: `booking-${bookingId}-${attempt}`,
      method: "mock_upi",
      bookingId,
    });
    return new CheckoutFlow({
      hold: { hold_id: bookingId, show_id: 0, seats: [] },
      userId,
      bookings: api.bookings,
      payments: api.payments,
      clock: api.clock,
      storage: { get: () => remembered, set: () => undefined, remove: () => undefined },
    });
  }, [api, bookingId, userId, attempt]);
  useEffect(() => {
    void flow?.start();
    return () => {
      flow?.dispose();
    };
  }, [flow]);
  return flow;
}
