"use client";

import { type Api } from "@movie-magic/client-sdk/api";
import { type Locale, type Translate } from "@movie-magic/client-sdk/i18n";
import { createContext, use } from "react";

import { type ClientKey } from "@/words/client";

import { type SocketAddress } from "./socket-address";

/** What every interactive part of the page shares. */
export interface App {
  readonly api: Api;
  readonly t: Translate<ClientKey>;
  readonly locale: Locale;
  /** The tag for numbers, money and dates. */
  readonly intl: string;
  readonly socket: SocketAddress;
}

export const AppContext = createContext<App | null>(null);

/** The app around this component. */
export function useApp(): App {
  const app = use(AppContext);
  if (app === null) throw new Error("this component needs an AppProvider around it");
  return app;
}
