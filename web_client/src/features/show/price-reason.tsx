"use client";

import { type ShowPrice } from "@movie-magic/client-sdk/api";
import { type LiveShow } from "@movie-magic/client-sdk/live";
import { useLivePrices } from "@movie-magic/client-sdk/react";
import { useEffect, useRef, useState } from "react";

import { useApp } from "@/features/app/app-context";

/** Everybody who watches a show learns of a new price at once; they do not all ask for its reason at once. */
const spreadMs = 1_500;

interface PriceReasonProps {
  readonly showId: number;
  readonly live: LiveShow;
  /** What the page was served with; null where the reason could not be had. */
  readonly initial: ShowPrice | null;
}

/** Why this show costs what it does, in one sentence; said aloud when prices change under a visitor's eyes. */
export function PriceReason({ showId, live, initial }: PriceReasonProps) {
  const { api, t } = useApp();
  const prices = useLivePrices(live);
  const table = JSON.stringify(
    Object.entries(prices).map(([name, { amount, source }]) => [name, amount, source]),
  );
  const told = useRef(table);
  const [price, setPrice] = useState(initial);
  const [changed, setChanged] = useState(false);

  useEffect(() => {
    if (told.current === table) return;
    told.current = table;
    setChanged(true);
    const asking = setTimeout(() => {
      // Without an answer the old reason would stand beside a new price, so none is shown.
      api.shows.price(showId).then(setPrice, () => {
        setPrice(null);
      });
    }, Math.random() * spreadMs);
    return () => {
      clearTimeout(asking);
    };
  }, [table, api, showId]);

  const reason = price?.reason ?? null;
  return (
    <p className="mt-3 text-center text-small text-dim" aria-live="polite">
      {changed ? <span className="mr-1 font-semibold text-text">{t("price.changed")}</span> : null}
      {reason !== null && <span>{t(`price.${reason.code}`, { percent: reason.expected_percent ?? 0 })}</span>}
    </p>
  );
}
