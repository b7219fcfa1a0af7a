"use client";

import { CheckoutFlow } from "@movie-magic/client-sdk/checkout";
import { HoldStore } from "@movie-magic/client-sdk/hold";
import { useSession } from "@movie-magic/client-sdk/react";
import { useEffect, useMemo, useState } from "react";

import { useApp } from "@/features/app/app-context";

/** What the address of a checkout says. */
export interface Order {
  readonly holdId: string;
  readonly showId: number;
  /** By label. */
  readonly seats: readonly string[];
}

/** The hold, looked up once the page is in the browser. */
export function useHoldOf({ holdId, showId }: Order): {
  readonly holds: HoldStore;
  readonly looked: boolean;
} {
  const { api } = useApp();
  const [holds] = useState(
    () => new HoldStore({ showId, holds: api.holds, clock: api.clock, storage: api.storage }),
  );
  const [looked, setLooked] = useState(false);
  useEffect(() => {
    void holds.resume(holdId).then(() => {
      setLooked(true);
    });
    return () => {
      holds.dispose();
    };
  }, [holds, holdId]);
  return { holds, looked };
}

/** The purchase; null while nobody is signed in. Another person's sign-in starts another purchase. */
export function useFlowOf({ holdId, showId, seats }: Order): CheckoutFlow | null {
  const { api } = useApp();
  const session = useSession(api.session);
  const userId = session.status === "signed-in" ? session.user.id : null;
  const seatsKey = seats.join(",");
  const flow = useMemo(
    () =>
      userId === null
        ? null
        : new CheckoutFlow({
            hold: { hold_id: holdId, show_id: showId, seats: seatsKey.split(",") },
            userId,
            bookings: api.bookings,
            payments: api.payments,
            clock: api.clock,
            storage: api.storage,
          }),
    [api, holdId, showId, seatsKey, userId],
  );
  useEffect(() => {
    void flow?.start();
    return () => {
      flow?.dispose();
    };
  }, [flow]);
  return flow;
}
