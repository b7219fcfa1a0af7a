import { amountText, parseAmount } from "@movie-magic/client-sdk/money";
import { type HouseTheatre, type HouseTheatreChange } from "@movie-magic/client-sdk/staff";

import { listField, namesOf, namesText } from "@/components/form/names";

/** What the list of cities has for one that is not in it. */
export const newCity = "+";

/** A theatre as a form has it: everything is text that a person can type. */
export interface TheatreFields {
  name: string;
  slug: string;
  city: string;
  new_city: { name: string; country: string };
  address: string;
  latitude: string;
  longitude: string;
  time_zone: string;
  currency: string;
  amenities: string;
  fee_per_ticket: string;
  counter_fee_per_ticket: string;
  tax_name: string;
  tax_rate: string;
  tax_included: boolean;
  rounding_unit: string;
  point_value: string;
  points_rate: string;
  cancellation_policy: { hours_before: string; refund_percent: string }[];
  sale_closes_after_start: string;
  cash_release_before_start: string;
  cash_reservation_minutes: string;
  single_gap_rule: boolean;
}

/** A new theatre's fields, with the rules that a house begins with. */
export function newTheatre(zone: string, currency: string): TheatreFields {
  return {
    name: "",
    slug: "",
    city: "",
    new_city: { name: "", country: "" },
    address: "",
    latitude: "",
    longitude: "",
    time_zone: zone,
    currency,
    amenities: "",
    fee_per_ticket: "0",
    counter_fee_per_ticket: "0",
    tax_name: "Tax",
    tax_rate: "0",
    tax_included: false,
    rounding_unit: amountText({ amount: 1, currency }),
    point_value: "0",
    points_rate: "0",
    cancellation_policy: [{ hours_before: "24", refund_percent: "100" }],
    sale_closes_after_start: "10",
    cash_release_before_start: "30",
    cash_reservation_minutes: "120",
    single_gap_rule: false,
  };
}

/** The fields of a theatre that there is. */
export function fieldsOfTheatre(theatre: HouseTheatre): TheatreFields {
  const money = (amount: number) => amountText({ amount, currency: theatre.currency });
  return {
    name: theatre.name,
    slug: theatre.slug,
    city: theatre.city,
    new_city: { name: "", country: "" },
    address: theatre.address,
    latitude: String(theatre.latitude),
    longitude: String(theatre.longitude),
    time_zone: theatre.time_zone,
    currency: theatre.currency,
    amenities: namesText(theatre.amenities),
    fee_per_ticket: money(theatre.fee_per_ticket),
    counter_fee_per_ticket: money(theatre.counter_fee_per_ticket),
    tax_name: theatre.tax_name,
    tax_rate: String(theatre.tax_rate / 100),
    tax_included: theatre.tax_included,
    rounding_unit: money(theatre.rounding_unit),
    point_value: money(theatre.point_value),
    points_rate: String(theatre.points_rate),
    cancellation_policy: theatre.cancellation_policy.map(({ hours_before, refund_percent }) => ({
      hours_before: String(hours_before),
      refund_percent: String(refund_percent),
    })),
    sale_closes_after_start: String(theatre.sale_closes_after_start),
    cash_release_before_start: String(theatre.cash_release_before_start),
    cash_reservation_minutes: String(theatre.cash_reservation_minutes),
    single_gap_rule: theatre.single_gap_rule,
  };
}

/**
 * What the fields say.
 *
 * @param before the theatre that is changed; null for a new one
 */
export function theatreOf(fields: TheatreFields, before: HouseTheatre | null): HouseTheatreChange {
  const currency = fields.currency.trim().toUpperCase();
  const money = (text: string) => parseAmount(text, currency) ?? 0;
  const isNew = fields.city === newCity;
  return {
    name: fields.name.trim(),
    slug: fields.slug.trim() || null,
    city: isNew ? null : fields.city,
    new_city: isNew
      ? { name: fields.new_city.name.trim(), country: fields.new_city.country.trim().toUpperCase() }
      : null,
    address: fields.address.trim(),
    latitude: Number(fields.latitude),
    longitude: Number(fields.longitude),
    time_zone: fields.time_zone.trim(),
    currency,
    amenities: namesOf(fields.amenities, before?.amenities),
    fee_per_ticket: money(fields.fee_per_ticket),
    counter_fee_per_ticket: money(fields.counter_fee_per_ticket),
    tax_name: fields.tax_name.trim(),
    tax_rate: Math.round(Number(fields.tax_rate) * 100),
    tax_included: fields.tax_included,
    rounding_unit: money(fields.rounding_unit),
    point_value: money(fields.point_value),
    points_rate: Number(fields.points_rate),
    cancellation_policy: fields.cancellation_policy.map(({ hours_before, refund_percent }) => ({
      hours_before: Number(hours_before),
      refund_percent: Number(refund_percent),
    })),
    sale_closes_after_start: Number(fields.sale_closes_after_start),
    cash_release_before_start: Number(fields.cash_release_before_start),
    cash_reservation_minutes: Number(fields.cash_reservation_minutes),
    single_gap_rule: fields.single_gap_rule,
  };
}

const list = listField("amenities");

/** The form's field for what the server finds wrong; what is wrong with the rules together is said at the first. */
export function theatreField(path: string): string {
  return path === "cancellation_policy" ? "cancellation_policy.0.refund_percent" : list(path);
}
