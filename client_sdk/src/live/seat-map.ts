import {
  type DeltaFrame,
  type Frame,
  type PriceFrame,
  type SeatState,
  type SnapshotFrame,
} from "./frames.ts";

/** The price of a category, in minor units, and where it came from (`base`, `ml`, `override`). */
export interface LivePrice {
  readonly amount: number;
  readonly source: string;
}

/** One show at one moment, as this client knows it. Never changed in place. */
export interface SeatMapState {
  /** Made anew when the server loads the show afresh: versions of different epochs cannot be compared. */
  readonly epoch: string;
  /** Goes up by one with each change. */
  readonly version: number;
  /** One {@link SeatState} per seat, by seat index. */
  readonly states: Uint8Array;
  readonly prices: Readonly<Record<string, LivePrice>>;
  /** The show is over; nothing more will change. */
  readonly closed: boolean;
}

/** What a frame did. */
export type Reduction =
  /** It was news. `seats` are the seats that now look different; `jumped` says that changes were skipped on the way. */
  | {
      readonly kind: "applied";
      readonly state: SeatMapState;
      readonly seats: readonly number[];
      readonly jumped: boolean;
    }
  /** It was known already. */
  | { readonly kind: "known" }
  /** Something between this frame and the state is missing: the server must be asked again. */
  | { readonly kind: "gap" };

const known: Reduction = { kind: "known" };
const gap: Reduction = { kind: "gap" };

/** Reads the digits of a snapshot. */
export function parseStates(digits: string): Uint8Array {
  return Uint8Array.from(digits, (digit) => Number(digit));
}

/** The seats at which two states of a house differ; all of them when it is not the same house. */
export function changedSeats(before: Uint8Array, after: Uint8Array): number[] {
  const changed: number[] = [];
  for (let seat = 0; seat < Math.max(before.length, after.length); seat += 1) {
    if (before[seat] !== after[seat]) changed.push(seat);
  }
  return changed;
}

function withPrices(
  state: SeatMapState,
  prices: Readonly<Record<string, number>> | undefined,
  source = "base",
): SeatMapState["prices"] {
  if (prices === undefined) return state.prices;
  const changed = Object.entries(prices).map(([category, amount]) => [category, { amount, source }]);
  return { ...state.prices, ...(Object.fromEntries(changed) as Record<string, LivePrice>) };
}

function applySnapshot(state: SeatMapState, frame: SnapshotFrame): Reduction {
  const sameEpoch = frame.e === state.epoch;
  // An older picture of the same epoch is history; one of the same version may be the answer to a resume.
  if (sameEpoch && frame.v <= state.version) return known;
  const states = parseStates(frame.s);
  return {
    kind: "applied",
    state: {
      ...state,
      epoch: frame.e,
      version: frame.v,
      states,
      prices: withPrices(state, frame.p, frame.src),
    },
    seats: changedSeats(state.states, states),
    jumped: true,
  };
}

function applyDelta(state: SeatMapState, frame: DeltaFrame): Reduction {
  const [from, to] = frame.v;
  if (to <= state.version) return known;
  if (from > state.version + 1) return gap;
  // A frame that begins in the past is no problem: it carries last states, not steps.
  const states = Uint8Array.from(state.states);
  const seats: number[] = [];
  for (const [seat, next] of frame.c) {
    // A seat outside the house means that this is not the house we know.
    if (seat >= states.length) return gap;
    if (states[seat] === next) continue;
    states[seat] = next;
    seats.push(seat);
  }
  return { kind: "applied", state: { ...state, version: to, states }, seats, jumped: false };
}

function applyPrice(state: SeatMapState, frame: PriceFrame): Reduction {
  if (frame.v <= state.version) return known;
  if (frame.v > state.version + 1) return gap;
  return {
    kind: "applied",
    state: { ...state, version: frame.v, prices: withPrices(state, frame.p, frame.src) },
    seats: [],
    jumped: false,
  };
}

/**
 * What the house looks like after a frame.
 *
 * The promise behind it: a snapshot followed by deltas, however they were coalesced, repeated or overlapped on the way,
 * is the same as a fresh snapshot; and where a delta is missing, this says `gap` instead of guessing.
 */
export function reduceSeatMap(state: SeatMapState, frame: Frame): Reduction {
  switch (frame.t) {
    case "snap":
      return applySnapshot(state, frame);
    case "d":
      return applyDelta(state, frame);
    case "price":
      return applyPrice(state, frame);
    case "ping":
      return frame.v > state.version ? gap : known;
    case "closed":
      return state.closed
        ? known
        : { kind: "applied", state: { ...state, closed: true }, seats: [], jumped: false };
  }
}

/** How many seats are in each state. */
export function countSeats(states: Uint8Array): Readonly<Record<keyof typeof SeatState, number>> {
  const counts = [0, 0, 0, 0] as [number, number, number, number];
  for (const state of states) counts[state as SeatState] += 1;
  return { free: counts[0], held: counts[1], sold: counts[2], blocked: counts[3] };
}
