import { type ReactNode } from "react";

/** What a cell is worth, to sort by and to write into a file; null where there is nothing to say. */
export type CellValue = string | number | null;

/** One column of a table. */
export interface Column<Row> {
  /** Short and lasting: it stands in addresses and in files. */
  readonly id: string;
  /** What people read above it. */
  readonly header: string;
  readonly value: (row: Row) => CellValue;
  /** How it looks; the value as it is unless told. */
  readonly cell?: (row: Row) => ReactNode;
  /** Numbers and prices stand at the end, so that their digits line up. */
  readonly align?: "end";
  /** Whether it can be sorted by; every column of a table that has all its rows can, unless told. */
  readonly sortable?: boolean;
  /** Whether it may be put away; the first column never may. */
  readonly hidable?: boolean;
}

/** Which column is sorted by, and which way. */
export interface Sorting {
  readonly column: string;
  readonly descending: boolean;
}

/** Reads `-change` or `change`; null for no sorting. */
export function parseSorting(text: string | null): Sorting | null {
  if (text === null || text === "" || text === "-") return null;
  return text.startsWith("-")
    ? { column: text.slice(1), descending: true }
    : { column: text, descending: false };
}

/** The text that {@link parseSorting} reads. */
export function sortingText(sorting: Sorting): string {
  return `${sorting.descending ? "-" : ""}${sorting.column}`;
}

const moment = /^\d{4}-\d{2}-\d{2}T/;

/** The order of two values: numbers by size, moments by time, words as the language sorts them; nothing is last. */
export function compareValues(
  one: CellValue,
  other: CellValue,
  descending: boolean,
  collator: Intl.Collator,
) {
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  const [first, second] = [sizeOf(one), sizeOf(other)];
  const order =
    typeof first === "number" && typeof second === "number"
      ? first - second
      : collator.compare(String(one), String(other));
  return descending ? -order : order;
}

/** Moments of different offsets sort by when they are, not by how they are written. */
function sizeOf(value: string | number): string | number {
  return typeof value === "string" && moment.test(value) ? Date.parse(value) : value;
}
