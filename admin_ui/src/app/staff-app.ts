import { type Locale, type Translate } from "@movie-magic/client-sdk/i18n";
import { type HouseLine, type StaffApi } from "@movie-magic/client-sdk/staff";
import { createContext, use } from "react";

import { type StaffKey } from "@/words";

/** What every part of the application shares. */
export interface StaffApp {
  readonly api: StaffApi;
  readonly line: HouseLine;
  readonly t: Translate<StaffKey>;
  readonly locale: Locale;
  /** The tag for numbers, money and dates. */
  readonly intl: string;
}

export const StaffAppContext = createContext<StaffApp | null>(null);

/** The application around this component. */
export function useStaff(): StaffApp {
  const app = use(StaffAppContext);
  if (app === null) throw new Error("this component needs a StaffAppContext around it");
  return app;
}
