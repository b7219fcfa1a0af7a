import { screen } from "@testing-library/react";
import { expect, test } from "vitest";

import { AuditPage } from "@/features/audit/audit-page";

import { openHouse } from "./support/house";

const entry = (id: number, subject: string, after: object) => ({
  id,
  at: "2026-11-28T10:00:00+05:30",
  actor_id: "user-1",
  actor_name: "Priya",
  actor_email: "priya@example.com",
  action: "price.apply",
  subject,
  before: null,
  after,
  reason: null,
  address: "127.0.0.1",
});

test("a number of shows does not read as one show's id, and a single one is named", async () => {
  const items = [
    entry(1, "shows:1", { 417: { standard: 24000 } }),
    entry(2, "shows:3", { 4: {}, 5: {}, 6: {} }),
    entry(3, "show:7", {}),
  ];
  await openHouse(<AuditPage />, {
    roles: ["admin"],
    answer: ({ path }) => (path.startsWith("/admin/audit") ? [200, { items, next_cursor: null }] : undefined),
  });
  for (const said of ["1 show: number 417", "3 shows", "Show 7"])
    expect(await screen.findByRole("cell", { name: said })).toBeTruthy();
});
