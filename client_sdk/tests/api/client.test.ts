import { describe, expect, test, vi } from "vitest";

import {
  type Api,
  ApiProblem,
  ConnectionProblem,
  createApi,
  memoryStorage,
  settle,
} from "../../src/api/index.ts";
import { problem, startApiServer } from "../support/api-server.ts";
import { startBadServer } from "../support/bad-server.ts";
import { aBooking, aHold, aHouse, inMs } from "../support/samples.ts";

describe("a question", () => {
  test("goes to its path, in the customer's language, with what every request carries", async () => {
    const server = await startApiServer(() => ({ body: { items: [], next_cursor: null, facets: {} } }));
    const api = server.client({ locale: () => "te", headers: { "X-Forwarded-For": "203.0.113.7" } });
    await api.movies.search({ q: "maya bazar", genre: "fantasy" });
    expect(server.calls()).toEqual(["GET /movies?q=maya%20bazar&genre=fantasy"]);
    expect(server.seen[0]?.headers).toMatchObject({
      "accept-language": "te",
      "x-forwarded-for": "203.0.113.7",
    });
    expect(server.seen[0]?.headers.authorization).toBeUndefined();
  });

  test("about the seats sets the clock by the server's", async () => {
    const server = await startApiServer(() => ({ body: aHouse("00", { server_time: inMs(3_600_000) }) }));
    const api = server.client();
    await api.shows.seats(42);
    expect(api.clock.now() - Date.now()).toBeGreaterThan(3_590_000);
  });

  test("passes what a framework wants to say to fetch", async () => {
    const fetch = vi.fn(() => Promise.resolve(Response.json({ items: [] })));
    const server = await startApiServer(() => ({}));
    const api = server.client({ fetch, requestInit: { cache: "no-store" } });
    await api.cities();
    expect(fetch).toHaveBeenCalledWith(expect.any(Request), expect.objectContaining({ cache: "no-store" }));
  });
});

describe("a refusal", () => {
  test("is thrown with everything a client can act on", async () => {
    const server = await startApiServer(() =>
      problem(409, "seats_taken", { seats: ["F12"], request_id: "r-9" }),
    );
    const asked = await settle(server.client().holds.create(42, ["F12", "F13"]));
    expect(asked.ok).toBe(false);
    if (asked.ok) return;
    expect(asked.problem).toBeInstanceOf(ApiProblem);
    expect(asked.problem).toMatchObject({
      status: 409,
      code: "seats_taken",
      detail: "about seats_taken",
      message: "about seats_taken",
      seats: ["F12"],
      requestId: "r-9",
      retryAfterSeconds: null,
    });
  });

  test("names the fields that are wrong", async () => {
    const errors = [{ field: "password", code: "too_short", message: "at least 10 characters" }];
    const server = await startApiServer(() => problem(422, "invalid", { errors: [...errors, "junk"] }));
    const call = server.client().auth.signUp({ email: "a@example.org", password: "short", name: "A" });
    await expect(call).rejects.toMatchObject({ status: 422, errors });
  });

  test("says when to come back, in seconds or as a date", async () => {
    const date = new Date(Date.now() + 30_000).toUTCString();
    const waits = ["7", date];
    const server = await startApiServer(() => ({
      ...(problem(429, "too_many") as object),
      headers: { "Retry-After": waits.shift() ?? "" },
    }));
    const api = server.client();
    await expect(api.bookings.cancel("b-1")).rejects.toMatchObject({ retryAfterSeconds: 7 });
    const second = await settle(api.bookings.cancel("b-1"));
    expect(second.ok ? null : (second.problem as ApiProblem).retryAfterSeconds).toBeGreaterThan(27);
  });

  test("of a proxy that knows no problem documents is one all the same", async () => {
    const server = await startApiServer(() => ({ status: 418, body: "a teapot" }));
    await expect(server.client().shows.get(42)).rejects.toMatchObject({
      code: "http_418",
      detail: "",
      seats: [],
    });
  });
});

describe("a silence", () => {
  test("is no answer, and is told apart from a refusal", async () => {
    const server = await startApiServer(() => "hang-up");
    const call = server.client().holds.create(42, ["F12"]);
    await expect(call).rejects.toBeInstanceOf(ConnectionProblem);
    await expect(server.client().holds.create(42, ["F12"])).rejects.toMatchObject({ reason: "unreachable" });
  });

  test("that lasts is a timeout", async () => {
    const server = await startApiServer(() => ({ afterMs: 500 }));
    const call = server.client({ timeoutMs: 40 }).shows.get(42);
    await expect(call).rejects.toMatchObject({ name: "ConnectionProblem", reason: "timeout" });
    expect(server.calls()).toHaveLength(1);
  });

  test("that the caller asked for keeps the caller's reason", async () => {
    const server = await startApiServer(() => ({ afterMs: 500 }));
    const giveUp = new AbortController();
    const call = server.client().shows.get(42, { signal: giveUp.signal });
    giveUp.abort(new Error("the page was left"));
    await expect(call).rejects.toThrow("the page was left");
  });
});

describe("what is safe to repeat", () => {
  test("is repeated when the connection breaks or the house is not ready", async () => {
    const answers = [
      "hang-up",
      problem(503, "starting"),
      { body: { items: [{ slug: "hyderabad" }] } },
    ] as const;
    let at = 0;
    const server = await startApiServer(() => answers[at++] ?? problem(500, "too_many_calls"));
    await expect(server.client().cities()).resolves.toEqual([{ slug: "hyderabad" }]);
    expect(server.calls()).toHaveLength(3);
  });

  test("is repeated three times and no more", async () => {
    const server = await startApiServer(() => problem(503, "starting"));
    await expect(server.client().cities()).rejects.toMatchObject({ code: "starting" });
    expect(server.calls()).toHaveLength(3);
  });

  test("is not repeated when the house asks for a long pause", async () => {
    const server = await startApiServer(() => ({
      ...(problem(503, "closed_for_cleaning") as object),
      headers: { "Retry-After": "120" },
    }));
    await expect(server.client().cities()).rejects.toMatchObject({ retryAfterSeconds: 120 });
    expect(server.calls()).toHaveLength(1);
  });

  test("is not repeated after a clear no", async () => {
    const server = await startApiServer(() => problem(404, "not_found"));
    await expect(server.client().shows.get(1)).rejects.toMatchObject({ status: 404 });
    expect(server.calls()).toHaveLength(1);
  });

  test("is nothing that changes something", async () => {
    const server = await startApiServer(() => problem(503, "starting"));
    await expect(server.client().holds.create(42, ["F12"])).rejects.toMatchObject({ status: 503 });
    expect(server.calls()).toHaveLength(1);
  });
});

describe("on a server, where a page waits", () => {
  const hurried = { attempts: 2, budgetMs: 1_500 } as const;
  const outcome = async (api: Api): Promise<unknown> => {
    const asked = await settle(api.cities());
    if (asked.ok) return "an answer";
    return asked.problem instanceof ApiProblem ? asked.problem.status : asked.problem.reason;
  };

  test("an answer that is never thrown away holds nobody up", async () => {
    const server = await startApiServer(() => problem(503, "starting"));
    // As a framework does that keeps a copy of each answer: its cancellation ends with the copy's.
    const copied: typeof fetch = async (input, init) => {
      const response = await fetch(input, init);
      response.clone();
      return response;
    };
    expect(await outcome(server.client({ ...hurried, fetch: copied }))).toBe(503);
    expect(server.calls()).toHaveLength(2);
  });

  test.each([
    ["is not there", "refused", "unreachable", 0],
    ["hangs up", "hang-up", "unreachable", 2],
    ["takes the question and is silent", "silence", "timeout", 1],
    ["says half of it and is silent", "half", "timeout", 1],
    ["breaks off in the middle", "broken", "unreachable", 1],
    ["stands behind a proxy with a page of its own", "page", 502, 2],
    ["is hidden by a page that looks well", "good page", "unreachable", 1],
  ] as const)("an API that %s is told within the budget", async (_, how, expected, asked) => {
    const { url, seen } = await startBadServer(how);
    expect(
      await outcome(createApi({ baseUrl: url, locale: () => "en", storage: memoryStorage(), ...hurried })),
    ).toBe(expected);
    expect(seen()).toBe(asked);
  });

  test("what one call has used up is not there for the next", async () => {
    const { url, seen } = await startBadServer("silence");
    const api = createApi({
      baseUrl: url,
      locale: () => "en",
      storage: memoryStorage(),
      attempts: 2,
      budgetMs: 200,
    });
    expect(await outcome(api)).toBe("timeout");
    expect(await outcome(api)).toBe("timeout");
    expect(seen()).toBe(1);
  });

  test("a pause that is longer than what is left is not waited for", async () => {
    const server = await startApiServer(() => ({
      ...(problem(503, "busy") as object),
      headers: { "Retry-After": "3" },
    }));
    expect(await outcome(server.client(hurried))).toBe(503);
    expect(server.calls()).toHaveLength(1);
  });
});

describe("a hold", () => {
  test("brings a token that goes along from then on, also on the next page", async () => {
    const server = await startApiServer(({ method }) =>
      method === "DELETE" ? { status: 204 } : { body: aHold() },
    );
    const storage = memoryStorage();
    await server.client({ storage }).holds.create(42, ["F12", "F13"]);
    const nextPage = server.client({ storage });
    await nextPage.holds.extend("h-1");
    await nextPage.holds.change("h-1", ["G1"]);
    await nextPage.holds.release("h-1");
    expect(server.seen.map(({ headers }) => headers["x-hold-token"])).toEqual([
      expect.stringMatching(/^[0-9a-f]{32}$/),
      "token-1",
      "token-1",
      "token-1",
    ]);
    expect(server.seen.map(({ body }) => body)).toEqual([
      { seats: ["F12", "F13"] },
      { extend: true },
      { seats: ["G1"] },
      null,
    ]);
  });
});

test("asking again for seats whose answer was lost is the same request by the same shopper", async () => {
  let answers = 0;
  const server = await startApiServer(() => {
    answers += 1;
    return answers === 1 ? { status: 503, body: { code: "unavailable", status: 503 } } : { body: aHold() };
  });
  const api = server.client();
  await expect(api.holds.create(42, ["F12"])).rejects.toThrow();
  await api.holds.create(42, ["F12"]);
  await api.holds.create(42, ["F12"]);
  const sent = server.seen.map(({ headers }) => headers);
  expect(sent[1]?.["idempotency-key"]).toBe(sent[0]?.["idempotency-key"]);
  expect(sent[1]?.["x-hold-token"]).toBe(sent[0]?.["x-hold-token"]);
  expect(sent[2]?.["idempotency-key"]).not.toBe(sent[0]?.["idempotency-key"]);
});

test("a booking carries its key and the hold token", async () => {
  const server = await startApiServer(({ path }) => ({ body: path === "/booking" ? aBooking() : aHold() }));
  const api = server.client();
  await api.holds.create(42, ["F12"]);
  const request = {
    user_id: "u-1",
    show_id: 42,
    seats: ["F12"],
    payment_method: "mock_upi",
    hold_id: "h-1",
  } as const;
  await api.bookings.create({ ...request, seats: [...request.seats] }, "key-1");
  expect(server.seen[1]).toMatchObject({
    body: request,
    headers: { "idempotency-key": "key-1", "x-hold-token": "token-1" },
  });
});
