import { type MessageKey, type Messages } from "@movie-magic/client-sdk/i18n";
import { type NameKey, type Names } from "@movie-magic/client-sdk/names";

import { type StaffWords } from "./en";

/** A message of this application: its own, one that all clients share, or the name of one of the API's words. */
export type StaffKey = MessageKey | NameKey | keyof StaffWords;

/** What the application is given to speak with. */
export type AllWords = Readonly<Record<StaffKey, string>>;

/** Joins the shared words, the names and this application's own. */
export function allWords(shared: Messages, names: Names, own: StaffWords): AllWords {
  return { ...shared, ...names, ...own };
}
