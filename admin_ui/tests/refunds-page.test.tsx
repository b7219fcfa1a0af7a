import { screen, within } from "@testing-library/react";
import { describe, expect, test } from "vitest";

import { RefundsPage } from "@/features/refunds/refunds-page";

import { type Asked } from "./support/desk";
import { openHouse } from "./support/house";

function refund(id: string, more: object) {
  return {
    id,
    booking_id: `b-${id}`,
    booking_reference: `MVM-${id}`,
    payment_id: `p-${id}`,
    customer: { id: "u-1", name: "Asha Rao", email: "asha@example.com" },
    show: {
      id: 7,
      movie_title: "Mayabazar",
      theatre: { id: 1, name: "Deccan Palace", city: "hyderabad", city_name: "Hyderabad" },
      screen: { id: 1, name: "Screen 1" },
      starts_at: "2026-03-01T18:30:00+05:30",
      time_zone: "Asia/Kolkata",
    },
    amount: { amount: 22000, currency: "INR" },
    status: "pending",
    reason: "customer_cancelled",
    method: "cash",
    at_counter: true,
    attempts: 0,
    due_at: null,
    provider_reference: null,
    last_error: null,
    created_at: "2026-02-28T10:00:00+05:30",
    settled_at: null,
    ...more,
  };
}

const page = {
  items: [
    refund("CASH", {}),
    refund("STUCK", { status: "needs_attention", method: "stripe", at_counter: false, customer: null }),
    refund("AWAY", { method: "stripe", at_counter: false }),
  ],
  next_cursor: null,
};

function answer({ method, path }: Asked): readonly [number, unknown] | undefined {
  if (method === "GET" && path.startsWith("/admin/refunds")) return [200, page];
  if (path.endsWith("/paid")) return [200, refund("CASH", { status: "succeeded", at_counter: false })];
  return undefined;
}

describe("refunds", () => {
  test("tell a clerk whose money it is and what for, and that it was handed over", async () => {
    const { user, desk } = await openHouse(<RefundsPage />, { roles: ["staff"], answer });
    const row = await screen.findByRole("row", { name: /MVM-CASH/ });
    for (const said of [
      "Asha Rao",
      "asha@example.com",
      "Mayabazar",
      /Deccan Palace, .*18:30|Deccan Palace, .*6:30/,
      /220\.00/,
      "Cash at the counter",
      "Waits at the counter",
      "The customer cancelled",
    ])
      expect(within(row).getByText(said)).toBeTruthy();
    expect(within(row).queryByRole("button", { name: /^Try/ })).toBeNull();
    await user.click(within(row).getByRole("button", { name: /MVM-CASH was paid by hand$/ }));
    const dialog = await screen.findByRole("dialog");
    await user.type(within(dialog).getByLabelText("Reason"), "From the till");
    await user.click(within(dialog).getByRole("button", { name: "Paid by hand" }));
    expect(await screen.findByText("It is written down as paid.")).toBeTruthy();
    expect(desk.sent("POST /admin/refunds/CASH/paid")).toEqual([{ reason: "From the till" }]);
  });

  test.each([
    ["staff", ["Paid by hand"]],
    ["manager", ["Try again", "Paid by hand"]],
  ])(
    "of a provider's that nobody pays offer %s %j, and nothing while it is on its way",
    async (role, ways) => {
      await openHouse(<RefundsPage />, { roles: [role], answer });
      const stuck = await screen.findByRole("row", { name: /MVM-STUCK/ });
      expect(
        within(stuck)
          .getAllByRole("button")
          .map(({ textContent }) => textContent),
      ).toEqual(ways);
      expect(within(stuck).getByText("Nobody by name")).toBeTruthy();
      const away = screen.getByRole("row", { name: /MVM-AWAY/ });
      expect(within(away).queryAllByRole("button")).toEqual([]);
    },
  );
});
