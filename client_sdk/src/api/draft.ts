/**
 * Shapes that the server's OpenAPI document does not have yet. They go when it has them: then `types.ts` takes the
 * same names from there.
 */
interface Nothing {
  readonly query?: never;
  readonly header?: never;
  readonly path?: never;
  readonly cookie?: never;
}

interface Operation<Parameters, Out> {
  parameters: Omit<Nothing, keyof Parameters> & Parameters;
  requestBody?: never;
  responses: Record<200, { headers: Record<string, unknown>; content: { "application/json": Out } }>;
}

export interface ForecastQuality {
  items: {
    version: string;
    shows: number;
    mae: number;
    rmse: number;
    wape: number;
    coverage: number;
    level: number;
    bias: number;
  }[];
  drift: { feature: string; psi: number }[];
  points: {
    show_id: number;
    movie_title: string;
    starts_at: string;
    expected: number;
    low: number;
    high: number;
    sold: number;
  }[];
}

/** The paths to come, as the generated types would say them. */
export interface DraftPaths {
  "/admin/analytics/forecasts": { get: Operation<object, ForecastQuality> };
}
