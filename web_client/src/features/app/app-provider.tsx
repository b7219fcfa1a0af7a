"use client";

import { createApi } from "@movie-magic/client-sdk/api";
import { createTranslator, intlLocales, type Locale } from "@movie-magic/client-sdk/i18n";
import { type ReactNode, useEffect, useMemo, useState } from "react";

import { cookieNames } from "@/preferences";
import { type ClientWords } from "@/words/client";

import { type App, AppContext } from "./app-context";
import { type SocketAddress } from "./socket-address";

interface AppProviderProps {
  readonly locale: Locale;
  readonly words: ClientWords;
  readonly socket: SocketAddress;
  readonly children: ReactNode;
}

const aYear = 60 * 60 * 24 * 365;

/** Makes the one API client of this page, brings an earlier session back, and hands both around. */
export function AppProvider({ locale, words, socket, children }: AppProviderProps) {
  const [api] = useState(() =>
    createApi({
      baseUrl: "/api",
      locale: () => (typeof document === "undefined" ? locale : document.documentElement.lang),
    }),
  );
  const app = useMemo<App>(
    () => ({ api, t: createTranslator(locale, words), locale, intl: intlLocales[locale], socket }),
    [api, locale, words, socket],
  );

  useEffect(() => {
    // The next page's first paint then already knows whether to offer "Sign in" or "Account".
    const leaveHint = () => {
      const { status } = api.session.state;
      if (status === "unknown") return;
      const lifetime = status === "signed-in" ? aYear : 0;
      document.cookie = `${cookieNames.signedIn}=1; path=/; max-age=${lifetime}; samesite=lax`;
    };
    const stop = api.session.subscribe(leaveHint);
    // Without an answer the session stays unknown; whatever needs it asks again and shows what went wrong.
    api.auth.restore().catch(leaveHint);
    return stop;
  }, [api]);

  return <AppContext value={app}>{children}</AppContext>;
}
