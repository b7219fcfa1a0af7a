import { type User } from "@movie-magic/client-sdk/api";

/** The house's roles; each may do what those before it may. */
export const houseRoles = ["staff", "manager", "admin"] as const;

/** One of {@link houseRoles}. */
export type HouseRole = (typeof houseRoles)[number];

/** The highest of the house's roles that somebody has; null for a customer. */
export function roleOf(user: User): HouseRole | null {
  return houseRoles.findLast((role) => user.roles.includes(role)) ?? null;
}

/** Whether a role may do what `least` may. Only what is offered depends on it: the server decides. */
export function atLeast(role: HouseRole, least: HouseRole): boolean {
  return houseRoles.indexOf(role) >= houseRoles.indexOf(least);
}
