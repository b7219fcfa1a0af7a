import fc from "fast-check";
import { describe, expect, test } from "vitest";

import {
  countSeats,
  type DeltaFrame,
  type Frame,
  parseStates,
  reduceSeatMap,
  type Reduction,
  type SeatMapState,
  type SeatState,
} from "../../src/live/index.ts";

function aMap(digits: string, change: Partial<SeatMapState> = {}): SeatMapState {
  return { epoch: "e1", version: 10, states: parseStates(digits), prices: {}, closed: false, ...change };
}

function applied(reduction: Reduction) {
  if (reduction.kind !== "applied") throw new Error(`expected news, got ${reduction.kind}`);
  return reduction;
}

const digits = (map: SeatMapState) => [...map.states].join("");

describe("a delta", () => {
  test("that follows on changes its seats and no others", () => {
    const { state, seats } = applied(
      reduceSeatMap(aMap("0000"), {
        t: "d",
        v: [11, 13],
        c: [
          [1, 1],
          [3, 2],
        ],
      }),
    );
    expect(digits(state)).toBe("0102");
    expect(state.version).toBe(13);
    expect(seats).toEqual([1, 3]);
  });

  test("says nothing of a seat that looks as before", () => {
    const { seats } = applied(
      reduceSeatMap(aMap("0100"), {
        t: "d",
        v: [11, 12],
        c: [
          [1, 1],
          [2, 1],
        ],
      }),
    );
    expect(seats).toEqual([2]);
  });

  test("that was known is ignored", () => {
    expect(reduceSeatMap(aMap("0000"), { t: "d", v: [8, 10], c: [[1, 1]] }).kind).toBe("known");
  });

  test("that begins in the past and ends in the future is taken", () => {
    expect(digits(applied(reduceSeatMap(aMap("0100"), { t: "d", v: [9, 12], c: [[1, 2]] })).state)).toBe(
      "0200",
    );
  });

  test("after a missing one is a gap", () => {
    expect(reduceSeatMap(aMap("0000"), { t: "d", v: [12, 12], c: [[1, 1]] }).kind).toBe("gap");
  });

  test("about a seat that this house does not have is a gap", () => {
    expect(reduceSeatMap(aMap("0000"), { t: "d", v: [11, 11], c: [[4, 1]] }).kind).toBe("gap");
  });

  test("leaves the state before it as it was", () => {
    const before = aMap("0000");
    reduceSeatMap(before, { t: "d", v: [11, 11], c: [[0, 2]] });
    expect(digits(before)).toBe("0000");
  });
});

describe("a snapshot", () => {
  test("of a new epoch is taken whatever its version", () => {
    const { state, seats } = applied(reduceSeatMap(aMap("0000"), { t: "snap", e: "e2", v: 1, s: "0200" }));
    expect([state.epoch, state.version, digits(state), seats]).toEqual(["e2", 1, "0200", [1]]);
  });

  test("of the past is ignored", () => {
    expect(reduceSeatMap(aMap("0000"), { t: "snap", e: "e1", v: 9, s: "1111" }).kind).toBe("known");
  });

  test("of another house changes every seat", () => {
    const { seats } = applied(reduceSeatMap(aMap("00"), { t: "snap", e: "e2", v: 1, s: "0000" }));
    expect(seats).toEqual([2, 3]);
  });
});

describe("an idle ping", () => {
  test("at the known version is no news", () => {
    expect(reduceSeatMap(aMap("0"), { t: "ping", v: 10 }).kind).toBe("known");
  });

  test("at a later one shows that something was missed", () => {
    expect(reduceSeatMap(aMap("0"), { t: "ping", v: 11 }).kind).toBe("gap");
  });
});

describe("a price", () => {
  const frame: Frame = { t: "price", v: 11, p: { recliner: 41000 }, src: "ml" };

  test("changes its category and keeps the others", () => {
    const map = aMap("0", { prices: { standard: { amount: 22000, source: "base" } } });
    expect(applied(reduceSeatMap(map, frame)).state).toMatchObject({
      version: 11,
      prices: { standard: { amount: 22000, source: "base" }, recliner: { amount: 41000, source: "ml" } },
    });
  });

  test("after a missing change is a gap, and a known one is ignored", () => {
    expect(reduceSeatMap(aMap("0", { version: 9 }), frame).kind).toBe("gap");
    expect(reduceSeatMap(aMap("0", { version: 11 }), frame).kind).toBe("known");
  });
});

test("a closed show is closed once", () => {
  const { state } = applied(reduceSeatMap(aMap("0"), { t: "closed" }));
  expect(state.closed).toBe(true);
  expect(reduceSeatMap(state, { t: "closed" }).kind).toBe("known");
});

test("seats are counted by state", () => {
  expect(countSeats(parseStates("001123"))).toEqual({ free: 2, held: 2, sold: 1, blocked: 1 });
});

/** A history: the house at version 0, and one change per version after it. */
const histories = fc.integer({ min: 1, max: 30 }).chain((size) =>
  fc.record({
    first: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: size, maxLength: size }),
    changes: fc.array(
      fc.array(fc.tuple(fc.integer({ min: 0, max: size - 1 }), fc.integer({ min: 0, max: 3 })), {
        minLength: 1,
        maxLength: 4,
      }),
      { minLength: 1, maxLength: 25 },
    ),
  }),
);

type History = typeof histories extends fc.Arbitrary<infer T> ? T : never;

function houseAt({ first, changes }: History, version: number): string {
  const house = [...first];
  for (const change of changes.slice(0, version)) for (const [seat, state] of change) house[seat] = state;
  return house.join("");
}

/** One frame for the versions `from` to `to`, of each seat only the last state: what the server sends. */
function coalesced({ changes }: History, from: number, to: number): DeltaFrame {
  const last = new Map<number, SeatState>();
  for (const change of changes.slice(from - 1, to)) {
    for (const [seat, state] of change) last.set(seat, state as SeatState);
  }
  return { t: "d", v: [from, to], c: [...last] };
}

/** Where to cut a history into frames: sorted, distinct versions, the last one being the last version. */
function cuts(versions: number, picks: readonly number[]): number[] {
  return [...new Set([...picks.map((pick) => 1 + (pick % versions)), versions])].sort((a, b) => a - b);
}

describe("a snapshot and the deltas after it equal a fresh snapshot", () => {
  test("however the deltas were coalesced", () => {
    fc.assert(
      fc.property(histories, fc.array(fc.nat()), (history, picks) => {
        let map = aMap(houseAt(history, 0), { version: 0 });
        for (const to of cuts(history.changes.length, picks)) {
          map = applied(reduceSeatMap(map, coalesced(history, map.version + 1, to))).state;
          expect(digits(map)).toBe(houseAt(history, to));
        }
      }),
    );
  });

  test("also when frames are repeated, overlap and come late", () => {
    const frames = fc.array(fc.tuple(fc.nat(), fc.nat(), fc.constantFrom("d", "snap", "ping")), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(histories, frames, (history, sent) => {
        const versions = history.changes.length;
        let map = aMap(houseAt(history, 0), { version: 0 });
        for (const [one, other, kind] of sent) {
          const from = 1 + (one % versions);
          const to = from + (other % (versions - from + 1));
          const frame: Frame =
            kind === "d"
              ? coalesced(history, from, to)
              : kind === "snap"
                ? { t: "snap", e: "e1", v: to, s: houseAt(history, to) }
                : { t: "ping", v: to };
          const reduction = reduceSeatMap(map, frame);
          // A gap is said exactly when something is missing that the frame does not bring.
          expect(reduction.kind === "gap").toBe(
            kind === "d" ? from > map.version + 1 : kind === "ping" && to > map.version,
          );
          const next = reduction.kind === "applied" ? reduction.state : map;
          // Which seats changed is told exactly, and the version never goes back.
          const told = reduction.kind === "applied" ? [...reduction.seats].sort((a, b) => a - b) : [];
          expect(told).toEqual(
            [...map.states.keys()].filter((seat) => map.states[seat] !== next.states[seat]),
          );
          expect(next.version).toBeGreaterThanOrEqual(map.version);
          map = next;
          expect(digits(map)).toBe(houseAt(history, map.version));
        }
      }),
    );
  });
});
