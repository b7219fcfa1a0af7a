import { type FieldProblem } from "./api/types.ts";
import { type MessageKey, type Translate } from "./i18n.ts";

/** What each kind of fault is called here. The server's words are for programmers of other clients. */
const words: Readonly<Record<string, MessageKey>> = {
  missing: "field.missing",
  string_too_short: "field.tooShort",
  string_too_long: "field.tooLong",
  too_short: "field.tooFew",
  too_long: "field.tooMany",
  greater_than_equal: "field.atLeast",
  less_than_equal: "field.atMost",
  greater_than: "field.moreThan",
  less_than: "field.lessThan",
  int_type: "field.wholeNumber",
  int_parsing: "field.wholeNumber",
  int_from_float: "field.wholeNumber",
  float_type: "field.number",
  float_parsing: "field.number",
  finite_number: "field.number",
  date_type: "field.date",
  date_parsing: "field.date",
  date_from_datetime_parsing: "field.date",
  datetime_type: "field.moment",
  datetime_parsing: "field.moment",
  datetime_from_date_parsing: "field.moment",
  timezone_aware: "field.moment",
  enum: "field.choice",
  literal_error: "field.choice",
  not_an_email: "field.email",
  not_a_phone: "field.phone",
  not_a_code: "field.code",
  control_characters: "field.unseen",
  string_pattern_mismatch: "field.invalid",
};

/** Kinds that are about how much: without saying how much they say nothing. */
const measured = new Set<MessageKey>([
  "field.tooShort",
  "field.tooLong",
  "field.tooFew",
  "field.tooMany",
  "field.atLeast",
  "field.atMost",
  "field.moreThan",
  "field.lessThan",
]);

/** What to say at a field, in the reader's language; null for a kind of fault that is not every form's. */
export function fieldWords({ code, limit }: FieldProblem, t: Translate): string | null {
  const key = Object.hasOwn(words, code) ? words[code] : undefined;
  if (key === undefined) return null;
  if (!measured.has(key)) return t(key);
  return typeof limit === "number" ? t(key, { limit }) : t("field.invalid");
}
