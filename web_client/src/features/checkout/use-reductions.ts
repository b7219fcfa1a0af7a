"use client";

import { type Points, type Problem, type Quote, type Reductions, settle } from "@movie-magic/client-sdk/api";
import { noReductions } from "@movie-magic/client-sdk/checkout";
import { useSession } from "@movie-magic/client-sdk/react";
import { useCallback, useRef, useState } from "react";

import { usePoints } from "@/features/account/use-points";
import { useApp } from "@/features/app/app-context";

/** A price with what is taken off it. */
export interface Reduced {
  readonly reductions: Reductions;
  /** The price after that; null where nothing is taken off. */
  readonly quote: Quote | null;
}

/** What the customer can take off the price, and what became of trying. */
export interface ReductionDesk extends Reduced {
  /** Null while nobody is signed in, or the points are not known. */
  readonly points: Points | null;
  readonly problem: Problem | null;
  readonly working: boolean;
  /** What is being tried; a box that is ticked stays ticked while the price is asked for. */
  readonly wanted: Reductions;
  /** Shows the price with these, or keeps the present one and says why not. */
  readonly apply: (wanted: Reductions) => void;
}

const nothing: Reduced = { reductions: noReductions, quote: null };

/** Tries promotions and points on a held price. Nothing is taken before the booking is made. */
export function useReductions(holdId: string): ReductionDesk {
  const { api } = useApp();
  const session = useSession(api.session);
  const userId = session.status === "signed-in" ? session.user.id : null;
  // What was tried by one person, on one hold, is nobody else's.
  const of = userId === null ? null : `${userId} ${holdId}`;
  const points = usePoints(userId);
  const [tried, setTried] = useState<{ readonly of: string | null } & Reduced>({ of: null, ...nothing });
  const [problem, setProblem] = useState<Problem | null>(null);
  const [asking, setAsking] = useState<Reductions | null>(null);
  const latest = useRef(0);

  const apply = useCallback(
    (wanted: Reductions) => {
      const mine = ++latest.current;
      setProblem(null);
      if (wanted.promo === null && wanted.points === 0) {
        setTried({ of, ...nothing });
        setAsking(null);
        return;
      }
      setAsking(wanted);
      void settle(api.holds.quote(holdId, wanted)).then((asked) => {
        if (mine !== latest.current) return;
        setAsking(null);
        if (asked.ok) setTried({ of, reductions: wanted, quote: asked.value });
        else setProblem(asked.problem);
      });
    },
    [api, holdId, of],
  );

  const { reductions, quote } = tried.of === of ? tried : nothing;
  return {
    reductions,
    quote,
    points,
    problem,
    working: asking !== null,
    wanted: asking ?? reductions,
    apply,
  };
}
