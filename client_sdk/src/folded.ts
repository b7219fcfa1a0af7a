const apostrophes = /['`´‘’‛ʹʻʼʽˈ′＇]/gu;
const spaces = /["!#$%&()*+,\-./:;<=>?@[\\\]^_{|}~¡¿·«»‹›“”„‟‐‑‒–—―−⁄…•।॥\s]+/gu;
/** One that follows a number is read apart from it: 8½ is 8 1/2. */
const fractions = /[¼½¾⅐-⅞↉]/gu;
const letters: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  þ: "th",
  ð: "d",
  đ: "d",
  ø: "o",
  ł: "l",
  ħ: "h",
  ŧ: "t",
  ŋ: "n",
  ı: "i",
  ĸ: "k",
  ə: "e",
  ς: "σ",
  "\u0901": "\u0902",
  "\u0c00": "\u0c02",
  "\u0c01": "\u0c02",
};
const others = new RegExp(Object.keys(letters).join("|"), "gu");
/** Accents, nuktas, joiners and what else is not seen, as ranges. */
const unseen = [
  ["\u0300", "\u036f"],
  ["\u1ab0", "\u1aff"],
  ["\u1dc0", "\u1dff"],
  ["\u20d0", "\u20ff"],
  ["\ufe20", "\ufe2f"],
  ["\ufe00", "\ufe0f"],
  ["\u200b", "\u200d"],
  ..."\u093c\u09bc\u0a3c\u0abc\u0b3c\u0cbc\u00ad\u2060\ufeff".split("").map((mark) => [mark, mark]),
];
const marks = new RegExp(`[${unseen.map((range) => range.join("-")).join("")}]`, "gu");

/**
 * A text as it is looked for: lower case, without accents, apostrophes and dashes. `Łódź` is found by `lodz` and
 * `Don’t` by `dont`. The same as `server/core/folding.py`, which says why; both are held to one list of examples.
 */
export function folded(text: string): string {
  return text
    .replace(apostrophes, "")
    .replace(fractions, " $&")
    .normalize("NFKD")
    .toLowerCase()
    .replace(apostrophes, "")
    .replace(others, (letter) => letters[letter] ?? letter)
    .replace(marks, "")
    .replace(spaces, " ")
    .trim();
}

/**
 * Every way a text is looked for, a line each: folded; its parts at apostrophes, so that `étranger` finds _L'Étranger_;
 * its parts joined, so that `walle` finds _WALL·E_ and `mash` _M*A*S*H_. The same as `search_forms` in PostgreSQL.
 */
export function searchForms(text: string): string {
  return [
    folded(text),
    folded(text.replace(apostrophes, " ")),
    folded(text.replace(/[-‐‑–—·•./*]/gu, "")),
  ].join("\n");
}
