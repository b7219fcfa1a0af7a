"use client";

import { type HoldState } from "@movie-magic/client-sdk/hold";
import Link from "next/link";

import { useApp } from "@/features/app/app-context";
import { problemText } from "@/features/hold/problem-text";

import { type Order } from "./use-checkout-parts";

interface HoldGoneProps {
  readonly hold: HoldState;
  readonly order: Order;
}

/** The hold is no more, or cannot be asked for: what that means, and the ways on. */
export function HoldGone({ hold, order }: HoldGoneProps) {
  const { t } = useApp();
  const problem = hold.status === "none" ? hold.problem : null;
  return (
    <div role="alert" className="grid gap-4">
      <h2 className="text-heading">{problem === null ? t("checkout.goneTitle") : t("problem.title")}</h2>
      <p className="text-dim">{problem === null ? t("checkout.goneLead") : problemText(problem, t)}</p>
      {hold.status === "lost" && <p className="text-dim">{t("checkout.lost")}</p>}
      <div className="flex flex-wrap gap-3">
        {hold.status === "lapsed" && (
          <button type="button" className="btn btn-go" onClick={() => void hold.again()}>
            {t("hold.again")}
          </button>
        )}
        {problem !== null && (
          <button
            type="button"
            className="btn btn-go"
            onClick={() => {
              location.reload();
            }}
          >
            {t("action.retry")}
          </button>
        )}
        <Link
          href={`/shows/${order.showId}`}
          className={`btn ${hold.status === "lapsed" || problem !== null ? "" : "btn-go"}`}
        >
          {t("checkout.backToSeats")}
        </Link>
      </div>
      <p className="text-small text-dim">
        {t("checkout.perhapsBooked")}{" "}
        <Link href="/account" className="link">
          {t("nav.bookings")}
        </Link>
      </p>
    </div>
  );
}
