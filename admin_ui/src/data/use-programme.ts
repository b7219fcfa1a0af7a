import { momentOf, wallTime } from "@movie-magic/client-sdk/dates";
import { type HouseShowSearch } from "@movie-magic/client-sdk/staff";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";

import { useStaff } from "@/app/staff-app";

import { everyItem } from "./every-item";

/** Begins the name of every question about the programme, so that a change of it has all of them asked again. */
export const programme = "programme";

/** Every film of the house. */
export function useFilms() {
  const { api } = useStaff();
  return useQuery({
    queryKey: [programme, "films"],
    queryFn: ({ signal }) => everyItem((place) => api.programme.movies.list(place, { signal })),
  });
}

/** Every theatre that is one's own to manage. */
export function useHouseTheatres() {
  const { api } = useStaff();
  return useQuery({
    queryKey: [programme, "theatres"],
    queryFn: ({ signal }) => everyItem((place) => api.programme.theatres.list(place, { signal })),
  });
}

/** Every screen of a theatre; of all one's own, where none is named. */
export function useScreens(theatreId?: number) {
  const { api } = useStaff();
  const of = theatreId === undefined ? {} : { theatre_id: theatreId };
  return useQuery({
    queryKey: [programme, "screens", of],
    queryFn: ({ signal }) =>
      everyItem((place) => api.programme.screens.list({ ...of, ...place }, { signal })),
  });
}

/** Every version of every seat layout of one's own theatres, without their seats, newest first. */
export function useLayouts() {
  const { api } = useStaff();
  return useQuery({
    queryKey: [programme, "layouts"],
    queryFn: ({ signal }) => everyItem((place) => api.programme.layouts.list(place, { signal })),
  });
}

/**
 * What a screen is taken for on a day of its theatre's calendar, a show that began the evening before and lasts into
 * the night among it; nothing is asked before both are known.
 */
export function useDayOnScreen(screenId: number | null, day: string, zone: string) {
  const { api } = useStaff();
  const known = screenId !== null && /^\d{4}-\d{2}-\d{2}$/.test(day);
  const begins = known ? Date.parse(momentOf(`${day}T00:00`, zone)) : 0;
  const search: HouseShowSearch = {
    from: wallTime(begins - 1, zone).slice(0, 10),
    to: day,
    ...(screenId === null ? {} : { screen_id: screenId }),
  };
  return useQuery({
    queryKey: [programme, "day", search],
    queryFn: ({ signal }) =>
      everyItem((place) => api.programme.shows.list({ ...search, ...place }, { signal })),
    select: (shows) => shows.filter(({ free_at }) => Date.parse(free_at) > begins),
    enabled: known,
  });
}

/** Has everything asked again that a change of the programme may have changed. */
export function useProgrammeChanged() {
  const queries = useQueryClient();
  return useCallback(async () => {
    for (const key of ["theatres", "predictions", "price-rules"])
      void queries.invalidateQueries({ queryKey: [key] });
    await queries.invalidateQueries({ queryKey: [programme] });
  }, [queries]);
}
