import { ApiProblem, type FieldProblem, type Problem } from "@movie-magic/client-sdk/api";
import { fieldWords } from "@movie-magic/client-sdk/field-text";
import { type Translate } from "@movie-magic/client-sdk/i18n";

import { type ClientKey } from "@/words/client";

/** What to say about a problem: the server's own sentence where it has one, in the visitor's language. */
export function problemText(problem: Problem, t: Translate<ClientKey>): string {
  if (!(problem instanceof ApiProblem)) return t(`problem.${problem.reason}`);
  if (problem.code === "not_enough_together")
    return t("seats.notTogether", { count: problem.remaining ?? 0 });
  if (problem.code === "seats_not_on_sale")
    return t("seats.notOnSale", { count: problem.seats.length, seats: problem.seats.join(", ") });
  if (problem.code === "too_many_wheelchair_places")
    return t("seats.tooManyPlaces", { count: problem.limit ?? 1 });
  const seats = ofSeats.get(problem.code);
  if (seats !== undefined) return t(seats);
  const said = problem.code === "too_many_holds" ? t("hold.tooMany") : ownWords(problem, t);
  return problem.retryAfterSeconds === null
    ? said
    : `${said} ${t("problem.retryIn", { seconds: problem.retryAfterSeconds })}`;
}

/** What is refused of seats, in words of this site. */
const ofSeats = new Map<string, "hold.booked" | "hold.tooManyUnpaid" | "seats.companionAlone">([
  ["hold_booked", "hold.booked"],
  ["too_many_unpaid", "hold.tooManyUnpaid"],
  ["companion_alone", "seats.companionAlone"],
]);

const promotionRules = [
  "not_started",
  "ended",
  "inactive",
  "theatre",
  "movie",
  "min_seats",
  "first_booking",
] as const;

const refusals = ["unknown_promotion", "promotion_used_up", "not_enough_points", "points_not_taken"] as const;

/** What accounts are refused, in words of this site. */
const ofAccounts = [
  "bad_credentials",
  "email_taken",
  "email_not_verified",
  "contact_not_verified",
  "weak_password",
  "wrong_password",
  "wrong_code",
  "code_gone",
  "link_gone",
  "phone_not_offered",
  "bookings_ahead",
  "last_admin",
  "too_many_attempts",
  "too_many_requests",
] as const;

/** What to say at a field, in the visitor's language: never the server's own words, which are for programmers. */
export function fieldText(problem: FieldProblem, t: Translate<ClientKey>): string {
  const known = ofAccounts.find((each) => each === problem.code);
  return known === undefined ? (fieldWords(problem, t) ?? t("field.invalid")) : t(`account.problem.${known}`);
}

function ownWords(problem: ApiProblem, t: Translate<ClientKey>): string {
  const known =
    refusals.find((code) => code === problem.code) ??
    (problem.code === "promotion_not_valid"
      ? promotionRules.find((rule) => rule === problem.why)
      : undefined);
  if (known !== undefined) return t(`checkout.problem.${known}`);
  const account = ofAccounts.find((code) => code === problem.code);
  if (account !== undefined) return t(`account.problem.${account}`);
  return problem.detail === "" ? t("problem.unknown") : problem.detail;
}
