import { readFileSync } from "node:fs";
import { join } from "node:path";

import { ApiProblem } from "@movie-magic/client-sdk/api";
import { createTranslator, loadMessages } from "@movie-magic/client-sdk/i18n";
import { describe, expect, test } from "vitest";

import { problemText } from "@/features/hold/problem-text";
import { clientWords } from "@/words/client";
import { en } from "@/words/en";
import { hi } from "@/words/hi";
import { te } from "@/words/te";

/** Every refusal of the API, as the server's own table has it. */
const table = readFileSync(join(import.meta.dirname, "../../server/core/http/problems.py"), "utf8");
const codes = [...table.matchAll(/^ {4}"(\w+)": \d{3},$/gm)].map(([, code]) => code ?? "");

/** What only people of the house, other programs or a mistake of ours can be refused with. */
const notOfTheShop = new Set([
  "bad_cursor",
  "bad_signature",
  "experiment_ended",
  "internal",
  "malformed",
  "method_not_allowed",
  "model_not_in_use",
  "model_unusable",
  "name_taken",
  "no_model",
  "nothing_overridden",
  "own_booking",
  "promotion_code_taken",
  "refund_settled",
  "refund_under_way",
  "screen_taken",
  "show_has_tickets",
  "still_used",
  "training_busy",
  "training_over",
  "unknown_model",
]);

function refusal(code: string, more: { seats?: readonly string[]; why?: string } = {}): ApiProblem {
  return new ApiProblem({ status: 409, code, title: "English title", detail: "English detail", ...more });
}

test("the server's table is read whole, and only what is in it is left out", () => {
  expect(codes.length).toBeGreaterThan(60);
  expect([...notOfTheShop].filter((code) => !codes.includes(code))).toEqual([]);
});

describe.each([
  ["en", en],
  ["hi", hi],
  ["te", te],
] as const)("what is refused, in %s", (locale, words) => {
  const translator = async () => createTranslator(locale, clientWords(await loadMessages(locale), words));

  test("is said in words of its own for every refusal of the API", async () => {
    const t = await translator();
    const missing = codes.filter(
      (code) => !notOfTheShop.has(code) && problemText(refusal(code), t) === t("problem.unknown"),
    );
    expect(missing).toEqual([]);
  });

  test("is never said in the server's words", async () => {
    const t = await translator();
    const met = [...codes, "http_502", "of_tomorrow", "constructor"].flatMap((code) => [
      problemText(refusal(code), t),
      problemText(refusal(code, { seats: ["A1"], why: "of_tomorrow" }), t),
    ]);
    expect(met.filter((said) => /English|[{}]/.test(said) || said === "")).toEqual([]);
    expect(problemText(refusal("of_tomorrow"), t)).toBe(t("problem.unknown"));
  });
});
