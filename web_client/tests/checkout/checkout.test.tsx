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

async function openCheckout(routes: Routes, { signedIn = true } = {}): Promise<{ desk: Desk; api: Api }> {
  const desk = await Desk.open(
    (asked) => routes[`${asked.method} ${asked.path}`]?.(asked) ?? problem(404, "not_found"),
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
    const pay = await screen.findByRole("button", { name: "Pay ₹499.00" });
    await userEvent.dblClick(pay);
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
    });
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
    await userEvent.click(await screen.findByRole("button", { name: "Pay ₹499.00" }));
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
    await userEvent.click(await screen.findByRole("button", { name: "Pay ₹499.00" }));
    expect((await screen.findByRole("alert")).textContent).toContain("Refused: show_not_on_sale.");
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
