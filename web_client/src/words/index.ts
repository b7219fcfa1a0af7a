import { type Locale } from "@movie-magic/client-sdk/i18n";

import { type Words } from "./en";

export { type WordKey, type Words } from "./en";

/** This site's own messages in one language; the others are not loaded. */
export async function loadWords(locale: Locale): Promise<Words> {
  switch (locale) {
    case "en":
      return (await import("./en")).en;
    case "hi":
      return (await import("./hi")).hi;
    case "te":
      return (await import("./te")).te;
  }
}
