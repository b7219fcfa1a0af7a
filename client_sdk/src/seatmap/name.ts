import { type LayoutSeat } from "../api/types.ts";
import { intlLocales, type Locale, type MessageKey, type Translate } from "../i18n.ts";
import { SeatState } from "../live/frames.ts";
import { formatMoney, type Money } from "../money.ts";

/** What a seat is to the person who looks: the wire's states, and the two that only this person knows. */
export type SeatLook = keyof typeof SeatState | "chosen" | "yours";

const looks = Object.fromEntries(Object.entries(SeatState).map(([name, state]) => [state, name])) as Record<
  SeatState,
  keyof typeof SeatState
>;

/** The look of a seat. Own seats are `held` on the wire like everybody's, so what is one's own comes first. */
export function seatLook(
  state: SeatState,
  own: { readonly chosen: boolean; readonly yours: boolean },
): SeatLook {
  if (own.yours) return "yours";
  if (own.chosen && state === SeatState.free) return "chosen";
  return looks[state];
}

const categoryKeys: Readonly<Record<string, MessageKey>> = {
  standard: "seat.category.standard",
  premium: "seat.category.premium",
  recliner: "seat.category.recliner",
  couple: "seat.category.couple",
  vip: "seat.category.vip",
  wheelchair: "seat.category.wheelchair",
  companion: "seat.category.companion",
};

/** A category in the page's language; one that this version does not know keeps its own name. */
export function categoryName(category: string, t: Translate): string {
  const key = categoryKeys[category];
  return key === undefined ? category : t(key);
}

/**
 * The name of a seat, as a screen reader says it: "Row F seat 12, recliner, ₹350, available". What is not for sale has
 * no price.
 */
export function seatName(
  seat: Pick<LayoutSeat, "row" | "number" | "category">,
  look: SeatLook,
  price: Money | null,
  t: Translate,
  locale: Locale,
): string {
  const values = {
    row: seat.row,
    // As text: a seat is called 1200, not 1,200.
    number: String(seat.number),
    category: categoryName(seat.category, t),
    state: t(`seat.state.${look}`),
  };
  if (price === null || look === "blocked") return t("seat.nameNoPrice", values);
  return t("seat.name", { ...values, price: formatMoney(price, intlLocales[locale]) });
}
