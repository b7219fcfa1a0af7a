import { createApi } from "@movie-magic/client-sdk/api";
import { act, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { HoldTimer } from "@/features/hold/hold-timer";

import { englishApp, inApp, silentApi } from "./support/app";

const start = new Date("2026-11-28T19:00:00Z");

function inSeconds(seconds: number): string {
  return new Date(start.getTime() + seconds * 1000).toISOString();
}

/** Renders and lets the first tick come. */
function renderTimer(element: Parameters<typeof inApp>[1], api = silentApi()): void {
  render(inApp(englishApp(api), element));
  act(() => {
    vi.advanceTimersByTime(1);
  });
}

beforeEach(() => {
  vi.useFakeTimers({ now: start });
});

afterEach(() => {
  vi.useRealTimers();
});

describe("the hold's clock", () => {
  test("counts down and promises, without a warning while there is time", () => {
    renderTimer(<HoldTimer deadline={inSeconds(600)} onExtend={vi.fn()} />);
    expect(screen.getByRole("timer").textContent).toBe("10:00");
    act(() => {
      vi.advanceTimersByTime(61_000);
    });
    expect(screen.getByRole("timer").textContent).toBe("08:59");
    expect(screen.getByText("Your seats and price are held")).toBeDefined();
    expect(screen.queryByRole("button")).toBeNull();
  });

  test("warns two minutes before the end and offers more time in one tap", () => {
    const onExtend = vi.fn();
    renderTimer(<HoldTimer deadline={inSeconds(121)} onExtend={onExtend} />);
    expect(screen.queryByRole("button")).toBeNull();
    act(() => {
      vi.advanceTimersByTime(1_500);
    });
    screen.getByRole("button", { name: "Give me more time" }).click();
    expect(onExtend).toHaveBeenCalledOnce();
  });

  test("says so when there is no more time to be had", () => {
    renderTimer(<HoldTimer deadline={inSeconds(60)} onExtend={null} />);
    expect(screen.getByText("This is as long as seats can be held.")).toBeDefined();
    expect(screen.queryByRole("button")).toBeNull();
  });

  test("believes the server's clock and not the device's, which may be four minutes slow", () => {
    const api = createApi({ baseUrl: "http://127.0.0.1:9", locale: () => "en" });
    api.clock.sync(inSeconds(240));
    renderTimer(<HoldTimer deadline={inSeconds(600)} onExtend={vi.fn()} />, api);
    expect(screen.getByRole("timer").textContent).toBe("06:00");
  });
});
