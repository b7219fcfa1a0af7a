"use client";

import { ApiProblem, type BestSeats, type Hold, type Problem } from "@movie-magic/client-sdk/api";
import { type HoldState, type HoldStore } from "@movie-magic/client-sdk/hold";
import { type LiveShow, SeatState } from "@movie-magic/client-sdk/live";
import { useHold } from "@movie-magic/client-sdk/react";
import { type SeatGeometry, type Selection, toggleSeat, withoutLost } from "@movie-magic/client-sdk/seatmap";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";

/** What the visitor is told in passing. */
export type News =
  | {
      readonly kind: "lost";
      /** By label. */
      readonly seats: readonly string[];
      /** Seats to take in place of those, by index and label. */
      readonly instead: readonly { readonly index: number; readonly label: string }[];
    }
  | {
      /** The choice would leave these alone. */
      readonly kind: "gap";
      readonly seats: readonly string[];
      /** The same seats, to be taken as well. */
      readonly instead: readonly { readonly index: number; readonly label: string }[];
    }
  | { readonly kind: "best"; readonly seats: readonly string[] }
  | { readonly kind: "limit"; readonly count: number }
  | { readonly kind: "problem"; readonly problem: Problem };

interface ChoiceOptions {
  readonly live: LiveShow;
  readonly holds: HoldStore;
  readonly geometry: SeatGeometry;
  readonly maxSeats: number;
}

/** What the visitor has chosen, and what can be done with it. */
export interface Choice {
  readonly chosen: Selection;
  readonly yours: Selection;
  readonly news: News | null;
  /** The seats are held and the next page is on its way. */
  readonly leaving: boolean;
  readonly toggle: (seat: number) => void;
  readonly clear: () => void;
  readonly dismiss: () => void;
  /** Holds what is chosen; null when that did not work, and then `news` says why. */
  readonly hold: () => Promise<Hold | null>;
  /** Lets the house choose and holds that; what is held then is the choice. */
  readonly best: (wish: BestSeats) => Promise<void>;
}

/** The hold that the visitor has or is about to get, in labels. */
function ownLabels(hold: HoldState): readonly string[] {
  switch (hold.status) {
    case "holding":
      return hold.seats;
    case "held":
    case "extending":
      return hold.hold.seats;
    case "changing":
      return [...hold.hold.seats, ...hold.seats];
    case "none":
    case "resuming":
    case "lapsed":
    case "lost":
      return [];
  }
}

const nothing: Selection = [];

/**
 * Choosing is this page's own affair: nothing is asked, nothing is held. A seat that goes meanwhile leaves the choice
 * and is said aloud, with the nearest one that is left. Only `hold` speaks to the server.
 */
export function useChoice({ live, holds, geometry, maxSeats }: ChoiceOptions): Choice {
  const hold = useHold(holds);
  // Null until the visitor touches a seat: what an earlier page held is then the choice.
  const [picked, setPicked] = useState<Selection | null>(null);
  const [news, setNews] = useState<News | null>(null);
  const [leaving, setLeaving] = useState(false);

  const own = useMemo<Selection>(() => {
    const indexes = ownLabels(hold).flatMap((label) => geometry.byLabel(label)?.index ?? []);
    return indexes.length === 0 ? nothing : [...new Set(indexes)];
  }, [hold, geometry]);
  const chosen = picked ?? own;
  const yours = useMemo(() => own.filter((seat) => chosen.includes(seat)), [own, chosen]);

  const isFree = useCallback(
    (seat: number) => live.seat(seat) === SeatState.free || own.includes(seat),
    [live, own],
  );

  const lose = useCallback(
    (labels: readonly string[], rest: Selection) => {
      const taken = new Set<number>(rest);
      const instead = labels.flatMap((label) => {
        const lost = geometry.byLabel(label);
        const seat = lost && geometry.substitute(lost.index, (index) => isFree(index) && !taken.has(index));
        if (!seat) return [];
        taken.add(seat.index);
        return [{ index: seat.index, label: seat.label }];
      });
      setPicked(rest);
      setNews({ kind: "lost", seats: labels, instead });
    },
    [geometry, isFree],
  );

  useEffect(() => {
    const look = () => {
      // While the server is being asked for these very seats, they go because they are becoming ours.
      const { status } = holds.state;
      if (status === "holding" || status === "changing") return;
      const { selection, lost } = withoutLost(chosen, isFree);
      if (lost.length === 0) return;
      lose(
        lost.flatMap((seat) => geometry.seat(seat)?.label ?? []),
        selection,
      );
    };
    return live.subscribeSeats(look);
  }, [live, holds, geometry, chosen, isFree, lose]);

  const toggle = useCallback(
    (seat: number) => {
      const { selection, refused } = toggleSeat(chosen, seat, { maxSeats, isFree });
      if (refused === "limit") setNews({ kind: "limit", count: maxSeats });
      else if (refused === null) {
        setPicked(selection);
        setNews(null);
      }
    },
    [chosen, maxSeats, isFree],
  );

  const clear = useCallback(() => {
    setPicked(nothing);
    setNews(null);
    const { state } = holds;
    if (state.status === "held") void state.release();
  }, [holds]);

  const dismiss = useCallback(() => {
    setNews(null);
  }, []);

  const running = useRef(false);
  const holdChosen = useCallback(async (): Promise<Hold | null> => {
    // A second press while the first is under way is the same press.
    if (running.current) return null;
    running.current = true;
    setNews(null);
    try {
      const labels = chosen.flatMap((seat) => geometry.seat(seat)?.label ?? []);
      const after = await ask(holds, labels);
      if (after.status === "held" && after.problem === null) {
        setLeaving(true);
        return after.hold;
      }
      const problem = problemOf(after);
      if (problem instanceof ApiProblem && problem.code === "would_leave_gap") {
        const instead = problem.seats.flatMap((label) => {
          const seat = geometry.byLabel(label);
          return seat ? [{ index: seat.index, label }] : [];
        });
        setNews({ kind: "gap", seats: problem.seats, instead });
        return null;
      }
      const without = (seats: readonly string[]) =>
        chosen.filter((seat) => !seats.includes(geometry.seat(seat)?.label ?? ""));
      const taken = after.status === "lost" ? after.taken : lostBy(problem);
      if (taken.length > 0) {
        lose(taken, without(taken));
      } else if (problem !== null) {
        if (problem instanceof ApiProblem && problem.code === "seats_not_on_sale")
          setPicked(without(problem.seats));
        setNews({ kind: "problem", problem });
      }
      return null;
    } finally {
      running.current = false;
    }
  }, [chosen, geometry, holds, lose]);

  const best = useCallback(
    async (wish: BestSeats): Promise<void> => {
      if (running.current) return;
      running.current = true;
      setNews(null);
      try {
        const { state } = holds;
        if (state.status === "held") await state.release();
        const after = await askForBest(holds, wish);
        if (after.status === "held") {
          setPicked(null);
          setNews({ kind: "best", seats: after.hold.seats });
        } else {
          const problem = problemOf(after);
          if (problem !== null) setNews({ kind: "problem", problem });
        }
      } finally {
        running.current = false;
      }
    },
    [holds],
  );

  return { chosen, yours, news, leaving, toggle, clear, dismiss, hold: holdChosen, best };
}

/** The seats that a refusal says are gone; those of a rule are there, and only wrong together. */
function lostBy(problem: Problem | null): readonly string[] {
  return problem instanceof ApiProblem && problem.code === "seats_taken" ? problem.seats : [];
}

function problemOf(state: HoldState): Problem | null {
  return state.status === "none" || state.status === "held" ? state.problem : null;
}

async function askForBest(holds: HoldStore, wish: BestSeats): Promise<HoldState> {
  const { state } = holds;
  if (state.status === "lost" || state.status === "lapsed") await state.dismiss();
  if (holds.state.status === "none") await holds.state.best(wish);
  return holds.state;
}

/** Asks for exactly these seats, whatever is held now, and says where that led. */
async function ask(holds: HoldStore, labels: readonly string[]): Promise<HoldState> {
  const { state } = holds;
  switch (state.status) {
    case "none":
    case "lost":
      await state.hold(labels);
      break;
    case "lapsed":
      await state.dismiss();
      return ask(holds, labels);
    case "held": {
      const same =
        state.hold.seats.length === labels.length &&
        labels.every((label) => state.hold.seats.includes(label));
      if (!same) await state.change(labels);
      break;
    }
    case "resuming":
    case "holding":
    case "extending":
    case "changing":
      break;
  }
  return holds.state;
}
