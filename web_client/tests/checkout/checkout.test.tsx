import { type Api, createApi } from "@movie-magic/client-sdk/api";
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, onTestFinished, test, vi } from "vitest";

import { CheckoutPage } from "@/features/checkout/checkout-page";

import { englishApp, inApp } from "../support/app";
import { ashaSignedIn } from "../support/customer";
import { type Answer, type Asked, Desk } from "../support/desk";
import { aBooking, aHold } from "./booking";

const router = { push: vi.fn(), replace: vi.fn(), prefetch: vi.fn() };
vi.mock("next/navigation", () => ({ useRouter: () => router }));

const order = { holdId: "hold-1", showId: 42, seats: ["B2", "B3"] };

type Routes = Readonly<Record<string, (asked: Asked) => Answer | Promise<Answer>>>;

const problem = (status: number, code: string): Answer => [
  status,
  { type: "about:blank", title: code, status, code, detail: `Refused: ${code}.`, request_id: "r1" },
];

const offering = (...methods: string[]) => ({
  items: methods.map((method) => ({ method, publishable_key: null, script_url: null })),
});

/** The button that pays, once the ways to pay are known. */
async function payButton(name = "Pay ₹499.00"): Promise<HTMLElement> {
  const button = await screen.findByRole("button", { name });
  await waitFor(() => {
    expect(button.hasAttribute("disabled")).toBe(false);
  });
  return button;
}

async function openCheckout(routes: Routes, { signedIn = true } = {}): Promise<{ desk: Desk; api: Api }> {
  const usual: Routes = {
    "GET /payments/methods": () => [200, offering("mock_upi", "mock_card", "cash")],
    "GET /me/points?limit=1": () => [200, { balance: 0, coming: 0, items: [], next_cursor: null }],
  };
  const desk = await Desk.open(
    (asked) =>
      (routes[`${asked.method} ${asked.path}`] ?? usual[`${asked.method} ${asked.path}`])?.(asked) ??
      problem(404, "not_found"),
  );
  onTestFinished(() => desk.close());
  const api = createApi({ baseUrl: desk.url, locale: () => "en" });
  if (signedIn) {
    await api.session.adopt(ashaSignedIn);
  } else {
    await api.auth.restore();
  }
  router.replace.mockClear();
  render(inApp(englishApp(api), <CheckoutPage order={order} summary={<p>Mayabazar</p>} />));
  return { desk, api };
}

describe("checkout", () => {
  test("shows the held price, line by line and in all", async () => {
    await openCheckout({ "GET /holds/hold-1": () => [200, aHold()] });
    const lines = await screen.findByTestId("price-lines");
    expect(lines.textContent).toContain("standard × 2₹440.00");
    expect(lines.textContent).toContain("Convenience fee₹59.00");
    expect(screen.getByTestId("total").textContent).toBe("₹499.00");
  });

  test("makes one booking of two presses, and goes to its page", async () => {
    let answer: () => void = () => undefined;
    const pressedTwice = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const { desk } = await openCheckout({
      "GET /holds/hold-1": () => [200, aHold()],
      "POST /booking": async () => {
        await pressedTwice;
        return [201, aBooking()];
      },
      "GET /booking/booking-1": () => [200, aBooking()],
    });
    await userEvent.dblClick(await payButton());
    expect(screen.getByRole("button", { name: "Booking your seats…" }).hasAttribute("disabled")).toBe(true);
    answer();
    await waitFor(() => {
      expect(router.replace).toHaveBeenCalledWith("/bookings/booking-1");
    });
    expect(desk.count("POST", "/booking")).toBe(1);
    expect(desk.asked.find(({ path }) => path === "/booking")?.body).toEqual({
      user_id: "user-1",
      show_id: 42,
      seats: ["B2", "B3"],
      payment_method: "mock_upi",
      hold_id: "hold-1",
      promo: null,
      points: 0,
    });
  });

  test("says before cash is chosen that what is reserved has a deadline of its own", async () => {
    await openCheckout({ "GET /holds/hold-1": () => [200, aHold()] });
    const cash = await screen.findByRole("radio", { name: /^Cash at the counter/ });
    expect(cash.closest("label")?.textContent).toContain("this timer no longer counts");
  });

  test("offers the ways to pay that the house has, and asks again when they could not be had", async () => {
    let asked = 0;
    await openCheckout({
      "GET /holds/hold-1": () => [200, aHold()],
      "GET /payments/methods": () => {
        asked += 1;
        return asked === 1 ? problem(429, "rate_limited") : [200, offering("stripe", "cash")];
      },
    });
    await userEvent.click(await screen.findByRole("button", { name: "Try again" }));
    expect((await screen.findAllByRole("radio")).map((radio) => radio.getAttribute("value"))).toEqual([
      "stripe",
      "cash",
    ]);
    expect(screen.getByRole("radio", { checked: true }).getAttribute("value")).toBe("stripe");
  });

  const reduced = (promotion: number, points: number) => {
    const { quote } = aHold();
    const [seats] = quote.lines;
    if (seats === undefined) throw new Error("a hold has lines");
    const line = (kind: "promotion" | "points", amount: number, quantity: number | null) => ({
      ...seats,
      kind,
      label: kind === "promotion" ? "First show" : "Points",
      amount,
      quantity,
      unit_amount: null,
      category: null,
    });
    return {
      ...quote,
      lines: [
        ...quote.lines,
        ...(promotion ? [line("promotion", -promotion, null)] : []),
        ...(points ? [line("points", -points * 100, points)] : []),
      ],
      total: { amount: quote.total.amount - promotion - points * 100, currency: "INR" },
    };
  };

  test("takes a promotion and points off the price, and books at what was shown", async () => {
    const { desk } = await openCheckout({
      "GET /holds/hold-1": () => [200, aHold()],
      "GET /me/points?limit=1": () => [200, { balance: 120, coming: 0, items: [], next_cursor: null }],
      "POST /holds/hold-1/quote": ({ body }) => {
        const { promo, points } = body as { promo: string | null; points: number };
        if (promo === "WRONG") return problem(422, "unknown_promotion");
        return [200, reduced(promo === null ? 0 : 9900, points)];
      },
      "POST /booking": () => [201, aBooking()],
      "GET /booking/booking-1": () => [200, aBooking()],
    });
    const code = await screen.findByLabelText("Promotion code");
    await userEvent.type(code, "WRONG{Enter}");
    expect((await screen.findByRole("alert")).textContent).toBe("There is no such promotion code.");
    await userEvent.clear(code);
    await userEvent.type(code, "FIRST{Enter}");
    expect(await screen.findByText("FIRST is applied")).toBeDefined();
    const points = screen.getByRole<HTMLInputElement>("checkbox", { name: "Use my points (120)" });
    points.click();
    // Ticked at once, before the house has said what it makes of the price.
    expect(points.checked).toBe(true);
    expect(await screen.findByRole("checkbox", { name: "120 points used, 0 left" })).toBeDefined();
    const lines = screen.getByTestId("price-lines");
    expect(lines.textContent).toContain("First show-₹99.00");
    expect(lines.textContent).toContain("120 points-₹120.00");
    await userEvent.click(await payButton("Pay ₹280.00"));
    await waitFor(() => {
      expect(desk.asked.find(({ path }) => path === "/booking")?.body).toMatchObject({
        promo: "FIRST",
        points: 120,
      });
    });
  });

  test("asks for no way to pay where points pay all of it", async () => {
    await openCheckout({
      "GET /holds/hold-1": () => [200, aHold()],
      "GET /me/points?limit=1": () => [200, { balance: 499, coming: 0, items: [], next_cursor: null }],
      "POST /holds/hold-1/quote": () => [200, reduced(0, 499)],
    });
    await userEvent.click(await screen.findByRole("checkbox", { name: "Use my points (499)" }));
    expect(await screen.findByText("There is nothing left to pay.")).toBeDefined();
    expect(screen.queryByRole("radio")).toBeNull();
    expect(await payButton("Take the tickets")).toBeDefined();
  });

  test("sends the same key again when the answer was lost, so that there is still one booking", async () => {
    let asked = 0;
    const { desk } = await openCheckout({
      "GET /holds/hold-1": () => [200, aHold()],
      "POST /booking": () => {
        asked += 1;
        return asked === 1 ? [200, null] : [201, aBooking()];
      },
      "GET /booking/booking-1": () => [200, aBooking()],
    });
    await userEvent.click(await payButton());
    expect(await screen.findByText(/Trying again cannot book twice/)).toBeDefined();
    await userEvent.click(screen.getByRole("button", { name: "Pay ₹499.00" }));
    await waitFor(() => {
      expect(router.replace).toHaveBeenCalledWith("/bookings/booking-1");
    });
    const keys = desk.asked
      .filter(({ path }) => path === "/booking")
      .map(({ headers }) => headers["idempotency-key"]);
    expect(keys).toHaveLength(2);
    expect(new Set(keys).size).toBe(1);
  });

  test("keeps the seats and says why when the house refuses", async () => {
    await openCheckout({
      "GET /holds/hold-1": () => [200, aHold()],
      "POST /booking": () => problem(409, "show_not_on_sale"),
    });
    await userEvent.click(await payButton());
    expect((await screen.findByRole("alert")).textContent).toContain("Tickets for this show are not on sale");
    expect(screen.getByRole("timer")).toBeDefined();
  });

  test("says that the time is up, that nothing was charged, and leads back to the seats", async () => {
    await openCheckout({ "GET /holds/hold-1": () => problem(410, "hold_gone") });
    expect(await screen.findByRole("heading", { name: "The time is up" })).toBeDefined();
    expect(screen.getByText(/nothing was charged/)).toBeDefined();
    expect(screen.getByRole("link", { name: "Choose seats again" }).getAttribute("href")).toBe("/shows/42");
  });

  test("lets a stranger sign in without losing the seats", async () => {
    const { desk } = await openCheckout(
      {
        "GET /holds/hold-1": () => [200, aHold()],
        "POST /auth/login": () => [200, ashaSignedIn],
      },
      { signedIn: false },
    );
    expect(await screen.findByText("Sign in to finish. Your seats stay held meanwhile.")).toBeDefined();
    expect(screen.getByRole("timer")).toBeDefined();
    await userEvent.type(await screen.findByLabelText("Email"), "asha@example.com");
    await userEvent.type(screen.getByLabelText("Password"), "correct horse battery");
    const form = screen.getByLabelText("Password").closest("form");
    await userEvent.click(form?.querySelector<HTMLButtonElement>('[type="submit"]') ?? document.body);
    expect(await screen.findByRole("button", { name: "Pay ₹499.00" })).toBeDefined();
    expect(desk.count("DELETE", "/holds/hold-1")).toBe(0);
  });
});
