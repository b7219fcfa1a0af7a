import { useFilms, useHouseTheatres, useLayouts, useScreens } from "@/data/use-programme";

import { type Stock } from "./show-form";

/** What is there before anything is known. */
export const noStock: Stock = { films: [], theatres: [], screens: [], layouts: [] };

/** What a show can be made of; null before all of it is known, and then what could not be had, if anything. */
export function useStock() {
  const [films, theatres, screens, layouts] = [useFilms(), useHouseTheatres(), useScreens(), useLayouts()];
  const known =
    films.data !== undefined &&
    theatres.data !== undefined &&
    screens.data !== undefined &&
    layouts.data !== undefined;
  const stock: Stock | null = known
    ? { films: films.data, theatres: theatres.data, screens: screens.data, layouts: layouts.data }
    : null;
  return { stock, failed: [films, theatres, screens, layouts].find(({ isError }) => isError) };
}
