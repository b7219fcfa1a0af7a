"use client";

import { createContext, type ReactNode, useContext, useMemo } from "react";

import { createTranslator, intlLocales, type Locale, type MessageKey, type Translate } from "../i18n.ts";

/** The words of the page. */
export interface Translation {
  readonly t: Translate;
  readonly locale: Locale;
  /** For `Intl`: numbers, money and dates. */
  readonly intlLocale: string;
}

const TranslationContext = createContext<Translation | null>(null);

/** Gives the words of one language to everything inside. `messages` must have at least every key of the SDK. */
export function TranslationProvider({
  locale,
  messages,
  children,
}: {
  readonly locale: Locale;
  readonly messages: Readonly<Record<MessageKey, string>>;
  readonly children: ReactNode;
}) {
  const translation = useMemo<Translation>(
    () => ({ t: createTranslator(locale, messages), locale, intlLocale: intlLocales[locale] }),
    [locale, messages],
  );
  return <TranslationContext value={translation}>{children}</TranslationContext>;
}

/** The words of the page around this component. */
export function useTranslation(): Translation {
  const translation = useContext(TranslationContext);
  if (translation === null) throw new Error("useTranslation needs a TranslationProvider around it");
  return translation;
}
