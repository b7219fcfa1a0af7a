import { localDate } from "@movie-magic/client-sdk/dates";
import { folded, searchForms } from "@movie-magic/client-sdk/folded";
import { type Prediction } from "@movie-magic/client-sdk/staff";

import { stateOf } from "./columns";

/** Which shows are looked at; an empty text is no condition. */
export interface Wanted {
  /** Part of a film's or a theatre's name. */
  readonly words: string;
  readonly theatre: string;
  /** YYYY-MM-DD on the theatre's calendar. */
  readonly day: string;
  /** `change`, or one of the states of a price. */
  readonly kind: string;
}

/** The shows that are wanted, in the order they came. */
export function wantedOf(
  items: readonly Prediction[],
  wanted: Wanted,
  zoneOf: (theatreId: number) => string,
): readonly Prediction[] {
  const words = folded(wanted.words);
  return items.filter(
    (item) =>
      (words === "" || searchForms(`${item.movie_title} ${item.theatre.name}`).includes(words)) &&
      (wanted.theatre === "" || item.theatre.id === Number(wanted.theatre)) &&
      (wanted.day === "" || localDate(item.starts_at, zoneOf(item.theatre.id)) === wanted.day) &&
      (wanted.kind === "" || (wanted.kind === "change" ? mayBeApplied(item) : stateOf(item) === wanted.kind)),
  );
}

/** Whether "Apply" would change its price now. */
export function mayBeApplied(item: Prediction): boolean {
  return item.may_apply;
}
