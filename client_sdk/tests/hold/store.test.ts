import { describe, expect, onTestFinished, test, vi } from "vitest";

import { memoryStorage } from "../../src/api/index.ts";
import { ServerClock } from "../../src/clock.ts";
import { type HoldState, HoldStore } from "../../src/hold/index.ts";
import { type Answer, type ApiServer, problem, type Seen, startApiServer } from "../support/api-server.ts";
import { aHold, aSession, inMs } from "../support/samples.ts";

function aStore(server: ApiServer, { storage = memoryStorage(), clock = new ServerClock() } = {}) {
  const api = server.client({ storage, clock });
  const store = new HoldStore({ showId: 42, holds: api.holds, clock: api.clock, storage });
  const states: string[] = [];
  store.subscribe(() => states.push(store.state.status));
  onTestFinished(() => {
    store.dispose();
  });
  return { store, states };
}

/** The state, if it is the expected one. */
function inState<Status extends HoldState["status"]>(
  store: HoldStore,
  status: Status,
): Extract<HoldState, { status: Status }> {
  expect(store.state.status).toBe(status);
  return store.state as Extract<HoldState, { status: Status }>;
}

const answering = (answer: (seen: Seen) => Answer) => startApiServer(answer);

describe("holding", () => {
  test("leads from none over holding to held", async () => {
    const server = await answering(() => ({ status: 201, body: aHold() }));
    const { store, states } = aStore(server);
    await inState(store, "none").hold(["F12", "F13"]);
    expect(inState(store, "held").hold.seats).toEqual(["F12", "F13"]);
    expect(states).toEqual(["holding", "held"]);
  });

  test("happens once, however often the button is pressed", async () => {
    const server = await answering(() => ({ status: 201, body: aHold(), afterMs: 20 }));
    const { store } = aStore(server);
    const none = inState(store, "none");
    await Promise.all([none.hold(["F12"]), none.hold(["F12"]), none.hold(["F12"])]);
    await none.hold(["F12"]);
    expect(server.calls()).toEqual(["POST /shows/42/holds"]);
  });

  test("too late says which seats went, and can be tried with others", async () => {
    const server = await answering(({ body }) =>
      (body as { seats: string[] }).seats.includes("F12")
        ? problem(409, "seats_taken", { seats: ["F12"] })
        : { status: 201, body: aHold({ seats: ["F14", "F13"] }) },
    );
    const { store } = aStore(server);
    await inState(store, "none").hold(["F12", "F13"]);
    const lost = inState(store, "lost");
    expect([lost.wanted, lost.taken]).toEqual([["F12", "F13"], ["F12"]]);
    await lost.hold(["F14", "F13"]);
    inState(store, "held");
  });

  test("that fails for another reason holds nothing and says why", async () => {
    const server = await answering(() => problem(409, "show_past"));
    const { store } = aStore(server);
    await inState(store, "none").hold(["F12"]);
    expect(inState(store, "none").problem).toMatchObject({ code: "show_past" });
  });

  test("without a connection holds nothing and says why", async () => {
    const server = await answering(() => "hang-up");
    const { store } = aStore(server);
    await inState(store, "none").hold(["F12"]);
    expect(inState(store, "none").problem).toMatchObject({ reason: "unreachable" });
  });
});

describe("a hold that a booking of another tab has taken over", () => {
  const booked = ({ method }: Seen): Answer =>
    method === "POST" ? { status: 201, body: aHold() } : problem(409, "hold_booked");

  test("is let go without a word", async () => {
    const server = await answering(booked);
    const { store } = aStore(server);
    await inState(store, "none").hold(["F12"]);
    await inState(store, "held").release();
    expect(inState(store, "none").problem).toBeNull();
  });

  test("is not extended, and nothing went wrong", async () => {
    const server = await answering(booked);
    const storage = memoryStorage();
    const { store } = aStore(server, { storage });
    await inState(store, "none").hold(["F12"]);
    await inState(store, "held").extend?.();
    expect(inState(store, "none").problem).toBeNull();
    expect(storage.get("mm.hold.42")).toBeNull();
  });

  test("leaves other seats to be held anew", async () => {
    const server = await answering(booked);
    const { store } = aStore(server);
    await inState(store, "none").hold(["F12"]);
    await inState(store, "held").change(["F14"]);
    inState(store, "held");
    expect(server.calls()).toEqual(["POST /shows/42/holds", "PATCH /holds/h-1", "POST /shows/42/holds"]);
  });
});

describe("a held seat", () => {
  test("gets more time", async () => {
    const longer = aHold({ expires_at: inMs(900_000) });
    const server = await answering(({ method }) => ({ body: method === "PATCH" ? longer : aHold() }));
    const { store, states } = aStore(server);
    await inState(store, "none").hold(["F12"]);
    await inState(store, "held").extend?.();
    expect(inState(store, "held").hold.expires_at).toBe(longer.expires_at);
    expect(states).toEqual(["holding", "held", "extending", "held"]);
  });

  test("cannot be asked to get more time than the house gives", async () => {
    const until = inMs(600_000);
    const server = await answering(() => ({ body: aHold({ expires_at: until, extendable_until: until }) }));
    const { store } = aStore(server);
    await inState(store, "none").hold(["F12"]);
    expect(inState(store, "held").extend).toBeNull();
  });

  test("stays held when the exchange fails", async () => {
    const server = await answering(({ method }) =>
      method === "PATCH" ? problem(409, "seats_taken", { seats: ["G1"] }) : { body: aHold() },
    );
    const { store, states } = aStore(server);
    await inState(store, "none").hold(["F12", "F13"]);
    await inState(store, "held").change(["G1", "G2"]);
    const held = inState(store, "held");
    expect([held.hold.seats, held.problem]).toMatchObject([
      ["F12", "F13"],
      { code: "seats_taken", seats: ["G1"] },
    ]);
    expect(states).toContain("changing");
  });

  test("is given back, and is given back for this person even when the house cannot be told", async () => {
    const server = await answering(({ method }) => (method === "DELETE" ? "hang-up" : { body: aHold() }));
    const storage = memoryStorage();
    const { store } = aStore(server, { storage });
    await inState(store, "none").hold(["F12"]);
    await inState(store, "held").release();
    expect(inState(store, "none").problem).toMatchObject({ reason: "unreachable" });
    expect(server.calls().at(-1)).toBe("DELETE /holds/h-1");
    expect(storage.get("mm.hold.42")).toBeNull();
  });

  test("lapses at the deadline, and the same seats can be tried again", async () => {
    const server = await answering(() => ({
      body: aHold({ expires_at: inMs(server.seen.length === 1 ? 60 : 600_000), server_time: inMs(0) }),
    }));
    const { store } = aStore(server);
    await inState(store, "none").hold(["F12", "F13"]);
    await vi.waitFor(() => inState(store, "lapsed"));
    await inState(store, "lapsed").again();
    inState(store, "held");
    expect(server.seen.at(-1)?.body).toEqual({ seats: ["F12", "F13"] });
  });

  test("lapses by the server's clock and not by the device's", async () => {
    // The device believes it is an hour later: by its own clock the hold would be long over.
    const clock = new ServerClock({ monotonic: () => performance.now(), wall: () => Date.now() + 3_600_000 });
    const server = await answering(() => ({ body: aHold() }));
    const { store } = aStore(server, { clock });
    await inState(store, "none").hold(["F12"]);
    await new Promise((resolve) => setTimeout(resolve, 50));
    inState(store, "held");
  });

  test("is asked after when the device slept through the deadline, for it may have been extended elsewhere", async () => {
    let asleep = 0;
    const clock = new ServerClock({
      monotonic: () => performance.now(),
      wall: () => Date.now() + asleep,
    });
    const server = await answering(({ method }) => ({
      body: method === "GET" ? aHold({ expires_at: inMs(500_000) }) : aHold({ expires_at: inMs(60) }),
    }));
    const { store, states } = aStore(server, { clock });
    await inState(store, "none").hold(["F12"]);
    asleep = 60_000;
    await vi.waitFor(() => {
      expect(server.calls()).toContain("GET /holds/h-1");
      expect(states).toEqual(["holding", "held", "held"]);
    });
  });

  test("that the house no longer knows has lapsed", async () => {
    const server = await answering(({ method }) =>
      method === "PATCH" ? problem(410, "hold_gone") : { body: aHold() },
    );
    const { store } = aStore(server);
    await inState(store, "none").hold(["F12"]);
    await inState(store, "held").extend?.();
    await inState(store, "lapsed").dismiss();
    expect(inState(store, "none").problem).toBeNull();
  });

  test("belongs to its booking once there is one: the deadline no longer matters here", async () => {
    const server = await answering(() => ({ body: aHold({ expires_at: inMs(60) }) }));
    const { store, states } = aStore(server);
    await inState(store, "none").hold(["F12"]);
    await inState(store, "held").handOver();
    await new Promise((resolve) => setTimeout(resolve, 120));
    expect(states).toEqual(["holding", "held", "none"]);
    expect(server.calls()).toEqual(["POST /shows/42/holds"]);
  });
});

describe("after a reload", () => {
  test("the hold is still there", async () => {
    const server = await answering(() => ({ body: aHold() }));
    const storage = memoryStorage();
    await inState(aStore(server, { storage }).store, "none").hold(["F12"]);
    const { store, states } = aStore(server, { storage });
    await store.restore();
    expect(inState(store, "held").hold.hold_id).toBe("h-1");
    expect(states).toEqual(["resuming", "held"]);
  });

  test("a hold that is gone is forgotten without a word", async () => {
    const server = await answering(({ method }) =>
      method === "GET" ? problem(410, "hold_gone") : { body: aHold() },
    );
    const storage = memoryStorage();
    storage.set("mm.hold.42", "h-1");
    const { store } = aStore(server, { storage });
    await store.restore();
    expect(inState(store, "none").problem).toBeNull();
    expect(storage.get("mm.hold.42")).toBeNull();
  });

  test("a hold that cannot be asked for is not forgotten", async () => {
    const server = await answering(() => problem(500, "broken"));
    const storage = memoryStorage();
    storage.set("mm.hold.42", "h-1");
    const { store } = aStore(server, { storage });
    await store.restore();
    expect(inState(store, "none").problem).toMatchObject({ code: "broken" });
    expect(storage.get("mm.hold.42")).toBe("h-1");
  });

  test("a hold that is not this visitor's at the moment is not forgotten", async () => {
    const server = await answering(() => problem(403, "not_your_hold"));
    const storage = memoryStorage();
    storage.set("mm.hold.42", "h-1");
    const { store } = aStore(server, { storage });
    await store.restore();
    expect(inState(store, "none").problem).toMatchObject({ code: "not_your_hold" });
    expect(storage.get("mm.hold.42")).toBe("h-1");
  });

  test("whose it is, is asked first where somebody was signed in", async () => {
    const server = await answering(({ path, headers }) => {
      if (path === "/auth/refresh") return { body: aSession({ access_token: "access-2" }), afterMs: 30 };
      return headers.authorization === "Bearer access-2" ? { body: aHold() } : problem(403, "not_your_hold");
    });
    const storage = memoryStorage();
    storage.set("mm.hold.42", "h-1");
    storage.set("mm.signed-in", "1");
    const { store } = aStore(server, { storage });
    await store.restore();
    inState(store, "held");
    expect(server.calls()).toEqual(["POST /auth/refresh", "GET /holds/h-1"]);
  });
});
