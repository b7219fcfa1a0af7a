import { once } from "node:events";
import { type AddressInfo } from "node:net";

import { LiveShow } from "@movie-magic/client-sdk/live";
import { SeatGeometry } from "@movie-magic/client-sdk/seatmap";
import { act, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { WebSocketServer } from "ws";

import { SeatMap } from "@/features/seat-map/seat-map";

import { englishApp, inApp, silentApi } from "../support/app";
import { smallHouse } from "../support/house";

const allPrices = {
  standard: { amount: 22000, currency: "INR" },
  recliner: { amount: 35000, currency: "INR" },
  wheelchair: { amount: 22000, currency: "INR" },
};

function only<T>(all: Readonly<Record<string, T>>, names: readonly string[]): Record<string, T> {
  return Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)));
}

function renderMap({
  states,
  url = "ws://127.0.0.1:9/ws/shows/42",
  chosen = [],
  priced = Object.keys(allPrices),
}: { states?: string; url?: string; chosen?: readonly number[]; priced?: readonly string[] } = {}) {
  const house = smallHouse(states);
  const seats = { ...house, prices: only(house.prices, priced) };
  const prices = only(allPrices, priced);
  const live = new LiveShow({ initial: seats, url, reload: () => Promise.resolve(seats) });
  const onToggle = vi.fn();
  const onClear = vi.fn();
  render(
    inApp(
      englishApp(silentApi()),
      <SeatMap
        layout={seats.layout}
        geometry={new SeatGeometry(seats.layout)}
        live={live}
        prices={prices}
        chosen={chosen}
        yours={[]}
        onToggle={onToggle}
        onClear={onClear}
      />,
    ),
  );
  return { live, onToggle, onClear };
}

function seat(label: string): Element {
  const found = document.querySelector(`[data-label="${label}"]`);
  if (found === null) throw new Error(`no seat ${label}`);
  return found;
}

/** The label of the seat that has the keyboard. */
function focused(): string | null {
  return document.activeElement?.getAttribute("data-label") ?? null;
}

describe("a seat", () => {
  test("is a button that says row, number, category, price and state", () => {
    renderMap({ states: "000000000000002" });
    expect(screen.getByRole("button", { name: "Row B seat 2, standard, ₹220, available" })).toBeDefined();
    expect(
      screen
        .getByRole("button", { name: "Row C seat 5, recliner, ₹350, sold" })
        .getAttribute("aria-disabled"),
    ).toBe("true");
  });

  test("of a category without a price is not for sale, whatever the map says", () => {
    renderMap({ priced: ["standard", "wheelchair"] });
    const unpriced = screen.getByRole("button", { name: "Row C seat 5, recliner, not for sale" });
    expect(unpriced.getAttribute("aria-disabled")).toBe("true");
    expect(unpriced.getAttribute("data-look")).toBe("blocked");
  });

  test("says that it is chosen, in words and in its pressed state", () => {
    renderMap({ chosen: [6] });
    const chosen = screen.getByRole("button", { name: /Row B seat 2.*chosen by you/ });
    expect(chosen.getAttribute("aria-pressed")).toBe("true");
  });
});

describe("the keyboard", () => {
  test("enters the house at one seat and leaves it with one Tab", async () => {
    renderMap();
    const user = userEvent.setup();
    expect(document.querySelectorAll('[data-seat][tabindex="0"]')).toHaveLength(1);
    await user.tab();
    expect(focused()).toBe("A3");
    await user.tab();
    expect(focused()).toBeNull();
  });

  test("moves with the arrows, over the aisle and to the nearest seat of the next row", async () => {
    renderMap();
    const user = userEvent.setup();
    await user.tab();
    await user.keyboard("{ArrowLeft}");
    expect(focused()).toBe("A2");
    await user.keyboard("{ArrowDown}");
    expect(focused()).toBe("B2");
    await user.keyboard("{End}");
    expect(focused()).toBe("B5");
    await user.keyboard("{ArrowRight}");
    expect(focused()).toBe("B5");
    await user.keyboard("{Home}{ArrowUp}");
    expect(focused()).toBe("A1");
    expect(document.querySelector('[data-seat][tabindex="0"]')?.getAttribute("data-label")).toBe("A1");
  });

  test("chooses with Space and with Enter, and clears with Escape", async () => {
    const { onToggle, onClear } = renderMap();
    const user = userEvent.setup();
    await user.tab();
    await user.keyboard(" ");
    await user.keyboard("{ArrowRight}{Enter}");
    expect(onToggle.mock.calls).toEqual([[2], [3]]);
    await user.keyboard("{Escape}");
    expect(onClear).toHaveBeenCalledOnce();
  });

  test("leaves the browser's own shortcuts alone", async () => {
    const { onToggle } = renderMap();
    const user = userEvent.setup();
    await user.tab();
    await user.keyboard("{Control>}{ArrowRight}{/Control}");
    expect(focused()).toBe("A3");
    expect(onToggle).not.toHaveBeenCalled();
  });
});

describe("a live change", () => {
  test("repaints the seat that changed, and no other", async () => {
    const server = new WebSocketServer({ port: 0, host: "127.0.0.1", handleProtocols: () => "seats.v1" });
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const { live } = renderMap({ url: `ws://127.0.0.1:${port}/ws/shows/42` });
    onTestFinished(() => {
      live.stop();
      for (const client of server.clients) client.terminate();
      server.close();
    });
    const touched = new Set<string>();
    const watcher = new MutationObserver((changes) => {
      for (const { target } of changes) {
        const changed = target instanceof Element ? target.closest("[data-label]") : null;
        if (changed !== null) touched.add(changed.getAttribute("data-label") ?? "");
      }
    });
    watcher.observe(document.body, { subtree: true, childList: true, attributes: true });
    server.on("connection", (socket) => {
      socket.send(JSON.stringify({ t: "d", v: [2, 2], c: [[7, 1]] }));
    });
    act(() => {
      live.start();
    });
    await waitFor(() => {
      expect(seat("B3").getAttribute("data-look")).toBe("held");
    });
    expect(seat("B3").getAttribute("aria-label")).toContain("being booked by someone");
    expect([...touched]).toEqual(["B3"]);
    watcher.disconnect();
  });
});
