import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";

import { HistoryPage } from "@/features/prices/history-page";

import { openHouse } from "./support/house";

const rupees = (amount: number) => ({ amount: amount * 100, currency: "INR" });

const change = (id: number, from: number | null, to: number, more: object) => ({
  id,
  at: `2026-11-2${id}T08:00:00+05:30`,
  source: "ml",
  category: "standard",
  from: from === null ? null : rupees(from),
  to: rupees(to),
  prices: { standard: to * 100 },
  multiplier: null,
  model_version: null,
  why: "recommended",
  reason: null,
  by: null,
  ...more,
});

test("a price's history begins at the opening, and says in words why it changed", async () => {
  const items = [
    change(4, 240, 250, { why: "frozen_by_law" }),
    change(3, 230, 240, { source: "override", why: "by_hand", reason: "A premiere" }),
    change(1, 220, 230, { model_version: "boosting-123d8723" }),
    change(0, null, 220, { source: "base", why: "opened" }),
  ];
  await openHouse([{ path: "/shows/:showId/prices", element: <HistoryPage /> }], {
    at: "/shows/7/prices",
    roles: ["manager"],
    answer: ({ path }) =>
      path.startsWith("/admin/shows/7/prices") ? [200, { items, next_cursor: null }] : undefined,
  });
  expect(await screen.findByText("Prices are those of this category: standard.")).toBeTruthy();
  expect(document.body.textContent).not.toContain("boosting-");
  const table = await screen.findByRole("table", { name: "Price history" });
  const rows = within(table)
    .getAllByRole("row")
    .slice(1)
    .map((row) =>
      within(row)
        .getAllByRole("cell")
        .map(({ textContent }) => textContent),
    );
  expect(rows).toEqual([
    ["₹240", "₹250", "Forecast", "", "Frozen by law"],
    ["₹230", "₹240", "A person", "", "Set by hand: A premiere"],
    ["₹220", "₹230", "Forecast", "", "The forecast recommended it"],
    ["–", "₹220", "Price list", "", "The price at opening"],
  ]);
});
