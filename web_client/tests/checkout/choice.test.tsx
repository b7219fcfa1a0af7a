import { createServer } from "node:http";
import { type AddressInfo } from "node:net";

import { createApi } from "@movie-magic/client-sdk/api";
import { HoldStore } from "@movie-magic/client-sdk/hold";
import { LiveShow } from "@movie-magic/client-sdk/live";
import { SeatGeometry } from "@movie-magic/client-sdk/seatmap";
import { act, renderHook, waitFor } from "@testing-library/react";
import { describe, expect, onTestFinished, test } from "vitest";
import { WebSocketServer } from "ws";

import { type Choice, useChoice } from "@/features/show/use-choice";

import { type Answer, Desk } from "../support/desk";
import { smallHouse } from "../support/house";
import { aHold } from "./booking";

interface Room {
  readonly desk: Desk;
  readonly choice: { readonly current: Choice };
  /** Says to everybody that seats changed, as the house does. */
  readonly tell: (changes: readonly (readonly [number, number])[]) => void;
}

async function openRoom(answer: () => Answer, priced?: readonly string[]): Promise<Room> {
  const desk = await Desk.open(answer);
  const http = createServer();
  const sockets = new WebSocketServer({ server: http, handleProtocols: () => "seats.v1" });
  await new Promise<void>((resolve) => {
    http.listen(0, "127.0.0.1", resolve);
  });
  const { port } = http.address() as AddressInfo;
  const house = smallHouse();
  const sold = Object.entries(house.prices).filter(([name]) => priced?.includes(name) ?? true);
  const seats = { ...house, prices: Object.fromEntries(sold) };
  const api = createApi({ baseUrl: desk.url, locale: () => "en" });
  const live = new LiveShow({
    initial: seats,
    url: `ws://127.0.0.1:${port}/ws/shows/42`,
    reload: () => Promise.resolve(seats),
  });
  const holds = new HoldStore({ showId: 42, holds: api.holds, clock: api.clock, storage: api.storage });
  const geometry = new SeatGeometry(seats.layout);
  const { result } = renderHook(() => useChoice({ live, holds, geometry, maxSeats: seats.max_seats }));
  act(() => {
    live.start();
  });
  await waitFor(() => {
    expect(live.connection.state.status).toBe("live");
  });
  onTestFinished(async () => {
    live.stop();
    holds.dispose();
    for (const client of sockets.clients) client.terminate();
    http.close();
    await desk.close();
  });
  let version = seats.version;
  return {
    desk,
    choice: result,
    tell: (changes) => {
      version += 1;
      for (const client of sockets.clients) {
        client.send(JSON.stringify({ t: "d", v: [version, version], c: changes }));
      }
    },
  };
}

const refused = (seats: readonly string[]): Answer => [
  409,
  {
    type: "about:blank",
    title: "Taken",
    status: 409,
    code: "seats_taken",
    detail: "Taken.",
    seats,
    request_id: "r",
  },
];

const problem = (status: number, code: string, more: object): Answer => [
  status,
  { type: "about:blank", title: code, status, code, detail: "", request_id: "r", ...more },
];

describe("leaving the choice to the house", () => {
  test("makes what is held the choice, and says it", async () => {
    const { desk, choice } = await openRoom(() => [201, aHold()]);
    act(() => {
      choice.current.toggle(10);
    });
    await act(async () => {
      await choice.current.best({ count: 2, accessible: false });
    });
    expect(desk.asked.map(({ method, path, body }) => [method, path, body])).toEqual([
      ["POST", "/shows/42/holds", { best: { count: 2, accessible: false } }],
    ]);
    expect(choice.current.chosen).toEqual([6, 7]);
    expect(choice.current.yours).toEqual([6, 7]);
    expect(choice.current.news).toEqual({ kind: "best", seats: ["B2", "B3"] });
  });

  test("says how many there are together where there are not enough", async () => {
    const { choice } = await openRoom(() => problem(409, "not_enough_together", { remaining: 1 }));
    await act(async () => {
      await choice.current.best({ count: 3, accessible: false });
    });
    expect(choice.current.news).toMatchObject({
      kind: "problem",
      problem: { code: "not_enough_together", remaining: 1 },
    });
  });
});

test("seats that are not on sale leave the choice and are not said to be taken", async () => {
  const { choice } = await openRoom(() => problem(409, "seats_not_on_sale", { seats: ["B4"] }));
  for (const seat of [7, 8]) {
    act(() => {
      choice.current.toggle(seat);
    });
  }
  await act(async () => {
    await choice.current.hold();
  });
  expect(choice.current.chosen).toEqual([7]);
  expect(choice.current.news).toMatchObject({ kind: "problem", problem: { code: "seats_not_on_sale" } });
});

test("seats without a price cannot be chosen", async () => {
  const { choice } = await openRoom(() => [201, aHold()], ["standard", "wheelchair"]);
  act(() => {
    choice.current.toggle(14);
  });
  expect(choice.current.chosen).toEqual([]);
});

test("a choice that leaves a seat alone is kept, and that seat is offered", async () => {
  const { choice } = await openRoom(() => problem(409, "would_leave_gap", { seats: ["B5"] }));
  for (const seat of [7, 8]) {
    act(() => {
      choice.current.toggle(seat);
    });
  }
  await act(async () => {
    await choice.current.hold();
  });
  expect(choice.current.chosen).toEqual([7, 8]);
  expect(choice.current.news).toEqual({
    kind: "gap",
    seats: ["B5"],
    instead: [{ index: 9, label: "B5" }],
  });
});

describe("choosing seats", () => {
  test("asks the server nothing until the visitor continues", async () => {
    const { desk, choice } = await openRoom(() => [201, aHold()]);
    act(() => {
      choice.current.toggle(6);
    });
    act(() => {
      choice.current.toggle(7);
    });
    expect(choice.current.chosen).toEqual([6, 7]);
    expect(desk.asked).toEqual([]);
    await act(async () => {
      await choice.current.hold();
    });
    expect(desk.asked.map(({ method, path, body }) => [method, path, body])).toEqual([
      ["POST", "/shows/42/holds", { seats: ["B2", "B3"] }],
    ]);
  });

  test("stops at the most seats the house sells at once, and says so", async () => {
    const { choice } = await openRoom(() => [201, aHold()]);
    for (const seat of [5, 6, 7, 8]) {
      act(() => {
        choice.current.toggle(seat);
      });
    }
    expect(choice.current.chosen).toEqual([5, 6, 7]);
    expect(choice.current.news).toEqual({ kind: "limit", count: 3 });
  });

  test("lets go of a seat that somebody else takes, and offers its neighbour", async () => {
    const { choice, tell } = await openRoom(() => [201, aHold()]);
    act(() => {
      choice.current.toggle(7);
    });
    act(() => {
      tell([[7, 1]]);
    });
    await waitFor(() => {
      expect(choice.current.chosen).toEqual([]);
    });
    expect(choice.current.news).toEqual({
      kind: "lost",
      seats: ["B3"],
      instead: [{ index: 8, label: "B4" }],
    });
  });

  test("keeps the rest of the choice when the house names the seats that are gone", async () => {
    const { choice } = await openRoom(() => refused(["B3"]));
    act(() => {
      choice.current.toggle(6);
    });
    act(() => {
      choice.current.toggle(7);
    });
    await act(async () => {
      expect(await choice.current.hold()).toBeNull();
    });
    expect(choice.current.chosen).toEqual([6]);
    expect(choice.current.news).toMatchObject({ kind: "lost", seats: ["B3"] });
  });

  test("does not take its own hold for somebody else's", async () => {
    const { choice, tell } = await openRoom(() => [201, aHold()]);
    act(() => {
      choice.current.toggle(6);
    });
    act(() => {
      choice.current.toggle(7);
    });
    await act(async () => {
      await choice.current.hold();
    });
    act(() => {
      tell([
        [6, 1],
        [7, 1],
        [14, 1],
      ]);
    });
    await waitFor(() => {
      expect(choice.current.yours).toEqual([6, 7]);
    });
    expect(choice.current.chosen).toEqual([6, 7]);
    expect(choice.current.news).toBeNull();
  });

  test("makes one hold of two presses", async () => {
    const { desk, choice } = await openRoom(() => [201, aHold()]);
    act(() => {
      choice.current.toggle(6);
    });
    await act(async () => {
      await Promise.all([choice.current.hold(), choice.current.hold()]);
    });
    expect(desk.count("POST", "/shows/42/holds")).toBe(1);
  });
});
