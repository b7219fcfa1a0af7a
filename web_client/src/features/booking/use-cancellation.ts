"use client";

import { ApiProblem, type Booking, type Cancellation, type Problem } from "@movie-magic/client-sdk/api";
import { newKey } from "@movie-magic/client-sdk/checkout";
import { useEffect, useRef, useState } from "react";

import { useApp } from "@/features/app/app-context";

/** What giving seats back would mean, and doing it. */
export interface CancellationDesk {
  /** Null while it is being asked for, and where nothing is chosen. */
  readonly quote: Cancellation | null;
  readonly problem: Problem | null;
  readonly working: boolean;
  readonly confirm: () => void;
}

/**
 * Asks what giving these seats back would return, anew with every change of the choice, and gives them back for
 * exactly that. However often a person presses, it is one request with one key; another choice is another request.
 */
export function useCancellation(
  booking: Booking,
  seats: readonly string[],
  onDone: (booking: Booking) => void,
): CancellationDesk {
  const { api } = useApp();
  const chosen = seats.join(",");
  const [asked, setAsked] = useState<{ chosen: string; quote: Cancellation } | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [working, setWorking] = useState(false);
  const [round, setRound] = useState(0);
  const attempt = useRef<{ what: string; key: string } | null>(null);

  useEffect(() => {
    if (chosen === "") return;
    const stop = new AbortController();
    api.bookings.cancellation(booking.id, chosen.split(","), { signal: stop.signal }).then(
      (quote) => {
        setAsked({ chosen, quote });
      },
      (error: unknown) => {
        if (!stop.signal.aborted) setProblem(error as Problem);
      },
    );
    return () => {
      stop.abort();
    };
  }, [api, booking.id, chosen, round]);

  const quote = asked?.chosen === chosen ? asked.quote : null;
  const confirm = () => {
    if (quote === null || working) return;
    const what = `${chosen} ${String(quote.refund.amount)}`;
    if (attempt.current?.what !== what) attempt.current = { what, key: newKey() };
    setWorking(true);
    setProblem(null);
    api.bookings
      .giveBack(booking.id, { seats: quote.seats, refund: quote.refund.amount }, attempt.current.key)
      .then(onDone, (error: unknown) => {
        setProblem(error as Problem);
        // What comes back is another by now: it is shown before anybody agrees to it.
        if (error instanceof ApiProblem && error.code === "refund_changed") setRound(round + 1);
      })
      .finally(() => {
        setWorking(false);
      });
  };
  return { quote, problem, working, confirm };
}
