import { type Layout, type LayoutSeat } from "../api/types.ts";

/** A rectangle in seat pitches: 1.0 is the distance from one seat to the next. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The seats of one row, from left to right as seen by who looks at the screen. */
export interface SeatRow {
  readonly label: string;
  /** Where the row's label stands. Its seats may lie elsewhere: rows can be curved. */
  readonly y: number;
  readonly seats: readonly LayoutSeat[];
}

/** Where an arrow key, Home or End may lead. */
export type Direction = "left" | "right" | "up" | "down" | "row-start" | "row-end";

function middle(seat: LayoutSeat): number {
  return seat.x + seat.w / 2;
}

/** Where the seats are, and which lies next to which. The same for every client, whatever it draws with. */
export class SeatGeometry {
  /** Around all seats. Each reaches from its `x` and `y` by its width and by one pitch in depth. */
  readonly box: Box;
  /** From the screen backwards. */
  readonly rows: readonly SeatRow[];
  readonly #byIndex: ReadonlyMap<number, LayoutSeat>;
  readonly #byLabel: ReadonlyMap<string, LayoutSeat>;
  readonly #rowOf: ReadonlyMap<number, number>;

  constructor({ rows, seats }: Pick<Layout, "rows" | "seats">) {
    this.#byIndex = new Map(seats.map((seat) => [seat.index, seat]));
    this.#byLabel = new Map(seats.map((seat) => [seat.label, seat]));
    this.rows = toRows(rows, seats);
    this.#rowOf = new Map(
      this.rows.flatMap(({ seats: inRow }, row) => inRow.map((seat) => [seat.index, row])),
    );
    this.box = around(seats);
  }

  /** The seat with this index, which is also its place in the live state. */
  seat(index: number): LayoutSeat | undefined {
    return this.#byIndex.get(index);
  }

  /** The seat that people and the API call so: F12. */
  byLabel(label: string): LayoutSeat | undefined {
    return this.#byLabel.get(label);
  }

  /** Where the keyboard enters the map: the middle of the row nearest the screen. */
  get entrance(): LayoutSeat | undefined {
    const seats = this.rows[0]?.seats ?? [];
    return seats[Math.floor(seats.length / 2)];
  }

  /**
   * The seat that a key leads to; null at the edge of the house.
   *
   * Aisles are skipped: right of the last seat before an aisle lies the first one after it. Up is towards the screen,
   * and leads to the seat whose middle is nearest.
   */
  neighbour(index: number, direction: Direction): LayoutSeat | null {
    const from = this.#byIndex.get(index);
    const rowIndex = this.#rowOf.get(index);
    if (from === undefined || rowIndex === undefined) return null;
    const row = this.rows[rowIndex]?.seats ?? [];
    const place = row.indexOf(from);
    switch (direction) {
      case "left":
        return row[place - 1] ?? null;
      case "right":
        return row[place + 1] ?? null;
      case "row-start":
        return row[0] ?? null;
      case "row-end":
        return row.at(-1) ?? null;
      case "up":
        return nearest(this.rows[rowIndex - 1]?.seats ?? [], middle(from));
      case "down":
        return nearest(this.rows[rowIndex + 1]?.seats ?? [], middle(from));
    }
  }

  /**
   * The free seat closest to one that was lost, to be offered instead: of the same category, next to it rather than
   * before or behind it.
   */
  substitute(index: number, isFree: (index: number) => boolean): LayoutSeat | null {
    const lost = this.#byIndex.get(index);
    if (lost === undefined) return null;
    // A person minds another row more than a few seats to the side.
    const rowWeight = 3;
    const rowOf = (seat: LayoutSeat) => this.#rowOf.get(seat.index) ?? 0;
    const distance = (seat: LayoutSeat) =>
      Math.abs(middle(seat) - middle(lost)) + rowWeight * Math.abs(rowOf(seat) - rowOf(lost));
    let best: LayoutSeat | null = null;
    for (const seat of this.#byIndex.values()) {
      if (seat.category !== lost.category || seat === lost || !isFree(seat.index)) continue;
      if (best === null || distance(seat) < distance(best)) best = seat;
    }
    return best;
  }

  /** Seats by row, in the order of the house: "Row G, seats 11 and 12". */
  groupByRow(
    labels: readonly string[],
  ): readonly { readonly row: string; readonly numbers: readonly number[] }[] {
    const wanted = new Set(labels);
    return this.rows
      .map(({ label, seats }) => ({
        row: label,
        numbers: seats.filter((seat) => wanted.has(seat.label)).map((seat) => seat.number),
      }))
      .filter(({ numbers }) => numbers.length > 0);
  }
}

function toRows(rows: Layout["rows"], seats: readonly LayoutSeat[]): SeatRow[] {
  // By name and not by place: the seats of a curved row all lie at different depths.
  const byRow = new Map<string, LayoutSeat[]>(rows.map(({ label }) => [label, []]));
  for (const seat of seats) byRow.get(seat.row)?.push(seat);
  return rows
    .map(({ label, y }) => ({
      label,
      y,
      seats: (byRow.get(label) ?? []).sort((one, other) => one.x - other.x),
    }))
    .filter((row) => row.seats.length > 0)
    .sort((one, other) => one.y - other.y);
}

function around(seats: readonly LayoutSeat[]): Box {
  if (seats.length === 0) return { left: 0, top: 0, width: 0, height: 0 };
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y, w } of seats) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + w);
    bottom = Math.max(bottom, y + 1);
  }
  return { left, top, width: right - left, height: bottom - top };
}

function nearest(seats: readonly LayoutSeat[], x: number): LayoutSeat | null {
  let best: LayoutSeat | null = null;
  for (const seat of seats) {
    if (best === null || Math.abs(middle(seat) - x) < Math.abs(middle(best) - x)) best = seat;
  }
  return best;
}
