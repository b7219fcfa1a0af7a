import "server-only";

import { type Locale, locales, matchLocale } from "@movie-magic/client-sdk/i18n";
import { cookies, headers } from "next/headers";
import { cache } from "react";

import { cookieNames, type ThemeChoice, themeChoices } from "@/preferences";

/** What a visitor chose, kept in cookies so that the first byte of a page is already right. */
export interface Preferences {
  readonly locale: Locale;
  readonly theme: ThemeChoice;
  /** The slug of a city; null for all cities. */
  readonly city: string | null;
  /** This browser has signed in and not out again. A hint for the first paint, never a proof. */
  readonly signedInBefore: boolean;
}

/** The preferences of the request at hand, read once. */
export const preferences = cache(async (): Promise<Preferences> => {
  const [jar, head] = await Promise.all([cookies(), headers()]);
  const language = jar.get(cookieNames.locale)?.value;
  const theme = jar.get(cookieNames.theme)?.value;
  const city = jar.get(cookieNames.city)?.value;
  return {
    locale: locales.find((locale) => locale === language) ?? matchLocale(head.get("accept-language")),
    theme: themeChoices.find((choice) => choice === theme) ?? "system",
    city: city !== undefined && /^[a-z0-9-]{1,60}$/.test(city) ? city : null,
    signedInBefore: jar.get(cookieNames.signedIn)?.value === "1",
  };
});
