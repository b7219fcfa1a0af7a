import { type ShowPrice } from "@movie-magic/client-sdk/api";
import { type SeatMapState } from "@movie-magic/client-sdk/live";
import { useEffect, useState } from "react";

import { useApp } from "@/features/app/app-context";

/** Everybody who watches a show learns of a new price at once; they do not all ask for its reason at once. */
const spreadMs = 1_500;

/** A server may answer from what it knew a second ago: where that is not the live price, it is asked again. */
const againMs = 1_000;
const mostTries = 5;

type Prices = SeatMapState["prices"];

function agrees(price: ShowPrice, prices: Prices): boolean {
  const live = Object.values(prices);
  return (
    live.some(({ source }) => source === price.source) &&
    price.categories.every(
      ({ category, current }) => (prices[category]?.amount ?? current.amount) === current.amount,
    )
  );
}

/**
 * Why a show costs what it does now: null until that is known of the very prices that are live, since the reason of
 * an old price must not stand beside a new one.
 *
 * @param initial what the page was served with; null where it could not be had
 */
export function useShowPrice(showId: number, prices: Prices, initial: ShowPrice | null): ShowPrice | null {
  const { api } = useApp();
  const [price, setPrice] = useState(initial);
  const known = price !== null && agrees(price, prices) ? price : null;
  const missing = known === null;
  const amounts = JSON.stringify(prices);

  useEffect(() => {
    if (!missing) return;
    let tries = 0;
    let gone = false;
    let asking: ReturnType<typeof setTimeout>;
    const ask = async (): Promise<void> => {
      tries += 1;
      const answer = await api.shows.price(showId).catch(() => null);
      if (gone || answer === null) return;
      setPrice(answer);
      if (tries < mostTries) asking = setTimeout(() => void ask(), againMs);
    };
    asking = setTimeout(() => void ask(), Math.random() * spreadMs);
    return () => {
      gone = true;
      clearTimeout(asking);
    };
  }, [missing, amounts, api, showId]);

  return known;
}
