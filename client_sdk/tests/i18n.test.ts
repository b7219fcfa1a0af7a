import { parse, TYPE, type MessageFormatElement } from "@formatjs/icu-messageformat-parser";
import { describe, expect, test } from "vitest";

import {
  createTranslator,
  formatList,
  languageName,
  loadMessages,
  locales,
  matchLocale,
  type MessageKey,
} from "../src/i18n.ts";
import { en } from "../src/messages/en.ts";
import { hi } from "../src/messages/hi.ts";
import { te } from "../src/messages/te.ts";

const keys = Object.keys(en) as MessageKey[];

/** Which place holders a message has, and of what kind, wherever they are nested. */
function placeHolders(message: string): string[] {
  const found = new Set<string>();
  const visit = (elements: readonly MessageFormatElement[]) => {
    for (const element of elements) {
      if (element.type === TYPE.literal || element.type === TYPE.pound) continue;
      found.add(`${element.value}:${element.type}`);
      if (element.type === TYPE.plural || element.type === TYPE.select) {
        for (const option of Object.values(element.options)) visit(option.value);
      }
    }
  };
  visit(parse(message, { ignoreTag: true }));
  return [...found].sort();
}

describe.each([
  ["Hindi", hi, "hi", /\p{Script=Devanagari}/u],
  ["Telugu", te, "te", /\p{Script=Telugu}/u],
] as const)("%s", (_, messages, locale, script) => {
  test("has every message and no other", () => {
    expect(Object.keys(messages)).toEqual(keys);
  });

  test.each(keys)("says %s with the same place holders", (key) => {
    expect(placeHolders(messages[key])).toEqual(placeHolders(en[key]));
  });

  test("is written in its own script", () => {
    const foreign = keys.filter((key) => !script.test(messages[key].replaceAll(/\{[a-z]+\}/g, "")));
    // Messages that are nothing but place holders have no script.
    expect(foreign).toEqual(["show.at", "checkout.quantity"]);
  });

  test("has a form for every number its grammar tells apart", () => {
    const forms = new Intl.PluralRules(locale).resolvedOptions().pluralCategories;
    const incomplete = keys.filter((key) =>
      parse(messages[key], { ignoreTag: true }).some(
        (element) => element.type === TYPE.plural && forms.some((form) => !(form in element.options)),
      ),
    );
    expect(incomplete).toEqual([]);
  });
});

describe("a translator", () => {
  test("counts", () => {
    const t = createTranslator("en", en);
    expect(t("show.seatsLeft", { count: 0 })).toBe("Sold out");
    expect(t("show.seatsLeft", { count: 1 })).toBe("1 seat left");
    expect(t("show.seatsLeft", { count: 12 })).toBe("12 seats left");
  });

  test("groups numbers as in India", () => {
    expect(createTranslator("hi", hi)("movie.ratings", { count: 123456 })).toContain("1,23,456");
  });

  test("says the rest of a countdown as a person would", () => {
    const t = createTranslator("en", en);
    expect(t("hold.left", { minutes: 2, seconds: 1 })).toBe("2 minutes 1 second left");
    expect(t("hold.left", { minutes: 0, seconds: 9 })).toBe("9 seconds left");
  });

  test("knows a client's own words beside the shared ones", () => {
    const t = createTranslator("te", { ...te, "own.greeting": "నమస్కారం, {name}" });
    expect(t("own.greeting", { name: "<Asha>" })).toBe("నమస్కారం, <Asha>");
    expect(t("nav.movies")).toBe("సినిమాలు");
  });

  test("does not hide that a value is missing", () => {
    expect(() => createTranslator("en", en)("movie.from")).toThrow(/price/);
  });
});

describe("choosing a language", () => {
  test.each([
    [null, "en"],
    ["", "en"],
    ["te-IN,te;q=0.9,en;q=0.8", "te"],
    ["fr;q=0.9, hi;q=0.5, en;q=0.4", "hi"],
    ["en;q=0.2, hi;q=0.9", "hi"],
    ["hi;q=0, te;q=0.1", "te"],
    ["de, fr", "en"],
  ])("from %j picks %s", (header, expected) => {
    expect(matchLocale(header)).toBe(expected);
  });

  test.each(locales)("loads the words of %s", async (locale) => {
    expect(Object.keys(await loadMessages(locale))).toEqual(keys);
  });
});

test("a list is joined as the language does", () => {
  expect(formatList(["F12", "F13", "F14"], "en")).toBe("F12, F13 and F14");
  expect(formatList(["F12", "F13"], "hi")).toBe("F12 और F13");
});

test("a film's language is named in the page's language, or left alone", () => {
  expect(languageName("Telugu", "te")).toBe("తెలుగు");
  expect(languageName("ta", "en")).toBe("Tamil");
  expect(languageName("Old High Gibberish", "en")).toBe("Old High Gibberish");
});
