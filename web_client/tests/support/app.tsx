import { type Api, createApi } from "@movie-magic/client-sdk/api";
import { createTranslator } from "@movie-magic/client-sdk/i18n";
import { en as shared } from "@movie-magic/client-sdk/messages/en";
import { type ReactNode } from "react";

import { type App, AppContext } from "@/features/app/app-context";
import { clientWords } from "@/words/client";
import { en } from "@/words/en";

/** The app in English, talking to `api`. */
export function englishApp(api: Api): App {
  return {
    api,
    t: createTranslator("en", clientWords(shared, en)),
    locale: "en",
    intl: "en-IN",
    socket: { kind: "port", port: 8000 },
  };
}

/** Wraps what is under test in an app. */
export function inApp(app: App, children: ReactNode): ReactNode {
  return <AppContext value={app}>{children}</AppContext>;
}

/** An API client for components that ask nothing. */
export function silentApi(): Api {
  return createApi({
    baseUrl: "http://127.0.0.1:9",
    locale: () => "en",
    fetch: () => Promise.reject(new Error("this component must not ask the server")),
  });
}
