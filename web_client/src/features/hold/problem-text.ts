import { ApiProblem, type FieldProblem, type Problem } from "@movie-magic/client-sdk/api";
import { fieldWords } from "@movie-magic/client-sdk/field-text";
import { type Translate } from "@movie-magic/client-sdk/i18n";

import { type ClientKey } from "@/words/client";

/** What to say about a problem, in the visitor's language: never the server's own sentence, which is English. */
export function problemText(problem: Problem, t: Translate<ClientKey>): string {
  if (!(problem instanceof ApiProblem)) return t(`problem.${problem.reason}`);
  const said = counted(problem, t) ?? t(ruleOf(problem) ?? plain.get(problem.code) ?? "problem.unknown");
  return problem.retryAfterSeconds === null || withoutWait.has(problem.code)
    ? said
    : `${said} ${t("problem.retryIn", { seconds: problem.retryAfterSeconds })}`;
}

/** What is refused in words that name seats or a number. */
function counted({ code, seats, remaining, limit }: ApiProblem, t: Translate<ClientKey>): string | null {
  const named = { count: seats.length, seats: seats.join(", ") };
  switch (code) {
    case "not_enough_together":
      return t("seats.notTogether", { count: remaining ?? 0 });
    case "seats_not_on_sale":
      return t("seats.notOnSale", named);
    case "seats_taken":
      return seats.length === 0 ? null : t("seats.lost", named);
    case "would_leave_gap":
      return seats.length === 0 ? null : t("seats.wouldLeaveGap", named);
    case "too_many_wheelchair_places":
      return t("seats.tooManyPlaces", { count: limit ?? 1 });
    default:
      return null;
  }
}

/** These end with something that is to be done, and not with a wait. */
const withoutWait = new Set(["hold_booked", "too_many_unpaid", "companion_alone"]);

const promotionRules = [
  "not_started",
  "ended",
  "inactive",
  "theatre",
  "movie",
  "min_seats",
  "first_booking",
] as const;

function ruleOf({ code, why }: ApiProblem): ClientKey | null {
  const rule = code === "promotion_not_valid" ? promotionRules.find((each) => each === why) : undefined;
  return rule === undefined ? null : `checkout.problem.${rule}`;
}

/** What accounts are refused. */
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

/** Every refusal that somebody in the shop can meet. A test holds it against all that the API refuses. */
const plain: ReadonlyMap<string, ClientKey> = new Map<string, ClientKey>([
  ...ofAccounts.map((code) => [code, `account.problem.${code}`] as const),
  ["hold_booked", "hold.booked"],
  ["hold_gone", "error.hold_gone"],
  ["hold_limit", "hold.notExtendable"],
  ["hold_mismatch", "error.hold_mismatch"],
  ["not_your_hold", "error.not_your_hold"],
  ["too_many_holds", "hold.tooMany"],
  ["too_many_unpaid", "hold.tooManyUnpaid"],
  ["companion_alone", "seats.companionAlone"],
  ["seats_taken", "error.seats_taken"],
  ["unknown_seats", "error.unknown_seats"],
  ["would_leave_gap", "error.would_leave_gap"],
  ["show_cancelled", "error.show_cancelled"],
  ["show_not_on_sale", "error.show_not_on_sale"],
  ["show_over", "error.show_over"],
  ["show_past", "error.show_past"],
  ["booking_expired", "error.booking_expired"],
  ["booking_settled", "error.booking_settled"],
  ["not_cancellable", "error.not_cancellable"],
  ["refund_changed", "error.refund_changed"],
  ["payment_method_not_offered", "error.payment_method_not_offered"],
  ["payment_settled", "error.payment_settled"],
  ["unknown_promotion", "checkout.problem.unknown_promotion"],
  ["promotion_not_valid", "checkout.problem.promotion_not_valid"],
  ["promotion_used_up", "checkout.problem.promotion_used_up"],
  ["not_enough_points", "checkout.problem.not_enough_points"],
  ["points_not_taken", "checkout.problem.points_not_taken"],
  ["not_signed_in", "error.session_ended"],
  ["session_ended", "error.session_ended"],
  ["not_allowed", "error.not_allowed"],
  ["not_your_account", "error.not_your_account"],
  ["not_found", "error.not_found"],
  ["foreign_site", "error.foreign_site"],
  ["idempotency_mismatch", "error.idempotency_mismatch"],
  ["changed_meanwhile", "error.idempotency_mismatch"],
  ["invalid", "error.invalid"],
  ["too_large", "error.too_large"],
  ["unavailable", "error.unavailable"],
]);

/** What to say at a field, in the visitor's language: never the server's own words, which are for programmers. */
export function fieldText(problem: FieldProblem, t: Translate<ClientKey>): string {
  const known = ofAccounts.find((each) => each === problem.code);
  return known === undefined ? (fieldWords(problem, t) ?? t("field.invalid")) : t(`account.problem.${known}`);
}
