import { describe, expect, onTestFinished, test, vi } from "vitest";

import { type Booking, memoryStorage, type TextStorage } from "../../src/api/index.ts";
import { CheckoutFlow, type CheckoutState } from "../../src/checkout/index.ts";
import { type Answer, type ApiServer, problem, type Seen, startApiServer } from "../support/api-server.ts";
import { aBooking, aHold, inMs } from "../support/samples.ts";

type Override = (seen: Seen) => Answer | null;

/** A house that keeps one booking per key, as the real one does. */
async function aHouse(override: Override = () => null) {
  const byKey = new Map<string, Booking>();
  const house: { booking: Booking; bookings: () => number } = {
    booking: aBooking(),
    bookings: () => byKey.size,
  };
  const server = await startApiServer((seen) => {
    const special = override(seen);
    if (special !== null) return special;
    const [, , second, third] = seen.path.split("/");
    if (seen.method === "POST" && seen.path === "/booking") {
      const key = String(seen.headers["idempotency-key"]);
      const known = byKey.get(key);
      if (known === undefined) byKey.set(key, (house.booking = aBooking({ id: `b-${byKey.size + 1}` })));
      return { status: known === undefined ? 201 : 200, body: house.booking, afterMs: 10 };
    }
    if (third === "cancel") house.booking = { ...house.booking, status: "cancelled" };
    if (third === "payment") house.booking = aBooking({ id: house.booking.id, payment: { id: "p-2" } });
    if (second === "mock") {
      const approved = seen.path.endsWith("approve");
      house.booking = approved
        ? aBooking({
            id: house.booking.id,
            status: "confirmed",
            payment: { status: "succeeded", next_action: null },
          })
        : aBooking({ id: house.booking.id, payment: { status: "declined", next_action: null } });
      return { body: { payment_id: "p-1", status: approved ? "succeeded" : "declined" } };
    }
    return { body: house.booking };
  });
  return { server, house };
}

function aCheckout(server: ApiServer, storage: TextStorage = memoryStorage(), hold = aHold()) {
  const api = server.client({ storage });
  const flow = new CheckoutFlow({
    hold,
    userId: "u-1",
    bookings: api.bookings,
    payments: api.payments,
    clock: api.clock,
    storage,
    pollMs: 20,
  });
  const states: string[] = [];
  flow.subscribe(() => states.push(flow.state.status));
  onTestFinished(() => {
    flow.dispose();
  });
  return { flow, states };
}

function inState<Status extends CheckoutState["status"]>(
  flow: CheckoutFlow,
  status: Status,
): Extract<CheckoutState, { status: Status }> {
  expect(flow.state.status).toBe(status);
  return flow.state as Extract<CheckoutState, { status: Status }>;
}

const until = (flow: CheckoutFlow, status: CheckoutState["status"]) =>
  vi.waitFor(() => inState(flow, status));

const posts = (server: ApiServer) =>
  server.seen.filter(({ method, path }) => method === "POST" && path === "/booking");
const keys = (server: ApiServer) => posts(server).map(({ headers }) => headers["idempotency-key"]);

describe("a purchase", () => {
  test("goes from the order to the tickets", async () => {
    const { server } = await aHouse();
    const { flow, states } = aCheckout(server);
    await inState(flow, "reviewing").pay("mock_upi");
    await inState(flow, "awaiting-payment").bank?.approve();
    await until(flow, "confirmed");
    expect(states.filter((state, at) => state !== states[at - 1])).toEqual([
      "booking",
      "awaiting-payment",
      "settling",
      "confirmed",
    ]);
    expect(posts(server)[0]?.body).toEqual({
      user_id: "u-1",
      show_id: 42,
      seats: ["F12", "F13"],
      payment_method: "mock_upi",
      hold_id: "h-1",
      promo: null,
      points: 0,
    });
  });

  test("takes off the price what was promised, and the same again when it is sent again", async () => {
    const { server } = await aHouse();
    const storage = memoryStorage();
    const { flow } = aCheckout(server, storage);
    const reductions = { promo: "TWENTY", points: 50 };
    await inState(flow, "reviewing").pay("mock_upi", reductions);
    flow.dispose();
    const kept = storage.get("mm.checkout.h-1") ?? "";
    storage.set("mm.checkout.h-1", JSON.stringify({ ...(JSON.parse(kept) as object), bookingId: null }));
    await aCheckout(server, storage).flow.start();
    expect(posts(server).map(({ body }) => body)).toEqual([
      expect.objectContaining(reductions),
      expect.objectContaining(reductions),
    ]);
    expect(new Set(keys(server)).size).toBe(1);
  });

  test("by the card network's form asks the server as soon as the form is done", async () => {
    const stripe = {
      type: "stripe",
      client_secret: "pi_1_secret_2",
      publishable_key: "pk_test_1",
      script_url: "https://js.example/v3/",
    } as const;
    const waiting = aBooking({ id: "b-1", payment: { method: "stripe", next_action: stripe } });
    let paid = false;
    const { server, house } = await aHouse(({ path }) => {
      if (path.endsWith("/check")) paid = true;
      return paid
        ? {
            body: aBooking({
              id: "b-1",
              status: "confirmed",
              payment: { status: "succeeded", next_action: null },
            }),
          }
        : path === "/booking" || path === "/booking/b-1"
          ? { body: waiting }
          : null;
    });
    house.booking = waiting;
    const { flow, states } = aCheckout(server);
    await inState(flow, "reviewing").pay("stripe");
    const { card, bank } = inState(flow, "awaiting-payment");
    expect(bank).toBeNull();
    expect(card).toMatchObject({ clientSecret: "pi_1_secret_2", publishableKey: "pk_test_1" });
    await card?.confirmed();
    inState(flow, "confirmed");
    expect(states).toContain("settling");
  });

  test("can be paid another way while the bank is awaited", async () => {
    const { server } = await aHouse();
    const { flow } = aCheckout(server);
    await inState(flow, "reviewing").pay("mock_upi");
    await inState(flow, "awaiting-payment").payAgain("mock_card");
    expect(inState(flow, "awaiting-payment").booking.payment.id).toBe("p-2");
  });

  test("shows the form that a provider could not give at first", async () => {
    const action = { type: "mock_approval", approve_url: "/a", decline_url: "/d" } as const;
    const { server, house } = await aHouse();
    const { flow } = aCheckout(server);
    await inState(flow, "reviewing").pay("mock_upi");
    house.booking = aBooking({ id: "b-1", payment: { next_action: null } });
    await vi.waitFor(() => {
      expect(inState(flow, "awaiting-payment").bank).toBeNull();
    });
    house.booking = aBooking({ id: "b-1", payment: { next_action: action } });
    await vi.waitFor(() => {
      expect(inState(flow, "awaiting-payment").bank).not.toBeNull();
    });
  });

  test("is one booking, however often the button is pressed", async () => {
    const { server, house } = await aHouse();
    const { flow } = aCheckout(server);
    const { pay } = inState(flow, "reviewing");
    await Promise.all([pay("mock_upi"), pay("mock_upi"), pay("mock_card")]);
    await pay("mock_upi");
    expect(posts(server)).toHaveLength(1);
    expect(house.bookings()).toBe(1);
  });

  test("notices that the bank said yes in another window", async () => {
    const { server, house } = await aHouse();
    const { flow } = aCheckout(server);
    await inState(flow, "reviewing").pay("mock_upi");
    house.booking = aBooking({ status: "confirmed", payment: { status: "succeeded", next_action: null } });
    await until(flow, "confirmed");
  });

  test("does not disturb the page while nothing happens", async () => {
    const { server } = await aHouse();
    const { flow, states } = aCheckout(server);
    await inState(flow, "reviewing").pay("mock_upi");
    await vi.waitFor(() => {
      expect(server.calls().filter((call) => call === "GET /booking/b-1").length).toBeGreaterThan(3);
    });
    expect(states).toEqual(["booking", "awaiting-payment"]);
  });

  test("at the counter is reserved until a time, under a reference", async () => {
    const until = inMs(900_000);
    const { server } = await aHouse(({ path }) =>
      path.startsWith("/booking")
        ? {
            body: aBooking({
              payment: {
                method: "cash",
                next_action: { type: "pay_at_counter", until, reference: "MM-7QK2" },
              },
            }),
          }
        : null,
    );
    const { flow } = aCheckout(server);
    await inState(flow, "reviewing").pay("cash");
    expect(inState(flow, "reserved")).toMatchObject({ until, reference: "MM-7QK2" });
  });

  test("can be given up before paying", async () => {
    const { server } = await aHouse();
    const storage = memoryStorage();
    const { flow } = aCheckout(server, storage);
    await inState(flow, "reviewing").pay("mock_upi");
    await inState(flow, "awaiting-payment").cancel();
    inState(flow, "cancelled");
    expect(storage.get("mm.checkout.h-1")).toBeNull();
  });
});

describe("a declined payment", () => {
  test("leaves the seats reserved, and another way to pay works", async () => {
    const { server } = await aHouse();
    const { flow } = aCheckout(server);
    await inState(flow, "reviewing").pay("mock_card");
    await inState(flow, "awaiting-payment").bank?.decline();
    await until(flow, "declined");
    await inState(flow, "declined").payAgain("mock_upi");
    expect(inState(flow, "awaiting-payment").booking.payment.id).toBe("p-2");
    expect(server.seen.find(({ path }) => path.endsWith("/payment"))?.body).toEqual({
      payment_method: "mock_upi",
    });
  });

  test("is over when the time to pay is, even before the house has written it down", async () => {
    const { server } = await aHouse(({ path }) =>
      path.startsWith("/booking")
        ? { body: aBooking({ expires_at: deadline, payment: { status: "declined", next_action: null } }) }
        : null,
    );
    const deadline = inMs(60);
    const { flow } = aCheckout(server);
    await inState(flow, "reviewing").pay("mock_upi");
    inState(flow, "declined");
    await until(flow, "expired");
  });
});

describe("a reload", () => {
  test("after the booking finds the same booking", async () => {
    const { server, house } = await aHouse();
    const storage = memoryStorage();
    const first = aCheckout(server, storage);
    await inState(first.flow, "reviewing").pay("mock_upi");
    first.flow.dispose();
    const { flow } = aCheckout(server, storage);
    inState(flow, "resuming");
    await flow.start();
    expect(inState(flow, "awaiting-payment").booking.id).toBe("b-1");
    expect(house.bookings()).toBe(1);
    expect(posts(server)).toHaveLength(1);
  });

  test("while the answer was on its way sends the same request under the same key", async () => {
    const { server, house } = await aHouse();
    const storage = memoryStorage();
    const first = aCheckout(server, storage);
    // The page goes while its request is under way: the server books, and nobody hears of it.
    void inState(first.flow, "reviewing").pay("mock_card");
    first.flow.dispose();
    const { flow } = aCheckout(server, storage);
    await flow.start();
    inState(flow, "awaiting-payment");
    expect(new Set(keys(server)).size).toBe(1);
    expect(posts(server).map(({ body }) => body)).toEqual([posts(server)[0]?.body, posts(server)[0]?.body]);
    expect(house.bookings()).toBe(1);
  });

  test("after a purchase begins a new one", async () => {
    const { server } = await aHouse();
    const storage = memoryStorage();
    const first = aCheckout(server, storage);
    await inState(first.flow, "reviewing").pay("mock_upi");
    await inState(first.flow, "awaiting-payment").bank?.approve();
    await until(first.flow, "confirmed");
    inState(aCheckout(server, storage).flow, "reviewing");
  });

  test("by somebody else who may not see the booking starts afresh", async () => {
    const { server } = await aHouse(({ method }) => (method === "GET" ? problem(404, "not_found") : null));
    const storage = memoryStorage();
    const first = aCheckout(server, storage);
    await inState(first.flow, "reviewing").pay("mock_upi");
    first.flow.dispose();
    const { flow } = aCheckout(server, storage);
    await flow.start();
    expect(inState(flow, "reviewing").uncertain).toBe(false);
    expect(storage.get("mm.checkout.h-1")).toBeNull();
  });

  test("with a note that somebody garbled is a reload without one", async () => {
    const { server } = await aHouse();
    const storage = memoryStorage();
    storage.set("mm.checkout.h-1", '{"key": 3');
    inState(aCheckout(server, storage).flow, "reviewing");
  });
});

test("a second tab on the same hold comes to the same booking, whatever it chose", async () => {
  const { server, house } = await aHouse();
  const storage = memoryStorage();
  const one = aCheckout(server, storage);
  const other = aCheckout(server, storage);
  await Promise.all([
    inState(one.flow, "reviewing").pay("mock_upi"),
    inState(other.flow, "reviewing").pay("mock_card"),
  ]);
  expect(house.bookings()).toBe(1);
  expect(new Set(keys(server)).size).toBe(1);
  expect(inState(other.flow, "awaiting-payment").booking.id).toBe(
    inState(one.flow, "awaiting-payment").booking.id,
  );
});

describe("when booking goes wrong", () => {
  test("a lost answer is no verdict: the next try asks about the same booking", async () => {
    let lost = true;
    const { server, house } = await aHouse(({ path }) => {
      if (path !== "/booking" || !lost) return null;
      lost = false;
      return "hang-up";
    });
    const { flow } = aCheckout(server);
    await inState(flow, "reviewing").pay("mock_upi");
    const again = inState(flow, "reviewing");
    expect([again.uncertain, again.problem]).toMatchObject([true, { reason: "unreachable" }]);
    await again.pay("mock_upi");
    inState(flow, "awaiting-payment");
    expect(new Set(keys(server)).size).toBe(1);
    expect(house.bookings()).toBe(1);
  });

  test("a clear no ends the attempt: the next try is a new one", async () => {
    let refused = false;
    const { server } = await aHouse(({ path }) => {
      if (path !== "/booking" || refused) return null;
      refused = true;
      return problem(422, "invalid");
    });
    const { flow } = aCheckout(server);
    await inState(flow, "reviewing").pay("mock_upi");
    expect(inState(flow, "reviewing").uncertain).toBe(false);
    await inState(flow, "reviewing").pay("mock_upi");
    inState(flow, "awaiting-payment");
    expect(new Set(keys(server)).size).toBe(2);
  });

  test("a hold that is gone has expired, and nothing was booked", async () => {
    const { server } = await aHouse(({ path }) => (path === "/booking" ? problem(410, "hold_gone") : null));
    const { flow } = aCheckout(server);
    await inState(flow, "reviewing").pay("mock_upi");
    expect(inState(flow, "expired").booking).toBeNull();
  });

  test("seats that went to somebody else are named", async () => {
    const { server } = await aHouse(({ path }) =>
      path === "/booking" ? problem(409, "seats_taken", { seats: ["F13"] }) : null,
    );
    const { flow } = aCheckout(server);
    await inState(flow, "reviewing").pay("mock_upi");
    expect(inState(flow, "lost").seats).toEqual(["F13"]);
  });

  test("a bank that answers too late finds the booking expired", async () => {
    const { server, house } = await aHouse(({ path }) => {
      if (!path.endsWith("approve")) return null;
      house.booking = aBooking({ status: "expired", payment: { status: "expired", next_action: null } });
      return problem(410, "booking_expired");
    });
    const { flow } = aCheckout(server);
    await inState(flow, "reviewing").pay("mock_upi");
    await inState(flow, "awaiting-payment").bank?.approve();
    await until(flow, "expired");
  });

  test("an approval that got lost can be given again", async () => {
    let lost = true;
    const { server } = await aHouse(({ path }) => {
      if (!path.endsWith("approve") || !lost) return null;
      lost = false;
      return "hang-up";
    });
    const { flow } = aCheckout(server);
    await inState(flow, "reviewing").pay("mock_upi");
    await inState(flow, "awaiting-payment").bank?.approve();
    expect(inState(flow, "awaiting-payment").problem).toMatchObject({ reason: "unreachable" });
    await inState(flow, "awaiting-payment").bank?.approve();
    await until(flow, "confirmed");
  });

  test("a cancellation that was refused shows where things stand", async () => {
    const { server } = await aHouse(({ path }) =>
      path.endsWith("/cancel") ? problem(409, "already_paid") : null,
    );
    const { flow } = aCheckout(server);
    await inState(flow, "reviewing").pay("mock_upi");
    await inState(flow, "awaiting-payment").cancel();
    expect(inState(flow, "awaiting-payment").problem).toMatchObject({ code: "already_paid" });
  });
});
