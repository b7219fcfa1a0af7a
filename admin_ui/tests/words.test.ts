import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { createTranslator } from "@movie-magic/client-sdk/i18n";
import { en as shared } from "@movie-magic/client-sdk/messages/en";
import { en as names } from "@movie-magic/client-sdk/names/en";
import { expect, test } from "vitest";

import { allWords } from "@/words";
import { en } from "@/words/en";

const keys = Object.keys(en) as (keyof typeof en)[];

test("every message can be said", () => {
  const t = createTranslator("en", allWords(shared, names, en));
  const holders = keys.flatMap((key) => [...en[key].matchAll(/\{(\w+)/g)].map(([, name]) => name ?? ""));
  const values = Object.fromEntries(holders.map((name) => [name, 2]));
  expect(keys.filter((key) => /[{}]/.test(t(key, values)))).toEqual([]);
});

test("every message is said somewhere", () => {
  const source = join(import.meta.dirname, "..", "src");
  const code = readdirSync(source, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file) && !file.startsWith("words"))
    .map((file) => readFileSync(join(source, file), "utf8"))
    .join("\n");
  // `role.${role}` says every message of its kind.
  const kinds = [...code.matchAll(/`((?:[a-z]+\.)+)\$\{/gi)].map(([, kind]) => kind ?? "");
  const silent = keys.filter(
    (key) => !code.includes(`"${key}"`) && !kinds.some((kind) => key.startsWith(kind)),
  );
  expect(silent).toEqual([]);
});
