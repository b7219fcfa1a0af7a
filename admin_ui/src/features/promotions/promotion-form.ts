import { momentOf, wallTime } from "@movie-magic/client-sdk/dates";
import { amountText, parseAmount } from "@movie-magic/client-sdk/money";
import { type Promotion, type PromotionChange } from "@movie-magic/client-sdk/staff";

/** A promotion as a form has it: everything is text that a person can type. */
export interface PromotionFields {
  code: string;
  label: string;
  kind: PromotionChange["kind"];
  value: string;
  currency: string;
  max_discount: string;
  starts_at: string;
  ends_at: string;
  total_limit: string;
  per_user_limit: string;
  min_seats: string;
  theatre_ids: string[];
  first_booking_only: boolean;
  active: boolean;
}

/** A new promotion's fields; it begins now. */
export function newFields(now: number, zone: string, currency: string): PromotionFields {
  return {
    code: "",
    label: "",
    kind: "percent",
    value: "",
    currency,
    max_discount: "",
    starts_at: wallTime(now, zone),
    ends_at: "",
    total_limit: "",
    per_user_limit: "1",
    min_seats: "1",
    theatre_ids: [],
    first_booking_only: false,
    active: true,
  };
}

/** The fields of a promotion that there is. */
export function fieldsOf(promotion: Promotion, zone: string, houseCurrency: string): PromotionFields {
  const currency = promotion.currency ?? houseCurrency;
  const amount = (value: number) => amountText({ amount: value, currency });
  const count = (value: number | null) => (value === null ? "" : String(value));
  return {
    code: promotion.code,
    label: promotion.label,
    kind: promotion.kind,
    value: promotion.kind === "percent" ? String(promotion.value / 100) : amount(promotion.value),
    currency,
    max_discount: promotion.max_discount === null ? "" : amount(promotion.max_discount),
    starts_at: wallTime(promotion.starts_at, zone),
    ends_at: promotion.ends_at === null ? "" : wallTime(promotion.ends_at, zone),
    total_limit: count(promotion.total_limit),
    per_user_limit: count(promotion.per_user_limit),
    min_seats: String(promotion.min_seats),
    theatre_ids: promotion.theatre_ids.map(String),
    first_booking_only: promotion.first_booking_only,
    active: promotion.active,
  };
}

/**
 * What the fields say. A time that was not touched keeps its seconds: a form that is only looked at changes nothing.
 *
 * @param before the promotion that is changed; null for a new one
 */
export function changeOf(fields: PromotionFields, zone: string, before: Promotion | null): PromotionChange {
  const percent = fields.kind === "percent";
  const count = (text: string) => (text.trim() === "" ? null : Number(text));
  const moment = (text: string, kept: string | null | undefined) =>
    kept !== null && kept !== undefined && wallTime(kept, zone) === text ? kept : momentOf(text, zone);
  const most =
    percent && fields.max_discount.trim() !== "" ? parseAmount(fields.max_discount, fields.currency) : null;
  return {
    code: fields.code.trim().toUpperCase(),
    label: fields.label.trim(),
    kind: fields.kind,
    value: percent
      ? Math.round(Number(fields.value) * 100)
      : (parseAmount(fields.value, fields.currency) ?? 0),
    currency: percent && most === null ? null : fields.currency,
    max_discount: most,
    starts_at: moment(fields.starts_at, before?.starts_at),
    ends_at: fields.ends_at === "" ? null : moment(fields.ends_at, before?.ends_at),
    total_limit: count(fields.total_limit),
    per_user_limit: count(fields.per_user_limit),
    first_booking_only: fields.first_booking_only,
    min_seats: Number(fields.min_seats),
    theatre_ids: fields.theatre_ids.map(Number),
    movie_ids: before?.movie_ids ?? [],
    active: fields.active,
  };
}
