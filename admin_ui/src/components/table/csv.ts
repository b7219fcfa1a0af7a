import { type CellValue, type Column } from "./column";

/** A text that a spreadsheet would take for a formula and run. */
const formula = /^[=+\-@\t\r]/;

function field(value: CellValue): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  // An apostrophe is how a spreadsheet is told that a text is one.
  const text = formula.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * Writes rows as a file of comma-separated values (RFC 4180), with a line of headings first.
 *
 * Values are written as they are kept, not as they look: minor units stay numbers that can be added. What a customer
 * wrote cannot become a formula.
 */
export function toCsv<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const lines = [
    columns.map(({ header }) => field(header)),
    ...rows.map((row) => columns.map(({ value }) => field(value(row)))),
  ];
  return lines.map((line) => `${line.join(",")}\r\n`).join("");
}

/** Has the browser keep a text as a file. */
export function keepFile(name: string, text: string): void {
  // The mark at the beginning is what makes a spreadsheet read the rest as UTF-8.
  const address = URL.createObjectURL(new Blob(["\uFEFF", text], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
