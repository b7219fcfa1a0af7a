import { describe, expect, test } from "vitest";

import { ServerClock } from "../src/clock.ts";
import { countdown } from "../src/hold/countdown.ts";

const serverTime = "2026-11-28T14:00:00Z";

/** A device whose two clocks the test moves apart. */
function aDevice(wall = Date.parse("2026-11-28T13:56:00Z")) {
  const time = { monotonicMs: 1_000, wallMs: wall };
  const clock = new ServerClock({ monotonic: () => time.monotonicMs, wall: () => time.wallMs });
  const pass = (ms: number) => {
    time.monotonicMs += ms;
    time.wallMs += ms;
  };
  return { time, clock, pass };
}

describe("the server's clock", () => {
  test("is not the device's, which may be minutes slow", () => {
    const { clock, pass } = aDevice();
    clock.sync(serverTime);
    pass(5_000);
    expect(new Date(clock.now()).toISOString()).toBe("2026-11-28T14:00:05.000Z");
  });

  test("does not jump when somebody sets the device's clock", () => {
    const { clock, time } = aDevice();
    clock.sync(serverTime);
    time.wallMs += 3_600_000;
    expect(clock.now()).toBe(Date.parse(serverTime));
    expect(clock.drift()).toBe(3_600_000);
  });

  test("shows drift after the device slept", () => {
    const { clock, time, pass } = aDevice();
    clock.sync(serverTime);
    pass(1_000);
    expect(clock.drift()).toBe(0);
    time.wallMs += 90_000;
    expect(clock.drift()).toBe(90_000);
  });

  test("promises no more than there is when the answer was slow", () => {
    const { clock, pass } = aDevice();
    const sentAt = clock.mark();
    pass(800);
    clock.sync(serverTime, sentAt);
    expect(clock.now()).toBe(Date.parse(serverTime) + 800);
    expect(clock.drift()).toBe(0);
  });

  test("is the device's until the server has spoken", () => {
    const { clock, time } = aDevice();
    expect(clock.now()).toBe(time.wallMs);
  });

  test("refuses what is no time", () => {
    const { clock } = aDevice();
    expect(() => {
      clock.sync("soon");
    }).toThrow(RangeError);
  });
});

describe("a countdown", () => {
  const deadline = "2026-11-28T14:10:00Z";

  test.each([
    [0, "calm"],
    [479_999, "calm"],
    [480_000, "warning"],
    [599_999, "warning"],
    [600_000, "over"],
    [700_000, "over"],
  ])("after %d ms of ten minutes is %s", (ms, phase) => {
    const { clock, pass } = aDevice();
    clock.sync(serverTime);
    pass(ms);
    expect(countdown(deadline, clock)).toEqual({ remainingMs: Math.max(0, 600_000 - ms), phase });
  });
});
