import { type Hold } from "@movie-magic/client-sdk/api";

/**
 * The address of a checkout. It names the show and the seats, so that a reload, a crash or a lost answer can be made
 * good from the address alone. It opens nothing for anybody else: the hold belongs to the browser that has its token.
 */
export function checkoutHref(hold: Pick<Hold, "hold_id" | "show_id" | "seats">): `/checkout/${string}` {
  const query = new URLSearchParams({ show: String(hold.show_id), seats: hold.seats.join(",") });
  return `/checkout/${hold.hold_id}?${query.toString()}`;
}
