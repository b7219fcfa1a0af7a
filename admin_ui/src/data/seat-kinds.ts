import { type Translate } from "@movie-magic/client-sdk/i18n";
import { categoryName } from "@movie-magic/client-sdk/seatmap";

import { type StaffKey } from "@/words";

/** The kinds of seats, from those that most halls have most of. */
export const usualKinds = ["standard", "premium", "recliner", "couple", "vip", "wheelchair", "companion"];

/** The categories of a layout in their usual order; those that this version does not know come last. */
export function kindsOf(seats: Readonly<Record<string, number>>): readonly string[] {
  const place = (category: string) =>
    usualKinds.includes(category) ? usualKinds.indexOf(category) : usualKinds.length;
  return Object.keys(seats).sort((one, other) => place(one) - place(other));
}

/** How many seats of which kind: "standard 80, recliner 12". */
export function seatsText(seats: Readonly<Record<string, number>>, t: Translate<StaffKey>): string {
  return kindsOf(seats)
    .map((category) => `${categoryName(category, t)} ${seats[category] ?? 0}`)
    .join(", ");
}

/** A category as it stands at the beginning of a line. */
export function kindTitle(category: string, t: Translate<StaffKey>): string {
  const name = categoryName(category, t);
  return name.charAt(0).toUpperCase() + name.slice(1);
}
