import { ApiProblem, type Problem } from "@movie-magic/client-sdk/api";
import { type Translate } from "@movie-magic/client-sdk/i18n";

import { type ClientKey } from "@/words/client";

/** What to say about a problem: the server's own sentence where it has one, in the visitor's language. */
export function problemText(problem: Problem, t: Translate<ClientKey>): string {
  if (!(problem instanceof ApiProblem)) return t(`problem.${problem.reason}`);
  if (problem.code === "not_enough_together")
    return t("seats.notTogether", { count: problem.remaining ?? 0 });
  const said = problem.code === "too_many_holds" ? t("hold.tooMany") : ownWords(problem, t);
  return problem.retryAfterSeconds === null
    ? said
    : `${said} ${t("problem.retryIn", { seconds: problem.retryAfterSeconds })}`;
}

function ownWords(problem: ApiProblem, t: Translate<ClientKey>): string {
  return problem.detail === "" ? t("problem.unknown") : problem.detail;
}
