import { describe, expect, test } from "vitest";

import { createTranslator } from "../../src/i18n.ts";
import { SeatState } from "../../src/live/index.ts";
import { en } from "../../src/messages/en.ts";
import { te } from "../../src/messages/te.ts";
import { seatLook, seatName, toggleSeat, withoutLost } from "../../src/seatmap/index.ts";
import { rupees } from "../support/samples.ts";

const t = createTranslator("en", en);
const recliner = { row: "F", number: 12, category: "recliner" };

describe("the name of a seat", () => {
  test("says where it is, what it is, what it costs and whether it can be had", () => {
    expect(seatName(recliner, "free", rupees(350), t, "en")).toBe("Row F seat 12, recliner, ₹350, available");
    expect(seatName(recliner, "sold", rupees(350), t, "en")).toBe("Row F seat 12, recliner, ₹350, sold");
  });

  test("is in the page's language", () => {
    expect(seatName(recliner, "free", rupees(350), createTranslator("te", te), "te")).toBe(
      "వరుస F సీటు 12, రిక్లైనర్, ₹350, అందుబాటులో ఉంది",
    );
  });

  test("leaves out a price that is not known", () => {
    expect(seatName(recliner, "yours", null, t, "en")).toBe("Row F seat 12, recliner, held for you");
  });

  test("has no price where it is not for sale", () => {
    expect(seatName(recliner, "blocked", rupees(350), t, "en")).toBe("Row F seat 12, recliner, not for sale");
  });

  test("keeps a category of a later version, and a large number as it is", () => {
    const seat = { row: "ZZ", number: 1200, category: "hammock" };
    expect(seatName(seat, "blocked", null, t, "en")).toBe("Row ZZ seat 1200, hammock, not for sale");
  });
});

describe("the look of a seat", () => {
  const nobody = { chosen: false, yours: false };

  test("is the wire's, unless it is one's own", () => {
    expect(seatLook(SeatState.free, nobody)).toBe("free");
    expect(seatLook(SeatState.held, nobody)).toBe("held");
    expect(seatLook(SeatState.sold, nobody)).toBe("sold");
    expect(seatLook(SeatState.blocked, nobody)).toBe("blocked");
    expect(seatLook(SeatState.free, { chosen: true, yours: false })).toBe("chosen");
    expect(seatLook(SeatState.held, { chosen: true, yours: true })).toBe("yours");
  });

  test("is not one's own because one wanted it", () => {
    expect(seatLook(SeatState.sold, { chosen: true, yours: false })).toBe("sold");
  });
});

describe("choosing", () => {
  const rules = { maxSeats: 2, isFree: (seat: number) => seat !== 9 };

  test("adds, and gives up what was chosen", () => {
    expect(toggleSeat([1], 2, rules)).toEqual({ selection: [1, 2], refused: null });
    expect(toggleSeat([1, 2], 1, rules)).toEqual({ selection: [2], refused: null });
  });

  test("stops at the house's limit, and at what is taken", () => {
    expect(toggleSeat([1, 2], 3, rules)).toEqual({ selection: [1, 2], refused: "limit" });
    expect(toggleSeat([], 9, rules)).toEqual({ selection: [], refused: "unavailable" });
  });

  test("loses what others took, and only that", () => {
    expect(withoutLost([1, 9, 2], rules.isFree)).toEqual({ selection: [1, 2], lost: [9] });
    const kept = [1, 2];
    expect(withoutLost(kept, rules.isFree).selection).toBe(kept);
  });
});
