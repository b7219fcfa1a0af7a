"use client";

export { useCountdown } from "./countdown.ts";
export {
  useCheckout,
  useConnection,
  useFreeSeats,
  useHold,
  useLivePrices,
  useReadable,
  useSeatMap,
  useSeatState,
  useSession,
} from "./stores.ts";
export { type Translation, TranslationProvider, useTranslation } from "./translation.tsx";
