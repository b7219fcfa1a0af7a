import { ApiProblem, type FieldProblem, type Problem } from "@movie-magic/client-sdk/api";
import { fieldWords } from "@movie-magic/client-sdk/field-text";
import { type Translate } from "@movie-magic/client-sdk/i18n";

import { type StaffKey } from "@/words";

const known = [
  "bad_credentials",
  "too_many_attempts",
  "too_many_requests",
  "forbidden",
  "last_admin",
  "changed_meanwhile",
] as const;

/** What to say about a problem: the server's own sentence where it has one. */
export function problemText(problem: Problem, t: Translate<StaffKey>): string {
  if (!(problem instanceof ApiProblem)) return t(`problem.${problem.reason}`);
  const own = known.find((code) => code === problem.code);
  const said = own === undefined ? problem.detail || t("problem.unknown") : t(`refused.${own}`);
  const later =
    problem.retryAfterSeconds === null
      ? said
      : `${said} ${t("problem.retryIn", { seconds: problem.retryAfterSeconds })}`;
  // What is wrong with no field that is shown must still be said.
  const fields = problem.errors.map((each) => fieldText(each, t)).filter((each) => !later.includes(each));
  return [later, ...fields].join(" ");
}

/** What to say at a field: what every form may find, or else the house's own rule, which the server says best. */
export function fieldText(problem: FieldProblem, t: Translate<StaffKey>): string {
  const { message } = problem;
  return fieldWords(problem, t) ?? message.charAt(0).toUpperCase() + message.slice(1);
}
