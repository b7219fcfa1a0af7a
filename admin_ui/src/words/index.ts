import { type MessageKey, type Messages } from "@movie-magic/client-sdk/i18n";

import { type StaffWords } from "./en";

/** A message of this application: its own, or one that all clients share. */
export type StaffKey = MessageKey | keyof StaffWords;

/** What the application is given to speak with. */
export type AllWords = Readonly<Record<StaffKey, string>>;

/** Joins the shared words and this application's own. */
export function allWords(shared: Messages, own: StaffWords): AllWords {
  return { ...shared, ...own };
}
