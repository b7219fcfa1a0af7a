import { createTranslator } from "@movie-magic/client-sdk/i18n";
import { en as shared } from "@movie-magic/client-sdk/messages/en";
import { describe, expect, test } from "vitest";

import { clientWords } from "@/words/client";
import { en, type WordKey } from "@/words/en";
import { hi } from "@/words/hi";
import { te } from "@/words/te";

const keys = Object.keys(en) as WordKey[];

/** The names of a message's place holders; a branch of a plural stands in the same braces, but after its case. */
function holders(message: string): readonly string[] {
  return [...message.matchAll(/(?<!(?:one|other|=\d+) )\{(\w+)[,}]/g)].map(([, name]) => name ?? "").sort();
}

/** Something for every place holder that any message has. */
const values = {
  city: "Hyderabad",
  count: 2,
  query: "maya",
  hours: 4,
  percent: "75%",
  zone: "IST",
  seat: "F12",
  row: "F",
  free: 3,
  theatre: "Deccan Palace",
  name: "Asha",
  tax: "₹10.00",
  refund: "₹220.00",
  amount: "₹220.00",
  time: "18:30",
  seats: "F12, F13",
  code: "FIRSTSHOW",
  total: "₹499.00",
  method: "UPI",
  spent: 120,
  left: 30,
  email: "asha@example.com",
  phone: "+919876543210",
  device: "Firefox",
};

describe.each([
  ["hi", hi],
  ["te", te],
] as const)("the words in %s", (locale, words) => {
  test("are all there, and in their own script", () => {
    const script = locale === "hi" ? /\p{Script=Devanagari}/u : /\p{Script=Telugu}/u;
    expect(keys.filter((key) => !script.test(words[key]))).toEqual([]);
  });

  test("have the place holders of the English ones", () => {
    const different = keys.filter((key) => {
      const theirs = new Set(holders(words[key]));
      return (
        !holders(en[key]).every((name) => theirs.has(name)) || theirs.size > new Set(holders(en[key])).size
      );
    });
    expect(different).toEqual([]);
  });

  test("can all be said", () => {
    const t = createTranslator(locale, words);
    expect(keys.filter((key) => /[{}]/.test(t(key, values)))).toEqual([]);
  });
});

test("the browser gets what it speaks with, and none of the long texts that only the server says", () => {
  const given = Object.keys(clientWords(shared, en));
  expect(given).toContain("checkout.pay");
  expect(given).toContain("seats.keys");
  expect(given.filter((key) => key.startsWith("help.") || key.startsWith("about."))).toEqual([]);
});
