import { type MessageKey, type Messages } from "@movie-magic/client-sdk/i18n";

import { type WordKey, type Words } from "./en";

/** The subjects of this site's own words that pages speak of in the browser. The rest never leaves the server. */
const subjects = ["account", "auth", "bank", "booking", "checkout", "error", "refund", "seats"] as const;

/** A message that the browser has: all that clients share, and of this site's own what it needs there. */
export type ClientKey = MessageKey | Extract<WordKey, `${(typeof subjects)[number]}.${string}`>;

/** What the browser is given to speak with. */
export type ClientWords = Readonly<Record<ClientKey, string>>;

/** Picks what the browser needs. */
export function clientWords(shared: Messages, own: Words): ClientWords {
  const wanted = new Set<string>(subjects);
  const picked = Object.entries(own).filter(([key]) => wanted.has(key.split(".")[0] ?? ""));
  return { ...shared, ...Object.fromEntries(picked) } as ClientWords;
}
