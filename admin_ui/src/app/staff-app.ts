import { type Locale, type Translate } from "@movie-magic/client-sdk/i18n";
import { type NameKind } from "@movie-magic/client-sdk/names";
import { type HouseLine, type StaffApi } from "@movie-magic/client-sdk/staff";
import { createContext, use } from "react";

import { type StaffKey } from "@/words";

/** What every part of the application shares. */
export interface StaffApp {
  readonly api: StaffApi;
  readonly line: HouseLine;
  readonly t: Translate<StaffKey>;
  /** What a value of the API's is called, also one that only a newer server knows. */
  readonly nameOf: (kind: NameKind, value: string) => string;
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
