"use client";

import { type ShowPrice } from "@movie-magic/client-sdk/api";
import { type LiveShow } from "@movie-magic/client-sdk/live";
import { useLivePrices } from "@movie-magic/client-sdk/react";
import { useState } from "react";

import { useApp } from "@/features/app/app-context";

import { useShowPrice } from "./use-show-price";

interface PriceReasonProps {
  readonly showId: number;
  readonly live: LiveShow;
  /** What the page was served with; null where the reason could not be had. */
  readonly initial: ShowPrice | null;
}

/** Why this show costs what it does, in one sentence; said aloud when prices change under a visitor's eyes. */
export function PriceReason({ showId, live, initial }: PriceReasonProps) {
  const { t } = useApp();
  const prices = useLivePrices(live);
  const reason = useShowPrice(showId, prices, initial)?.reason ?? null;
  const amounts = JSON.stringify(prices);
  const [seen, setSeen] = useState({ amounts, changed: false });
  if (seen.amounts !== amounts) setSeen({ amounts, changed: true });
  return (
    <p className="mt-3 text-center text-small text-dim" aria-live="polite">
      {seen.changed ? <span className="mr-1 font-semibold text-text">{t("price.changed")}</span> : null}
      {reason !== null && <span>{t(`price.${reason.code}`, { percent: reason.expected_percent ?? 0 })}</span>}
    </p>
  );
}
