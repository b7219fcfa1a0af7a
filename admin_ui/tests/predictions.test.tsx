import { type Prediction } from "@movie-magic/client-sdk/staff";
import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, test } from "vitest";

import { stateOf } from "@/features/predictions/columns";
import { earningsOf, ticketsOf } from "@/features/predictions/figures";
import { mayBeApplied, wantedOf } from "@/features/predictions/filter";
import { OverrideDialog } from "@/features/predictions/override-dialog";
import { PredictionsPage } from "@/features/predictions/predictions-page";

import { type Answer, type Asked, refusal } from "./support/desk";
import { aPrediction, openHouse } from "./support/house";

function houseOf(items: readonly Prediction[], more: (asked: Asked) => Answer | undefined = () => undefined) {
  return (asked: Asked): Answer | undefined => {
    if (asked.method === "GET" && asked.path === "/admin/predictions")
      return [200, { model_version: "blend-14", as_of: "2026-11-27T12:00:00Z", items }];
    return more(asked);
  };
}

const noReasons = { typical_tickets: 92, exact: true, items: [] };
const overridden = { reason: "Holidays", until: "2026-11-28T14:00:00Z", by: null };

describe("the shows that are wanted", () => {
  const items = [
    aPrediction(1, { movie_title: "Mayabazar" }),
    aPrediction(2, { theatre: { id: 2, name: "Galaxy", city: "Mumbai" }, starts_at: "2026-11-28T19:00:00Z" }),
    aPrediction(3, { override: overridden, change_percent: 0, may_apply: false }),
    aPrediction(4, { held_out: true, may_apply: false }),
  ];
  const zoneOf = () => "Asia/Kolkata";
  const ids = (wanted: Partial<Parameters<typeof wantedOf>[1]>) =>
    wantedOf(items, { words: "", theatre: "", day: "", kind: "", ...wanted }, zoneOf).map(
      ({ show_id }) => show_id,
    );

  test("are found by film, theatre, and what decides their price", () => {
    expect(ids({})).toEqual([1, 2, 3, 4]);
    expect(ids({ words: "maya" })).toEqual([1]);
    expect(ids({ words: "galaxy" })).toEqual([2]);
    expect(ids({ theatre: "2" })).toEqual([2]);
    expect(ids({ kind: "override" })).toEqual([3]);
    expect(ids({ kind: "change" })).toEqual([1, 2]);
  });

  test("are found by the day on the theatre's calendar, not on London's", () => {
    // 19:00 UTC is half past midnight in Mumbai.
    expect(ids({ day: "2026-11-29" })).toEqual([2]);
  });

  test("say the strongest of what decides their price", () => {
    expect(stateOf(aPrediction(1, { override: overridden, held_out: true }))).toBe("override");
    expect(stateOf(aPrediction(1, { automatic: false }))).toBe("manual");
    expect(stateOf(aPrediction(1, { source: "ml" }))).toBe("ml");
  });

  test("may be changed where the server says that applying would", () => {
    expect(mayBeApplied(aPrediction(1))).toBe(true);
    expect(mayBeApplied(aPrediction(1, { may_apply: false }))).toBe(false);
  });
});

describe("figures of some shows", () => {
  const cents = (amount: number, currency = "INR") => ({ amount, currency });

  test("add up as they are shown, in each currency", () => {
    const rows = [
      aPrediction(1, {
        booked_revenue: cents(100_050),
        expected_revenue: cents(250_120),
        recommended_revenue: cents(260_000),
      }),
      aPrediction(2, {
        booked_revenue: cents(200_090),
        expected_revenue: cents(400_130),
        recommended_revenue: cents(400_160),
      }),
      aPrediction(3, {
        booked_revenue: cents(0, "JPY"),
        expected_revenue: cents(1_800, "JPY"),
        recommended_revenue: cents(1_900, "JPY"),
      }),
    ];
    expect(earningsOf(rows)).toEqual([
      {
        booked: cents(300_100),
        toCome: cents(350_200),
        expected: cents(650_300),
        recommended: cents(660_200),
      },
      {
        booked: cents(0, "JPY"),
        toCome: cents(1_800, "JPY"),
        expected: cents(1_800, "JPY"),
        recommended: cents(1_900, "JPY"),
      },
    ]);
    for (const { booked, toCome, expected } of earningsOf(rows))
      expect(booked.amount + toCome.amount).toBe(expected.amount);
    expect(earningsOf([])).toEqual([]);
  });

  test("count tickets that are sold and those to come", () => {
    const rows = [
      aPrediction(1, { sold: 40, expected_tickets: 120.4 }),
      aPrediction(2, { sold: 10, expected_tickets: 20.4 }),
    ];
    expect(ticketsOf(rows)).toEqual({ expected: 141, sold: 50, toCome: 91 });
  });

  test("are named for what they are", async () => {
    await openHouse(<PredictionsPage />, { roles: ["manager"], answer: houseOf([aPrediction(1)]) });
    const name = await screen.findByText("Revenue expected, booked and to come");
    expect(name.parentElement?.textContent).toContain(
      "₹26,400₹8,800 booked + ₹17,600 to come. With the rest at recommended prices: ₹27,700.",
    );
  });
});

describe("the page of predictions", () => {
  test("says of each show what is expected, and what it had better cost", async () => {
    await openHouse(<PredictionsPage />, { roles: ["manager"], answer: houseOf([aPrediction(1)]) });
    const row = (await screen.findByRole("button", { name: /Film 1/ })).closest("tr") as HTMLElement;
    expect(
      within(row).getByRole("img", { name: "120 tickets expected, 100 to 140, of 200 seats; 40 sold" }),
    ).toBeTruthy();
    expect(row.textContent).toContain("₹250");
    expect(row.textContent).toContain("+13.6");
  });

  test("applies what was chosen, and says which prices were left as they are, and why", async () => {
    const items = [aPrediction(1), aPrediction(2), aPrediction(3, { held_out: true, may_apply: false })];
    const { user, desk } = await openHouse(<PredictionsPage />, {
      roles: ["manager"],
      answer: houseOf(items, ({ path }) =>
        path === "/admin/predictions/apply"
          ? [
              200,
              {
                items: [1, 2].map((show_id) => ({
                  show_id,
                  applied: show_id === 1,
                  from: aPrediction(1).current_price,
                  to: aPrediction(1).next_price,
                  goal: aPrediction(1).recommended_price,
                  steps_to_goal: 1,
                  next_step_at: "2026-11-27T15:00:00Z",
                  goal_at: "2026-11-27T15:00:00Z",
                  categories:
                    show_id === 1
                      ? [
                          {
                            category: "standard",
                            from: aPrediction(1).current_price,
                            to: aPrediction(1).next_price,
                            goal: aPrediction(1).recommended_price,
                          },
                        ]
                      : [],
                  why: show_id === 1 ? null : "switched_off",
                })),
              },
            ]
          : undefined,
      ),
    });
    await user.click(await screen.findByRole("checkbox", { name: "Choose every row of this page" }));
    await user.click(screen.getByRole("button", { name: "Apply to 2 shows" }));
    const asked = screen.getByRole("dialog");
    // What is set now is one step; the goal, and when it is reached, stand beside it.
    expect(within(asked).getAllByText("₹240")).toHaveLength(2);
    expect(
      within(asked).getAllByText("The goal is ₹250: 2 steps, there at the soonest Fri, 27 Nov, 20:30 IST."),
    ).toHaveLength(2);
    // Two shows of one film at one theatre are told apart.
    expect(asked.textContent).toContain("Film 2Sat, 28 Nov, 19:30 · Deccan Palace · Screen 1");
    await user.click(within(asked).getByRole("button", { name: "Apply" }));
    expect(await screen.findByText("Its theatre’s prices do not move by themselves.")).toBeTruthy();
    const told = screen.getByRole("dialog");
    expect(told.textContent).toContain(
      "Film 1Sat, 28 Nov, 19:30 · Deccan Palace · Screen 1standard₹220 → ₹240The goal is ₹250: 1 step",
    );
    expect(desk.asked.find(({ path }) => path.endsWith("/apply"))?.body).toEqual({ show_ids: [1, 2] });
    expect(screen.getAllByText("1 price changed.").length).toBeGreaterThan(0);
  });

  test("says from when on a price can be moved that was moved a short while ago", async () => {
    const waiting = {
      may_apply: false,
      current_price: aPrediction(2).next_price,
      next_step_at: "2026-11-27T14:30:00Z",
      goal_at: "2026-11-27T14:30:00Z",
      steps_to_goal: 1,
    };
    const { user } = await openHouse(<PredictionsPage />, {
      roles: ["manager"],
      answer: houseOf([aPrediction(1)], ({ path, method }) =>
        path === "/admin/predictions/1"
          ? [200, { ...aPrediction(2, waiting), explanation: noReasons, grid: [] }]
          : method === "POST" && path === "/admin/predictions/apply"
            ? [
                200,
                {
                  items: [
                    {
                      show_id: 1,
                      applied: false,
                      from: waiting.current_price,
                      to: waiting.current_price,
                      goal: aPrediction(1).recommended_price,
                      steps_to_goal: 1,
                      next_step_at: waiting.next_step_at,
                      goal_at: waiting.goal_at,
                      categories: [],
                      why: "too_soon",
                    },
                  ],
                },
              ]
            : undefined,
      ),
    });
    // Moved by somebody else since the list was read: nothing changes, and it says when it can.
    await user.click(await screen.findByRole("checkbox", { name: "Choose every row of this page" }));
    await user.click(screen.getByRole("button", { name: "Apply to 1 show" }));
    await user.click(within(screen.getByRole("dialog")).getByRole("button", { name: "Apply" }));
    expect(
      await screen.findByText(
        "Its price was moved a short while ago. The next step can be made from Fri, 27 Nov, 20:00 IST.",
      ),
    ).toBeTruthy();
    await user.keyboard("{Escape}");
    await user.click(screen.getByRole("button", { name: /Film 1/ }));
    const drawer = await screen.findByRole("dialog");
    expect(
      await within(drawer).findByText(
        "The next step can be made from Fri, 27 Nov, 20:00 IST. The goal is ₹250: 1 step, there at the soonest Fri, 27 Nov, 20:00 IST.",
      ),
    ).toBeTruthy();
    expect(within(drawer).getByRole("button", { name: "Nothing to apply" }).hasAttribute("disabled")).toBe(
      true,
    );
  });

  test("chooses nothing that a filter has put out of sight", async () => {
    const items = [aPrediction(1), aPrediction(2)];
    const { user } = await openHouse(<PredictionsPage />, { roles: ["manager"], answer: houseOf(items) });
    await user.click(await screen.findByRole("checkbox", { name: "Choose every row of this page" }));
    expect(screen.getByText("2 chosen")).toBeTruthy();
    await user.type(screen.getByRole("searchbox"), "Film 2{Enter}");
    expect(await screen.findByText("1 chosen")).toBeTruthy();
  });

  test("opens one show, with why and what other prices would bring, at an address of its own", async () => {
    const detail = {
      ...aPrediction(1),
      explanation: {
        typical_tickets: 92,
        exact: true,
        items: [{ feature: "hour", meaning: "The hour it starts", value: 19.5, contribution: 28 }],
      },
      grid: [
        {
          price: { amount: 20_000, currency: "INR" },
          expected_tickets: 130,
          expected_revenue: { amount: 2_600_000, currency: "INR" },
        },
        {
          price: { amount: 25_000, currency: "INR" },
          expected_tickets: 115,
          expected_revenue: { amount: 2_875_000, currency: "INR" },
        },
      ],
    };
    const { user, address } = await openHouse(<PredictionsPage />, {
      roles: ["manager"],
      answer: houseOf([aPrediction(1)], ({ path }) =>
        path === "/admin/predictions/1" ? [200, detail] : undefined,
      ),
    });
    await user.click(await screen.findByRole("button", { name: /Film 1/ }));
    const drawer = await screen.findByRole("dialog");
    expect(await within(drawer).findByText("The hour it starts")).toBeTruthy();
    expect(within(drawer).getByText("Most is expected at ₹250: ₹28,750.")).toBeTruthy();
    expect(address()).toBe("/?show=1");
    await user.keyboard("{Escape}");
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(address()).toBe("/");
  });
});

describe("a price that a person sets", () => {
  const set = async (answer: (asked: Asked) => Answer | undefined) => {
    const house = await openHouse(<OverrideDialog show={aPrediction(7)} onClose={() => undefined} />, {
      roles: ["manager"],
      answer,
    });
    await screen.findByRole("dialog");
    return house;
  };

  test("is sent in minor units, with its reason and a moment on the theatre's clock", async () => {
    const { user, desk } = await set(({ method }) => (method === "POST" ? [200, aPrediction(7)] : undefined));
    await waitFor(() => {
      expect(desk.calls()).toContain("GET /theatres");
    });
    const price = screen.getByLabelText("Price in INR");
    await user.clear(price);
    await user.type(price, "199.50");
    await user.type(screen.getByLabelText("Reason"), "School holidays");
    await user.click(screen.getByRole("button", { name: "Set the price" }));
    await waitFor(() => {
      expect(desk.asked.find(({ method }) => method === "POST")?.body).toMatchObject({
        price: 19_950,
        reason: "School holidays",
      });
    });
    const sent = desk.asked.find(({ method }) => method === "POST")?.body as { until: string };
    expect(sent.until).toBe("2026-11-28T14:00:00.000Z");
  });

  test("is not sent where it is out of bounds, or without a reason", async () => {
    const { user, desk } = await set(() => undefined);
    const price = screen.getByLabelText("Price in INR");
    await user.clear(price);
    await user.type(price, "500");
    await user.click(screen.getByRole("button", { name: "Set the price" }));
    expect(await screen.findByText("From ₹176 to ₹275.")).toBeTruthy();
    expect(screen.getByText("Please say why, in at least three letters.")).toBeTruthy();
    expect(price.getAttribute("aria-invalid")).toBe("true");
    expect(desk.calls()).not.toContain("POST /admin/shows/7/override");
  });

  test("shows beside the field what the server finds wrong with it", async () => {
    const { user } = await set(({ method }) =>
      method === "POST"
        ? refusal(422, "invalid", { errors: [{ field: "until", code: "past", message: "lies in the past" }] })
        : undefined,
    );
    await user.type(screen.getByLabelText("Reason"), "School holidays");
    await user.click(screen.getByRole("button", { name: "Set the price" }));
    const until = screen.getByLabelText(/^Until/);
    await waitFor(() => {
      expect(until.getAttribute("aria-invalid")).toBe("true");
    });
    const described = (until.getAttribute("aria-describedby") ?? "").split(" ");
    expect(described.map((id) => document.getElementById(id)?.textContent)).toContain("Lies in the past");
    expect(document.activeElement).toBe(until);
  });
});
