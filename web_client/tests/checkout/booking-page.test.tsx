import { type Booking, createApi } from "@movie-magic/client-sdk/api";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, onTestFinished, test } from "vitest";

import { BookingPage } from "@/features/booking/booking-page";

import { englishApp, inApp } from "../support/app";
import { ashaSignedIn } from "../support/customer";
import { Desk } from "../support/desk";
import { aBooking, aDeclinedBooking, aPaidBooking } from "./booking";

const offered = ["mock_upi", "mock_card", "cash"].map((method) => ({
  method,
  publishable_key: null,
  script_url: null,
}));

/** A house with one booking, whose bank does as it is told. */
async function openBooking(booking: Booking): Promise<Desk> {
  let now = booking;
  const desk = await Desk.open(({ method, path }) => {
    if (path.endsWith("/approve")) now = aPaidBooking();
    if (path.endsWith("/decline")) now = aDeclinedBooking();
    if (path.endsWith("/cancel")) now = aBooking({ status: "cancelled", expires_at: null });
    if (path.endsWith("/payment")) now = aBooking({ payment: { ...aBooking().payment, id: "payment-2" } });
    if (path === "/payments/methods") return [200, { items: offered }];
    if (path.startsWith("/payments/")) return [200, { payment_id: "payment-1", status: "done" }];
    return [method === "POST" ? 201 : 200, now];
  });
  onTestFinished(() => desk.close());
  const api = createApi({ baseUrl: desk.url, locale: () => "en" });
  await api.session.adopt(ashaSignedIn);
  render(inApp(englishApp(api), <BookingPage bookingId={booking.id} />));
  return desk;
}

describe("a booking that waits for the bank", () => {
  test("opens the bank's app by itself; approving leads to the tickets with their codes", async () => {
    await openBooking(aBooking());
    await userEvent.click(await screen.findByRole("button", { name: "Approve" }));
    expect(await screen.findByRole("heading", { name: "You are going to the movies" })).toBeDefined();
    const code = screen.getByRole("img", { name: "QR code of the ticket for seat B2" });
    expect(code.getAttribute("src")).toBe("/api/tickets/code-B2/qr.svg");
  });

  test("lets the visitor choose another way after the bank said no", async () => {
    const desk = await openBooking(aBooking());
    await userEvent.click(await screen.findByRole("button", { name: "Decline" }));
    expect(await screen.findByText(/payment was declined/)).toBeDefined();
    await userEvent.click(await screen.findByRole("radio", { name: /Test card/ }));
    await userEvent.click(screen.getByRole("button", { name: "Pay ₹499.00" }));
    expect(await screen.findByRole("button", { name: "Approve" })).toBeDefined();
    expect(desk.asked.find(({ path }) => path.endsWith("/payment"))?.body).toEqual({
      payment_method: "mock_card",
    });
  });
});

describe("a booking to be paid in cash", () => {
  test("says until when and under which reference, and gives the seats back only after asking", async () => {
    const booking = aBooking();
    const desk = await openBooking(
      aBooking({
        payment: {
          id: "payment-1",
          method: "cash",
          status: "requires_action",
          decline_reason: null,
          next_action: {
            type: "pay_at_counter",
            until: booking.expires_at ?? "",
            reference: booking.reference,
          },
        },
      }),
    );
    expect(await screen.findByText("MVM-20261128-ABCD2345")).toBeDefined();
    await userEvent.click(screen.getByRole("button", { name: "Give the seats back" }));
    expect(desk.count("POST", "/booking/booking-1/cancel")).toBe(0);
    await userEvent.click(screen.getByRole("button", { name: "Give the seats back" }));
    expect(await screen.findByRole("heading", { name: "This booking was cancelled" })).toBeDefined();
    expect(desk.count("POST", "/booking/booking-1/cancel")).toBe(1);
  });
});

describe("a booking that came to nothing", () => {
  test("says that nothing was charged and leads back to the show", async () => {
    await openBooking(aBooking({ status: "expired", expires_at: null }));
    expect(await screen.findByText(/Nothing was charged/)).toBeDefined();
    expect(screen.getByRole("link", { name: "Choose seats again" }).getAttribute("href")).toBe("/shows/42");
  });
});

test("what comes back of cancelled tickets counts their points too", async () => {
  const [quote, money] = [aPaidBooking(), (amount: number) => ({ amount, currency: "INR" })];
  const desk = await Desk.open(({ path }) =>
    path.includes("/cancellation")
      ? [
          200,
          {
            seats: quote.seats,
            percent: 75,
            refund: money(30000),
            kept: money(19900),
            points: 15,
            changes_at: null,
            at_counter: false,
          },
        ]
      : [200, quote],
  );
  onTestFinished(() => desk.close());
  const api = createApi({ baseUrl: desk.url, locale: () => "en" });
  await api.session.adopt(ashaSignedIn);
  render(inApp(englishApp(api), <BookingPage bookingId={quote.id} />));
  await userEvent.click(await screen.findByRole("button", { name: "Cancel tickets" }));
  expect((await screen.findByText("Points that come back")).nextElementSibling?.textContent).toBe("15");
});
