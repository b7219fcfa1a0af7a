import { type PredictionQuery } from "@movie-magic/client-sdk/staff";
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { useStaff } from "@/app/staff-app";

const list = ["predictions"] as const;
const one = (showId: number) => ["prediction", showId] as const;

/** A forecast moves with every booking, and is made anew about once a minute. */
const refetchMs = 60_000;

const aDay = 86_400_000;

/**
 * Every show on sale with what is expected of it: of the next seven days, or around a day that is asked for.
 *
 * @param day YYYY-MM-DD on the theatres' calendars; empty for none
 */
export function usePredictions(day: string) {
  const { api } = useStaff();
  return useQuery({
    queryKey: [...list, day],
    queryFn: ({ signal }) => api.predictions.list(windowOf(day), { signal }),
    refetchInterval: refetchMs,
    placeholderData: keepPreviousData,
  });
}

/** A day lasts, over all time zones, from 14 hours before it begins in London until 12 hours after it ends there. */
export function windowOf(day: string): PredictionQuery {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return {};
  const noon = Date.parse(`${day}T12:00:00Z`);
  return { from: new Date(noon - aDay - aDay / 12).toISOString(), to: new Date(noon + aDay).toISOString() };
}

/** One show, with the reasons. */
export function usePrediction(showId: number) {
  const { api } = useStaff();
  return useQuery({
    queryKey: one(showId),
    queryFn: ({ signal }) => api.predictions.get(showId, { signal }),
  });
}

/** Puts recommended prices in force; what became of each show comes back. */
export function useApply() {
  const { api } = useStaff();
  const askAgain = useAskAgain();
  return useMutation({
    mutationFn: (showIds: readonly number[]) => api.predictions.apply(showIds),
    onSettled: (_answer, _error, showIds) => askAgain(showIds),
  });
}

/** Asks again about shows whose price was changed, and about all shows together. */
export function useAskAgain() {
  const queries = useQueryClient();
  return (showIds: readonly number[]) =>
    Promise.all([
      queries.invalidateQueries({ queryKey: list }),
      ...showIds.flatMap((showId) => [
        queries.invalidateQueries({ queryKey: one(showId) }),
        queries.invalidateQueries({ queryKey: ["price-history", showId] }),
      ]),
    ]);
}
