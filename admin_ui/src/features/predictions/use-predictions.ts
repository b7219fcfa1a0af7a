import { type Prediction, type PredictionList } from "@movie-magic/client-sdk/staff";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { useStaff } from "@/app/staff-app";

const list = ["predictions"] as const;
const one = (showId: number) => ["prediction", showId] as const;

/** A forecast moves with every booking, and is made anew about once a minute. */
const refetchMs = 60_000;

/** Every show on sale with what is expected of it. */
export function usePredictions() {
  const { api } = useStaff();
  return useQuery({
    queryKey: list,
    queryFn: ({ signal }) => api.predictions.list({}, { signal }),
    refetchInterval: refetchMs,
  });
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
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (showIds: readonly number[]) => api.predictions.apply(showIds),
    onSettled: (_answer, _error, showIds) =>
      Promise.all([
        queries.invalidateQueries({ queryKey: list }),
        ...showIds.map((showId) => queries.invalidateQueries({ queryKey: one(showId) })),
      ]),
  });
}

/** Takes an answer about one show into what is shown, at once. */
export function useTakeIn() {
  const queries = useQueryClient();
  return (changed: Prediction) => {
    queries.setQueryData<PredictionList>(list, (before) =>
      before === undefined
        ? before
        : {
            ...before,
            items: before.items.map((item) =>
              item.show_id === changed.show_id ? { ...item, ...changed } : item,
            ),
          },
    );
    void queries.invalidateQueries({ queryKey: one(changed.show_id) });
    void queries.invalidateQueries({ queryKey: ["price-history", changed.show_id] });
  };
}
