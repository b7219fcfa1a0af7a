import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { type LayoutSeat } from "../../src/api/index.ts";
import { type Direction, SeatGeometry } from "../../src/seatmap/index.ts";
import { someRows, someSeats } from "../support/samples.ts";

const house = (widths: readonly number[]) =>
  new SeatGeometry({ rows: someRows(widths), seats: someSeats(widths) });

/** Where a key leads from a seat, by label. */
function from(geometry: SeatGeometry, label: string, direction: Direction): string | undefined {
  return geometry.neighbour(geometry.byLabel(label)?.index ?? -1, direction)?.label;
}

describe("the arrow keys", () => {
  const geometry = house([6, 4, 6]);

  test.each([
    ["A2", "left", "A1"],
    ["A2", "right", "A3"],
    ["A3", "right", "A4"],
    ["A4", "left", "A3"],
    ["A1", "left", undefined],
    ["A6", "right", undefined],
    ["A2", "down", "B2"],
    ["B2", "up", "A2"],
    ["A1", "up", undefined],
    ["C1", "down", undefined],
    ["A6", "down", "B4"],
    ["C5", "row-start", "C1"],
    ["C2", "row-end", "C6"],
  ] as const)("from %s %s lead to %s", (label, direction, expected) => {
    expect(from(geometry, label, direction)).toBe(expected);
  });

  test("from a seat that does not exist lead nowhere", () => {
    expect(geometry.neighbour(999, "left")).toBeNull();
  });

  test("from a wide seat lead to what lies behind its middle", () => {
    const couple = { index: 50, label: "Z1", row: "Z", y: 9, x: 1, w: 2 };
    const behind = someSeats([1]).map((seat): LayoutSeat => ({ ...seat, ...couple }));
    const withCouple = new SeatGeometry({
      rows: [...someRows([3]), { label: "Z", y: 9 }],
      seats: [...someSeats([3]), ...behind],
    });
    expect(from(withCouple, "Z1", "up")).toBe("A2");
  });

  test("enter in the middle of the row nearest the screen", () => {
    expect(geometry.entrance?.label).toBe("A4");
    expect(house([]).entrance).toBeUndefined();
  });

  test("reach every seat of any house", () => {
    const widths = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(widths, (rows) => {
        const any = house(rows);
        const reached = new Set<number>();
        const toVisit = [any.entrance?.index ?? -1];
        for (let next = toVisit.pop(); next !== undefined; next = toVisit.pop()) {
          if (reached.has(next)) continue;
          reached.add(next);
          for (const direction of ["left", "right", "up", "down"] as const) {
            const neighbour = any.neighbour(next, direction);
            if (neighbour !== null) toVisit.push(neighbour.index);
          }
        }
        expect(reached.size).toBe(rows.reduce((sum, width) => sum + width, 0));
      }),
    );
  });
});

describe("the house", () => {
  test("has a box around all its seats", () => {
    expect(house([6, 4]).box).toEqual({ left: 0, top: 0, width: 7, height: 2 });
    expect(house([]).box).toEqual({ left: 0, top: 0, width: 0, height: 0 });
  });

  test("has its rows from the screen backwards, each from left to right, however they came", () => {
    const shuffled = new SeatGeometry({
      rows: someRows([3, 2]).reverse(),
      seats: someSeats([3, 2]).reverse(),
    });
    expect(shuffled.rows.map(({ label, seats }) => [label, ...seats.map((seat) => seat.number)])).toEqual([
      ["A", 1, 2, 3],
      ["B", 1, 2],
    ]);
  });

  test("keeps a curved row together", () => {
    const curved = someSeats([5, 5]).map((seat) => ({
      ...seat,
      y: seat.y + 0.2 * Math.abs(seat.number - 3),
    }));
    const theatre = new SeatGeometry({ rows: someRows([5, 5]), seats: curved });
    expect(theatre.rows.map(({ label, seats }) => [label, seats.length])).toEqual([
      ["A", 5],
      ["B", 5],
    ]);
    expect(from(theatre, "B3", "up")).toBe("A3");
    expect(theatre.box.height).toBeCloseTo(2.4);
  });

  test("names seats by row", () => {
    expect(house([4, 4]).groupByRow(["B2", "A3", "B1", "Z9"])).toEqual([
      { row: "A", numbers: [3] },
      { row: "B", numbers: [1, 2] },
    ]);
  });
});

describe("a substitute for a lost seat", () => {
  const geometry = house([6, 6]);
  const lost = geometry.byLabel("A2")?.index ?? -1;

  test("is the free seat next to it, rather than one behind it", () => {
    expect(geometry.substitute(lost, () => true)?.label).toMatch(/^A[13]$/);
  });

  test("lies behind it when its row is full", () => {
    const inRowB = (index: number) => geometry.seat(index)?.row === "B";
    expect(geometry.substitute(lost, inRowB)?.label).toBe("B2");
  });

  test("is of the same kind or none", () => {
    const mixed = new SeatGeometry({
      rows: someRows([3]),
      seats: someSeats([3]).map((seat) => (seat.number === 2 ? { ...seat, category: "wheelchair" } : seat)),
    });
    expect(mixed.substitute(1, () => true)).toBeNull();
    expect(mixed.substitute(0, () => true)?.label).toBe("A3");
  });
});
