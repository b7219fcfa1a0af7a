import { type Promotion } from "@movie-magic/client-sdk/staff";
import { describe, expect, test } from "vitest";

import { changeOf, fieldsOf, newFields } from "@/features/promotions/promotion-form";

const zone = "Asia/Kolkata";

const promotion: Promotion = {
  id: 3,
  code: "DIWALI",
  label: "Diwali",
  kind: "percent",
  value: 1_250,
  currency: "INR",
  max_discount: 15_050,
  starts_at: "2026-11-01T03:30:17Z",
  ends_at: null,
  total_limit: 500,
  per_user_limit: null,
  first_booking_only: true,
  min_seats: 2,
  theatre_ids: [1, 2],
  movie_ids: [9],
  active: true,
  used: 41,
  created_by: null,
  created_at: "2026-10-30T00:00:00Z",
  etag: "first",
};

describe("a promotion's form", () => {
  test("that is only looked at changes nothing, not even the seconds", () => {
    const { id, used, created_by, created_at, etag, ...asItIs } = promotion;
    expect([id, used, created_by, created_at, etag]).toHaveLength(5);
    expect(changeOf(fieldsOf(promotion, zone, "INR"), zone, promotion)).toEqual(asItIs);
  });

  test("has percent and money as people write them", () => {
    const fields = fieldsOf(promotion, zone, "INR");
    expect(fields).toMatchObject({ value: "12.5", max_discount: "150.50", starts_at: "2026-11-01T09:00" });
    expect(
      fieldsOf({ ...promotion, kind: "amount", value: 5_000, max_discount: null }, zone, "INR").value,
    ).toBe("50");
  });

  test("says nothing of a currency where there is no amount", () => {
    const fields = {
      ...newFields(Date.parse("2026-11-27T12:00:00Z"), zone, "INR"),
      code: "rain ",
      value: "20",
    };
    expect(changeOf(fields, zone, null)).toMatchObject({
      code: "RAIN",
      kind: "percent",
      value: 2_000,
      currency: null,
      max_discount: null,
      starts_at: "2026-11-27T12:00:00.000Z",
      ends_at: null,
      total_limit: null,
      per_user_limit: 1,
    });
  });

  test("of an amount leaves out a limit that only a percentage has", () => {
    const fields = { ...fieldsOf(promotion, zone, "INR"), kind: "amount" as const, value: "75" };
    expect(changeOf(fields, zone, promotion)).toMatchObject({
      value: 7_500,
      currency: "INR",
      max_discount: null,
    });
  });
});
