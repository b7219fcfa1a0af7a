import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";

import { TodayPage } from "@/features/today/today-page";

import { openHouse } from "./support/house";

const theatres = {
  items: [
    { id: 1, name: "Deccan Palace", city_name: "Hyderabad", time_zone: "Asia/Kolkata", currency: "INR" },
    { id: 2, name: "Bowery", city_name: "New York", time_zone: "America/New_York", currency: "USD" },
  ],
};

/** A show that starts in so many minutes; its theatre's day is the day it starts. */
function aShow(id: number, minutes: number, zone: string, title: string) {
  const starts = new Date(Date.now() + minutes * 60_000);
  return {
    id,
    movie: { id: 1, title, duration_minutes: 120 },
    theatre: { id: 1, name: "Deccan Palace", city: "hyderabad", city_name: "Hyderabad" },
    screen: { id: 1, name: "Screen 1" },
    starts_at: starts.toISOString(),
    local_date: new Intl.DateTimeFormat("sv-SE", { timeZone: zone }).format(new Date()),
    time_zone: zone,
    status: "on_sale",
    capacity: 200,
    sold: 12,
    reserved: 3,
  };
}

test("the staff's day is in the order in which shows start, wherever that is, and says whose clock it is", async () => {
  const shows = [
    aShow(1, 30, "Asia/Kolkata", "Second"),
    aShow(2, 60, "America/New_York", "Third"),
    aShow(3, 5, "America/New_York", "First"),
    { ...aShow(4, 5, "Asia/Kolkata", "Another day"), local_date: "2020-01-01" },
  ];
  const { desk } = await openHouse(<TodayPage />, {
    roles: ["staff"],
    answer: ({ path }) =>
      path.startsWith("/theatres")
        ? [200, theatres]
        : path.startsWith("/admin/shows")
          ? [200, { items: shows, next_cursor: null }]
          : undefined,
  });
  const table = await screen.findByRole("table", { name: "Today’s shows" });
  const rows = within(table).getAllByRole("row").slice(1);
  expect(rows.map((row) => /First|Second|Third|Another/.exec(row.textContent)?.[0])).toEqual([
    "First",
    "Second",
    "Third",
  ]);
  expect(rows[0]?.textContent).toMatch(/^\d\d:\d\d (GMT-[45]|E[SD]T)/);
  expect(rows[1]?.textContent).toMatch(/^\d\d:\d\d IST/);
  expect(rows[1]?.textContent).toContain("12 of 200");
  // Figures with money in them are not asked for: they are the managers'.
  expect(desk.calls()).not.toContain("GET /admin/analytics/today");
});
