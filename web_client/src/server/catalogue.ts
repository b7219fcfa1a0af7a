import "server-only";

import { type City, ConnectionProblem } from "@movie-magic/client-sdk/api";
import { cache } from "react";

import { visitorsApi } from "./api";

/**
 * The cities with theatres, for the menu of every page. A house that does not answer has no menu; what the page
 * itself asks for then says so.
 */
export const cities = cache(async (): Promise<readonly City[]> => {
  const api = await visitorsApi();
  try {
    return await api.cities();
  } catch (error) {
    if (error instanceof ConnectionProblem) return [];
    throw error;
  }
});
