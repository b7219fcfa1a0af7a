import { type ModelSummary } from "@movie-magic/client-sdk/staff";

/** The metrics that this application knows by name; a model's card may have more. */
export type Metric = "mae" | "rmse" | "r2" | "wape" | "n" | "coverage90" | "width90";

/** One metric of a model; null where its card does not say. */
export function metricOf({ metrics }: Pick<ModelSummary, "metrics">, name: Metric): number | null {
  return metrics[name] ?? null;
}

/** What a model learned from, as far as its card says. */
export function learnedFrom({ data }: Pick<ModelSummary, "data">): {
  readonly shows: number | null;
  readonly days: { readonly first: string; readonly last: string } | null;
} {
  const { shows, first_day: first, last_day: last } = data;
  return {
    shows: typeof shows === "number" ? shows : null,
    days: typeof first === "string" && typeof last === "string" ? { first, last } : null,
  };
}
