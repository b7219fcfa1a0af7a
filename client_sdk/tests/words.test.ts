import { describe, expect, test } from "vitest";

import { fieldWords } from "../src/field-text.ts";
import { folded, searchForms } from "../src/folded.ts";
import { createTranslator, loadMessages, locales } from "../src/i18n.ts";
import examples from "./support/folded.json" with { type: "json" };

describe("what is looked for", () => {
  test.each(examples as [string, string][])("%j is folded to %j, as on the server", (text, looked) => {
    expect(folded(text)).toBe(looked);
  });
});

describe.each(locales)("what is wrong with a field, in %s", (locale) => {
  test("is said in words of its reader", async () => {
    const t = createTranslator(locale, await loadMessages(locale));
    const field = "password";
    const message = "String should match pattern '^\\+[1-9]$'";
    const said = [
      { field, code: "string_too_short", message, limit: 10 },
      { field, code: "string_too_long", message, limit: 120 },
      { field, code: "string_pattern_mismatch", message },
      { field, code: "not_a_phone", message },
      { field, code: "not_an_email", message },
      { field, code: "missing", message },
      { field, code: "greater_than_equal", message, limit: 1 },
      { field, code: "string_too_short", message },
    ].map((problem) => fieldWords(problem, t));
    for (const words of said) {
      expect(words).not.toBeNull();
      expect(words).not.toContain("pattern");
      expect(words).not.toContain("{");
    }
    expect(said[0]).toContain("10");
    expect(new Set(said).size).toBeGreaterThan(6);
  });

  test("is not guessed where only the house knows", async () => {
    const t = createTranslator(locale, await loadMessages(locale));
    expect(fieldWords({ field: "slug", code: "unknown", message: "" }, t)).toBeNull();
    expect(fieldWords({ field: "slug", code: "constructor", message: "" }, t)).toBeNull();
  });
});

describe("a text that is looked for", () => {
  test.each([
    ["L’Étranger", "etranger"],
    ["The Legend of O'Brien", "brien"],
    ["WALL·E", "walle"],
    ["M*A*S*H", "mash"],
    ["AC/DC", "acdc"],
    ["Spider-Man", "spider man"],
  ])("%s is found by %s", (text, typed) => {
    expect(searchForms(text)).toContain(folded(typed));
  });
});
