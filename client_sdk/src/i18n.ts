import { IntlMessageFormat } from "intl-messageformat";

import { humanised } from "./humanised.ts";
import { type MessageKey, type Messages } from "./messages/en.ts";

export { type MessageKey, type Messages } from "./messages/en.ts";

/** The languages the house speaks, the default first. */
export const locales = ["en", "hi", "te"] as const;

/** One of {@link locales}. */
export type Locale = (typeof locales)[number];

/** Each language by its own name, as a person looking for it would read it. */
export const localeNames: Readonly<Record<Locale, string>> = { en: "English", hi: "हिन्दी", te: "తెలుగు" };

/**
 * The locale for numbers, money and dates. India's English groups digits by lakh and writes the day before the month,
 * so plain `en`, which means the United States, would be wrong for every price.
 */
export const intlLocales: Readonly<Record<Locale, string>> = { en: "en-IN", hi: "hi-IN", te: "te-IN" };

/** Whether a text names one of the house's languages. */
export function isLocale(text: string): text is Locale {
  return (locales as readonly string[]).includes(text);
}

/** The best of the house's languages for an `Accept-Language` header; English when none of them is in it. */
export function matchLocale(acceptLanguage: string | null): Locale {
  const wanted = (acceptLanguage ?? "")
    .split(",")
    .map((range) => {
      const [tag = "", ...parameters] = range.trim().split(";");
      const quality = parameters.find((parameter) => parameter.trim().startsWith("q="));
      return { tag: tag.toLowerCase(), quality: quality === undefined ? 1 : Number(quality.trim().slice(2)) };
    })
    .filter(({ quality }) => quality > 0)
    .sort((one, other) => other.quality - one.quality);
  for (const { tag } of wanted) {
    const language = tag.split("-")[0] ?? "";
    if (isLocale(language)) return language;
  }
  return locales[0];
}

/** The messages of one language; the others are not loaded. */
export async function loadMessages(locale: Locale): Promise<Messages> {
  switch (locale) {
    case "en":
      return (await import("./messages/en.ts")).en;
    case "hi":
      return (await import("./messages/hi.ts")).hi;
    case "te":
      return (await import("./messages/te.ts")).te;
  }
}

/** What may stand in a message's place holders. */
export type MessageValues = Readonly<Record<string, string | number | boolean | Date | null | undefined>>;

/** Says a message: `t("show.seatsLeft", { count: 12 })`. */
export type Translate<Key extends string = MessageKey> = (key: Key, values?: MessageValues) => string;

/**
 * Makes the function that says messages of one language.
 *
 * A client with words of its own passes `{ ...sdkMessages, ...its own }`; the keys it may use are then those of both.
 */
export function createTranslator<Key extends string>(
  locale: Locale,
  messages: Readonly<Record<Key, string>>,
): Translate<Key> {
  const parsed = new Map<Key, IntlMessageFormat>();
  return (key, values) => {
    const message = (messages as Readonly<Record<string, string | undefined>>)[key];
    // `show.status.${status}` of a status that only a newer server knows: better in English than not at all.
    if (message === undefined) return humanised(key.slice(key.lastIndexOf(".") + 1));
    // Most messages have no place holder: those need no parser.
    if (!message.includes("{") && !message.includes("'")) return message;
    let format = parsed.get(key);
    if (format === undefined) {
      // Tags would let a message carry markup; none does, and "<" then stays an ordinary character.
      format = new IntlMessageFormat(message, intlLocales[locale], undefined, { ignoreTag: true });
      parsed.set(key, format);
    }
    return format.format<string>(values) as string;
  };
}

/** Writes a list the way the language does: "F12, F13 and F14". */
export function formatList(items: readonly string[], locale: Locale): string {
  return new Intl.ListFormat(intlLocales[locale], { type: "conjunction" }).format(items);
}

/** The name of a language, given by its English name or its code, in the language of the page. */
export function languageName(language: string, locale: Locale): string {
  const code = languageCodes[language.toLowerCase()] ?? language.toLowerCase();
  if (!/^[a-z]{2,3}$/.test(code)) return language;
  return new Intl.DisplayNames(intlLocales[locale], { type: "language" }).of(code) ?? language;
}

/** The languages films are sold in, by the names the catalogue uses. */
const languageCodes: Readonly<Record<string, string>> = {
  bengali: "bn",
  english: "en",
  french: "fr",
  german: "de",
  hindi: "hi",
  italian: "it",
  japanese: "ja",
  kannada: "kn",
  korean: "ko",
  malayalam: "ml",
  mandarin: "zh",
  marathi: "mr",
  punjabi: "pa",
  spanish: "es",
  tamil: "ta",
  telugu: "te",
};
