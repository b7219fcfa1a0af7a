import { type Translate } from "@movie-magic/client-sdk/i18n";
import { categoryName } from "@movie-magic/client-sdk/seatmap";

import { type StaffKey } from "@/words";

/** How many seats of which kind: "80 standard, 12 recliner". */
export function seatsText(categories: Readonly<Record<string, number>>, t: Translate<StaffKey>): string {
  return Object.entries(categories)
    .map(([category, seats]) => `${seats} ${categoryName(category, t)}`)
    .join(", ");
}
