import "server-only";

import { type City, isProblem } from "@movie-magic/client-sdk/api";
import { cache } from "react";

import { visitorsApi } from "./api";
import { citiesWhenLastHeard, rememberCities } from "./last-heard";
import { preferences } from "./preferences";

/**
 * The cities with theatres, for the menu of every page. Where the API does not name them they are those it last named:
 * a menu is no reason for a page to fail, and what the page itself asks for says more.
 */
export const cities = cache(async (): Promise<readonly City[]> => {
  const [api, { locale }] = await Promise.all([visitorsApi(), preferences()]);
  try {
    const known = await api.cities();
    rememberCities(locale, known);
    return known;
  } catch (error) {
    if (isProblem(error)) return citiesWhenLastHeard(locale);
    throw error;
  }
});
