"use client";

import { useSyncExternalStore } from "react";

import { type Session, type SessionState } from "../api/session.ts";
import { type CheckoutFlow } from "../checkout/flow.ts";
import { type CheckoutState } from "../checkout/states.ts";
import { type HoldState, type HoldStore } from "../hold/store.ts";
import { type SeatState } from "../live/frames.ts";
import { type SeatMapState } from "../live/seat-map.ts";
import { type LiveShow } from "../live/show.ts";
import { type Connection } from "../live/socket.ts";
import { type Readable } from "../observable.ts";

/** The present state of anything readable; renders again when it changes. */
export function useReadable<T>(readable: Readable<T>): T {
  const read = () => readable.state;
  return useSyncExternalStore(readable.subscribe, read, read);
}

/** Where the hold stands. */
export const useHold = (store: HoldStore): HoldState => useReadable(store);

/** Where the purchase stands. */
export const useCheckout = (flow: CheckoutFlow): CheckoutState => useReadable(flow);

/** Who is signed in. */
export const useSession = (session: Session): SessionState => useReadable(session);

/** How the live line is. */
export const useConnection = (live: LiveShow): Connection => useReadable(live.connection);

/** The whole house: renders at every change. A seat uses {@link useSeatState}. */
export const useSeatMap = (live: LiveShow): SeatMapState => useReadable(live);

/** The prices in force; renders only when they change. */
export function useLivePrices(live: LiveShow): SeatMapState["prices"] {
  const read = () => live.state.prices;
  return useSyncExternalStore(live.subscribe, read, read);
}

/** How many seats are free; renders only when the number changes. */
export function useFreeSeats(live: LiveShow): number {
  const read = () => live.counts().free;
  return useSyncExternalStore(live.subscribe, read, read);
}

/** The state of one seat; renders only when this seat changes. */
export function useSeatState(live: LiveShow, index: number): SeatState {
  const read = () => live.seat(index);
  return useSyncExternalStore((listener) => live.subscribeSeat(index, listener), read, read);
}
