import { describe, expect, test } from "vitest";

import {
  dayParts,
  formatCountdown,
  formatDate,
  formatDateTime,
  formatDay,
  formatDayName,
  formatDuration,
  formatTime,
  isoDuration,
  localDate,
  momentOf,
  wallTime,
  zoneName,
} from "../src/dates.ts";

const evening = "2026-11-28T19:30:00+05:30";

describe("a moment", () => {
  test("is written by the theatre's clock, whatever offset it came with", () => {
    expect(formatTime(evening, "Asia/Kolkata", "en-IN")).toBe("19:30");
    expect(formatTime("2026-11-28T14:00:00Z", "Asia/Kolkata", "en-IN")).toBe("19:30");
    expect(formatTime(evening, "America/New_York", "en-IN")).toBe("09:00");
  });

  test("just after midnight is 00, not 24", () => {
    expect(formatTime("2026-11-28T00:05:00+05:30", "Asia/Kolkata", "en-IN")).toBe("00:05");
  });

  test("falls on the theatre's day", () => {
    const late = "2026-11-28T20:00:00Z";
    expect(localDate(late, "Asia/Kolkata")).toBe("2026-11-29");
    expect(localDate(late, "America/New_York")).toBe("2026-11-28");
    expect(formatDay(late, "Asia/Kolkata", "en-IN")).toContain("29");
  });

  test("has day and time together", () => {
    expect(formatDateTime(evening, "Asia/Kolkata", "en-IN")).toMatch(/^Sat.*28.*Nov.*, 19:30$/);
  });

  test("keeps the clock through the end of summer time", () => {
    // 01:30 comes twice that night; the offset tells them apart, the wall shows the same.
    expect(formatTime("2026-11-01T01:30:00-04:00", "America/New_York", "en-IN")).toBe("01:30");
    expect(formatTime("2026-11-01T01:30:00-05:00", "America/New_York", "en-IN")).toBe("01:30");
  });

  test("names its zone", () => {
    expect(zoneName(evening, "Asia/Kolkata", "en-IN")).toBe("IST");
  });
});

describe("a calendar date", () => {
  const now = "2026-11-28T20:00:00Z"; // 29 November at 01:30 in Hyderabad

  test("is today or tomorrow by the theatre's calendar", () => {
    expect(formatDayName("2026-11-29", "Asia/Kolkata", "en-IN", now)).toBe("Today");
    expect(formatDayName("2026-11-30", "Asia/Kolkata", "en-IN", now)).toBe("Tomorrow");
    expect(formatDayName("2026-11-29", "America/New_York", "en-IN", now)).toBe("Tomorrow");
  });

  test("has its name in the page's language", () => {
    expect(formatDayName("2026-11-29", "Asia/Kolkata", "hi-IN", now)).toBe("आज");
    expect(formatDayName("2026-11-29", "Asia/Kolkata", "te-IN", now)).toBe("ఈ రోజు");
  });

  test("further away is a weekday and a day", () => {
    expect(formatDayName("2026-12-05", "Asia/Kolkata", "en-IN", now)).toMatch(/^Sat.*5.*Dec$/);
  });

  test("is the same date in every zone of the device", () => {
    expect(dayParts("2026-11-28", "en-IN")).toEqual({ weekday: "Sat", day: "28", month: "Nov" });
  });

  test("has its year when asked", () => {
    expect(formatDate("1957-03-27", "en-IN", { year: true })).toMatch(/27.*Mar.*1957/);
  });

  test("that is none is refused", () => {
    expect(() => formatDate("28.11.2026", "en-IN")).toThrow(RangeError);
  });
});

describe("a span", () => {
  test("of a film is in hours and minutes", () => {
    expect(formatDuration(152, "en-IN")).toBe("2h 32m");
    expect(formatDuration(120, "en-IN")).toBe("2h");
    expect(formatDuration(45, "en-IN")).toBe("45m");
    expect(formatDuration(0, "en-IN")).toBe("0m");
  });

  test("of a countdown shows 00:00 only when it is over", () => {
    expect(formatCountdown(582_000)).toBe("09:42");
    expect(formatCountdown(1)).toBe("00:01");
    expect(formatCountdown(0)).toBe("00:00");
    expect(formatCountdown(-5)).toBe("00:00");
  });

  test("is machine-readable too", () => {
    expect(isoDuration(582_000)).toBe("PT9M42S");
  });
});

describe("a time on a theatre's clock", () => {
  test("is the moment at which that clock shows it", () => {
    expect(momentOf("2026-11-27T19:30", "Asia/Kolkata")).toBe("2026-11-27T14:00:00.000Z");
    expect(momentOf("2026-07-08T02:30", "America/New_York")).toBe("2026-07-08T06:30:00.000Z");
    expect(wallTime("2026-11-27T14:00:00Z", "Asia/Kolkata")).toBe("2026-11-27T19:30");
  });

  test.each(["0002", "0020", "0202"])(
    "takes the year %s, which is what a field has while 2026 is typed",
    (year) => {
      const wall = `${year}-11-28T18:00`;
      expect(wallTime(momentOf(wall, "UTC"), "UTC")).toBe(wall);
      expect(Number.isNaN(Date.parse(momentOf(wall, "Asia/Kolkata")))).toBe(false);
    },
  );

  test("that is shown twice is the first of the two", () => {
    expect(momentOf("2026-11-01T01:30", "America/New_York")).toBe("2026-11-01T05:30:00.000Z");
  });

  test("that is skipped is as much later as the clock is put on", () => {
    const moment = momentOf("2026-03-08T02:30", "America/New_York");
    expect(wallTime(moment, "America/New_York")).toBe("2026-03-08T03:30");
  });

  test.each(["", "2026-11-27", "27.11.2026 19:30", "2026-13-27T19:30"])(
    "that is none (%j) is refused",
    (text) => {
      expect(() => momentOf(text, "Asia/Kolkata")).toThrow(RangeError);
    },
  );
});
