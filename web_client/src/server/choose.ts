"use server";

import { locales } from "@movie-magic/client-sdk/i18n";
import { cookies } from "next/headers";

import { cookieNames, themeChoices } from "@/preferences";

const aYear = 60 * 60 * 24 * 365;

/** What may be kept under each name; anything else is ignored. */
const allowed: Readonly<Record<"locale" | "theme" | "city", (value: string) => boolean>> = {
  locale: (value) => (locales as readonly string[]).includes(value),
  theme: (value) => (themeChoices as readonly string[]).includes(value),
  city: (value) => /^[a-z0-9-]{0,60}$/.test(value),
};

/** Keeps a choice of language, theme or city. A plain form post, so it works before and without scripts. */
export async function choose(form: FormData): Promise<void> {
  const jar = await cookies();
  for (const name of ["locale", "theme", "city"] as const) {
    const value = form.get(name);
    if (typeof value !== "string" || !allowed[name](value)) continue;
    if (value === "") jar.delete(cookieNames[name]);
    else jar.set(cookieNames[name], value, { path: "/", maxAge: aYear, sameSite: "lax" });
  }
}
