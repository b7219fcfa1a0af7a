import { describe, expect, onTestFinished, test, vi } from "vitest";

import { ApiProblem, type ShowSeats } from "../../src/api/index.ts";
import { LiveShow, type LiveShowOptions, SeatState, steadySurroundings } from "../../src/live/index.ts";
import { aHouse } from "../support/samples.ts";
import { startShowServer } from "../support/show-server.ts";

function aShow(
  url: string,
  initial: ShowSeats,
  reload: LiveShowOptions["reload"] = () => Promise.resolve(initial),
) {
  const live = new LiveShow({
    initial,
    url,
    reload,
    reloadSpreadMs: 5,
    socket: { surroundings: steadySurroundings, firstDelayMs: 5, longestDelayMs: 20 },
  });
  onTestFinished(() => {
    live.stop();
  });
  return live;
}

const house = (live: LiveShow) => [...live.state.states].join("");

describe("a live show", () => {
  test("is complete before the socket has said a word", () => {
    const live = aShow("ws://127.0.0.1:9/", aHouse("0120"));
    expect(live.seat(1)).toBe(SeatState.held);
    expect(live.seat(99)).toBe(SeatState.blocked);
    expect(live.counts()).toEqual({ free: 2, held: 1, sold: 1, blocked: 0 });
    expect(live.price("standard")).toEqual({ amount: 22000, currency: "INR" });
    expect(live.price("throne")).toBeNull();
    expect(live.connection.state).toEqual({ status: "idle" });
  });

  test("tells only those who look at a seat that changed", async () => {
    const server = await startShowServer();
    const live = aShow(server.url, aHouse("0000"));
    const told: string[] = [];
    live.subscribeSeat(1, () => told.push("seat 1"));
    live.subscribeSeat(2, () => told.push("seat 2"));
    const leave = live.subscribeSeat(1, () => told.push("gone"));
    leave();
    live.subscribeSeats((seats, before) => told.push(`${seats.join()} was ${before[1] ?? ""}`));
    live.start();
    (await server.line(0)).say({
      t: "d",
      v: [11, 12],
      c: [
        [1, 2],
        [3, 1],
      ],
    });
    await vi.waitFor(() => {
      expect(house(live)).toBe("0201");
    });
    expect(told).toEqual(["seat 1", "1,3 was 0"]);
  });

  test("has no free seat in a category without a price, until it gets one", async () => {
    const server = await startShowServer();
    const live = aShow(server.url, aHouse("0010", { prices: {} }));
    expect([live.seat(0), live.seat(2)]).toEqual([SeatState.blocked, SeatState.held]);
    expect(live.counts()).toEqual({ free: 0, held: 1, sold: 0, blocked: 3 });
    const told = vi.fn();
    live.subscribeSeat(0, told);
    live.start();
    (await server.line(0)).say({ t: "price", v: 11, p: { standard: 25000 }, src: "base" });
    await vi.waitFor(() => {
      expect(live.seat(0)).toBe(SeatState.free);
    });
    expect(told).toHaveBeenCalledOnce();
    expect(live.counts().free).toBe(3);
  });

  test("takes a new price without touching a seat", async () => {
    const server = await startShowServer();
    const live = aShow(server.url, aHouse("00"));
    const seats = vi.fn();
    live.subscribeSeats(seats);
    live.start();
    (await server.line(0)).say({ t: "price", v: 11, p: { standard: 25000 }, src: "ml" });
    await vi.waitFor(() => {
      expect(live.price("standard")).toEqual({ amount: 25000, currency: "INR" });
    });
    expect(seats).not.toHaveBeenCalled();
  });

  test("heals a gap by asking from where it stands", async () => {
    const server = await startShowServer();
    const live = aShow(server.url, aHouse("0000"));
    live.start();
    const first = await server.line(0);
    first.say({ t: "d", v: [11, 11], c: [[0, 1]] });
    first.say({ t: "d", v: [13, 13], c: [[2, 1]] });
    const second = await server.line(1);
    await vi.waitFor(() => {
      expect(second.said).toEqual([{ t: "resume", e: "e1", v: 11 }]);
    });
    second.say({
      t: "d",
      v: [12, 13],
      c: [
        [1, 2],
        [2, 1],
      ],
    });
    await vi.waitFor(() => {
      expect(house(live)).toBe("1210");
    });
  });

  test("loads afresh when the server did: prices may have changed too", async () => {
    const server = await startShowServer();
    const fresh = aHouse("0200", {
      epoch: "e2",
      version: 1,
      prices: { standard: { amount: 30000, currency: "INR", source: "override" } },
    });
    const live = aShow(server.url, aHouse("0000"), () => Promise.resolve(fresh));
    live.start();
    (await server.line(0)).say({ t: "snap", e: "e2", v: 1, s: "0200" });
    await vi.waitFor(() => {
      expect(live.price("standard")?.amount).toBe(30000);
    });
    expect([live.state.epoch, house(live)]).toEqual(["e2", "0200"]);
  });

  test("does not go back in time when the reload is slower than the socket", async () => {
    const server = await startShowServer();
    let answer: (seats: ShowSeats) => void = () => undefined;
    const reload = vi.fn(
      () =>
        new Promise<ShowSeats>((resolve) => {
          answer = resolve;
        }),
    );
    const live = aShow(server.url, aHouse("0000"), reload);
    live.start();
    const line = await server.line(0);
    line.say({ t: "snap", e: "e2", v: 1, s: "0000" });
    await vi.waitFor(() => {
      expect(reload).toHaveBeenCalledOnce();
    });
    line.say({ t: "d", v: [2, 2], c: [[0, 2]] });
    await vi.waitFor(() => {
      expect(house(live)).toBe("2000");
    });
    answer(
      aHouse("0000", {
        epoch: "e2",
        version: 1,
        prices: { standard: { amount: 26000, currency: "INR", source: "base" } },
      }),
    );
    await vi.waitFor(() => {
      expect(live.price("standard")?.amount).toBe(26000);
    });
    expect([live.state.version, house(live)]).toEqual([2, "2000"]);
  });

  test("does not ask again when the reload was refused", async () => {
    const server = await startShowServer();
    const reload = vi.fn(() =>
      Promise.reject(new ApiProblem({ status: 404, code: "not_found", title: "gone" })),
    );
    const live = aShow(server.url, aHouse("0000"), reload);
    live.start();
    (await server.line(0)).say({ t: "snap", e: "e2", v: 1, s: "0100" });
    await vi.waitFor(() => {
      expect(reload).toHaveBeenCalledOnce();
    });
    expect(house(live)).toBe("0100");
  });

  test("ends when the show does", async () => {
    const server = await startShowServer();
    const live = aShow(server.url, aHouse("0"));
    live.start();
    (await server.line(0)).say({ t: "closed" });
    await vi.waitFor(() => {
      expect(live.connection.state).toEqual({ status: "closed" });
    });
    expect(live.state.closed).toBe(true);
  });
});
