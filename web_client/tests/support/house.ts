import { type ShowSeats } from "@movie-magic/client-sdk/api";

const rows = ["A", "B", "C"] as const;

/** Columns of one row: two seats, an aisle, three seats. */
const columns = [0, 1, 3, 4, 5] as const;

/** A small house: three rows of five seats around an aisle; the last row has recliners, and A1 is a wheelchair space. */
export function smallHouse(states = "000000000000000"): ShowSeats {
  return {
    show_id: 42,
    epoch: "e1",
    version: 1,
    states,
    max_seats: 3,
    server_time: new Date().toISOString(),
    prices: {
      standard: { amount: 22000, currency: "INR", source: "base" },
      recliner: { amount: 35000, currency: "INR", source: "base" },
      wheelchair: { amount: 22000, currency: "INR", source: "base" },
    },
    layout: {
      id: 1,
      version: 1,
      width: 6,
      height: 3,
      screen: { x: 1, width: 4 },
      rows: rows.map((label, y) => ({ label, y })),
      seats: rows.flatMap((row, y) =>
        columns.map((x, at) => ({
          index: y * columns.length + at,
          label: `${row}${at + 1}`,
          row,
          number: at + 1,
          x,
          y,
          w: 1,
          category: row === "C" ? "recliner" : row === "A" && at === 0 ? "wheelchair" : "standard",
          zone: "main",
        })),
      ),
    },
  };
}
