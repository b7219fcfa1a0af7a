"use client";

import { type Booking, isProblem, type Problem } from "@movie-magic/client-sdk/api";
import Link from "next/link";
import { useCallback, useEffect, useState } from "react";

import { EmptyState } from "@/components/site/empty-state";
import { useApp } from "@/features/app/app-context";
import { problemText } from "@/features/hold/problem-text";

import { BookingRow } from "./booking-row";

interface Loaded {
  readonly items: readonly Booking[];
  readonly next: string | null;
}

type Part = "open" | "upcoming" | "past";

function partOf(booking: Booking, now: number): Part {
  if (booking.status === "pending") return "open";
  return booking.status === "confirmed" && Date.parse(booking.show.ends_at) > now ? "upcoming" : "past";
}

/** All bookings: what must still be paid, what comes up, and what was. */
export function MyBookings() {
  const { t, api } = useApp();
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);

  const load = useCallback(
    async (cursor: string | null) => {
      try {
        const page = await api.bookings.mine(cursor === null ? {} : { cursor });
        setProblem(null);
        setLoaded((before) => ({
          items: cursor === null ? page.items : [...(before?.items ?? []), ...page.items],
          next: page.next_cursor ?? null,
        }));
      } catch (error) {
        if (!isProblem(error)) throw error;
        setProblem(error);
      }
    },
    [api],
  );

  useEffect(() => {
    void Promise.resolve().then(() => load(null));
  }, [load]);

  if (problem !== null) {
    return (
      <div role="alert" className="panel grid justify-items-start gap-4 p-6">
        <p>{problemText(problem, t)}</p>
        <button type="button" className="btn" onClick={() => void load(null)}>
          {t("action.retry")}
        </button>
      </div>
    );
  }
  if (loaded === null) {
    return (
      <div role="status" aria-label={t("auth.working")} className="grid gap-4">
        <div className="skeleton h-32" />
        <div className="skeleton h-32" />
      </div>
    );
  }
  if (loaded.items.length === 0) {
    return (
      <EmptyState title={t("account.none")} lead={t("account.noneLead")}>
        <Link href="/movies" className="btn btn-go">
          {t("nav.movies")}
        </Link>
      </EmptyState>
    );
  }
  return <Sorted loaded={loaded} onMore={(cursor) => void load(cursor)} />;
}

function Sorted({ loaded, onMore }: { readonly loaded: Loaded; readonly onMore: (cursor: string) => void }) {
  const { t, api } = useApp();
  const [now] = useState(() => api.clock.now());
  const { next } = loaded;
  return (
    <div className="grid gap-8">
      {(["open", "upcoming", "past"] as const).map((part) => {
        const bookings = loaded.items.filter((booking) => partOf(booking, now) === part);
        if (bookings.length === 0) return null;
        return (
          <section key={part}>
            <h2 className="mb-3 text-title">{t(`account.${part}`)}</h2>
            <ul className="grid gap-4">
              {bookings.map((booking) => (
                <li key={booking.id}>
                  <BookingRow booking={booking} />
                </li>
              ))}
            </ul>
          </section>
        );
      })}
      {next !== null && (
        <button
          type="button"
          className="btn justify-self-center"
          onClick={() => {
            onMore(next);
          }}
        >
          {t("action.more")}
        </button>
      )}
    </div>
  );
}
