import "server-only";

import {
  createTranslator,
  intlLocales,
  loadMessages,
  type Locale,
  type MessageKey,
  type Translate,
} from "@movie-magic/client-sdk/i18n";
import { genreName, loadNames } from "@movie-magic/client-sdk/names";
import { cache } from "react";

import { loadWords, type WordKey } from "@/words";

import { preferences } from "./preferences";

/** What a server-rendered component needs in order to speak. */
export interface Speech {
  readonly t: Translate<MessageKey | WordKey>;
  /** What a genre of the catalogue's is called. */
  readonly genre: (genre: string) => string;
  readonly locale: Locale;
  /** The tag for numbers, money and dates. */
  readonly intl: string;
}

/** The translator for the request at hand. */
export const words = cache(async (): Promise<Speech> => {
  const { locale } = await preferences();
  const [shared, own, names] = await Promise.all([
    loadMessages(locale),
    loadWords(locale),
    loadNames(locale),
  ]);
  return {
    t: createTranslator(locale, { ...shared, ...own }),
    genre: (genre) => genreName(names, genre),
    locale,
    intl: intlLocales[locale],
  };
});
