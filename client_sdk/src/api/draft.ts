/**
 * Shapes that the server's OpenAPI document does not have yet. They go when it has them: then `types.ts` takes the
 * same names from there.
 */
import { type Money } from "../money.ts";

interface Nothing {
  readonly query?: never;
  readonly header?: never;
  readonly path?: never;
  readonly cookie?: never;
}

interface Operation<Parameters, Out, Status extends number = 200> {
  parameters: Omit<Nothing, keyof Parameters> & Parameters;
  requestBody?: never;
  responses: Record<Status, { headers: Record<string, unknown>; content: { "application/json": Out } }>;
}

interface Sending<Parameters, In, Out, Status extends number = 200> {
  parameters: Omit<Nothing, keyof Parameters> & Parameters;
  requestBody: { content: { "application/json": In } };
  responses: Record<Status, { headers: Record<string, unknown>; content: { "application/json": Out } }>;
}

interface Page<T> {
  items: T[];
  next_cursor: string | null;
}

export interface PricePerson {
  id: string;
  name: string;
}

export interface Prediction {
  show_id: number;
  movie_id: number;
  movie_title: string;
  theatre: { id: number; name: string; city: string };
  screen: { id: number; name: string };
  starts_at: string;
  capacity: number;
  sold: number;
  seats_left: number;
  expected_tickets: number;
  low: number;
  high: number;
  level: number;
  confidence: number;
  base_price: Money;
  current_price: Money;
  source: "override" | "ml" | "base";
  recommended_price: Money | null;
  change_percent: number | null;
  floor: Money;
  ceiling: Money;
  expected_revenue: Money;
  gain_percent: number | null;
  held_out: boolean;
  automatic: boolean;
  override: { reason: string; until: string; by: PricePerson | null } | null;
}

export interface PredictionList {
  model_version: string | null;
  as_of: string;
  items: Prediction[];
}

export interface PredictionDetail extends Prediction {
  explanation: {
    typical_tickets: number;
    exact: boolean;
    items: {
      feature: string;
      meaning: string;
      value: string | number | boolean | null;
      contribution: number;
    }[];
  } | null;
  grid: { price: Money; expected_tickets: number; expected_revenue: Money }[];
}

export interface AppliedPrices {
  items: { show_id: number; applied: boolean; from: Money; to: Money; why: string | null }[];
}

export interface OverrideRequest {
  price?: number;
  multiplier?: number;
  reason: string;
  until: string;
}

export interface PriceChange {
  at: string;
  source: string;
  from: Money | null;
  to: Money;
  multiplier: number | null;
  model_version: string | null;
  reason: string | null;
  by: PricePerson | null;
}

export interface PriceRuleChange {
  automatic: boolean;
  floor: number;
  ceiling: number;
  step: number;
  interval_minutes: number;
  hold_out: number;
}

export interface PriceRule extends PriceRuleChange {
  theatre_id: number;
  theatre_name: string;
  city: string;
}

export interface ModelMetrics {
  mae: number;
  rmse: number;
  r2: number;
  wape: number;
  n: number;
  coverage90: number | null;
  width90: number | null;
}

export interface ModelSummary {
  version: string;
  kind: string;
  source: "shipped" | "trained";
  created_at: string;
  in_use: boolean;
  metrics: ModelMetrics;
  data: { shows: number; rows: number; bookings: number | null; first_day: string; last_day: string };
  seconds: number;
  why: string | null;
  champion: string | null;
}

export interface ModelDetail extends ModelSummary {
  /** Pairs: predicted, actual. */
  points: number[][] | null;
  changes: { at: string; action: string; by: PricePerson | null; reason: string | null }[];
}

export interface ModelList {
  in_use: string | null;
  items: ModelSummary[];
}

export type JobStatus = "queued" | "running" | "succeeded" | "failed" | "cancelled";

export interface TrainingJob {
  id: string;
  status: JobStatus;
  stage: string | null;
  progress: number;
  source: string;
  requested_by: PricePerson | null;
  created_at: string;
  started_at: string | null;
  finished_at: string | null;
  version?: string | null;
  metrics?: ModelMetrics | null;
  report?: unknown;
  decision?: unknown;
  error?: string | null;
}

export interface Today {
  as_of: string;
  currencies: { currency: string; revenue: Money; refunded: Money }[];
  tickets: number;
  bookings: number;
  shows: number;
  occupancy: number;
  seats: number;
  by_theatre: {
    theatre: { id: number; name: string; city: string };
    shows: number;
    tickets: number;
    capacity: number;
    occupancy: number;
    revenue: Money;
  }[];
  by_hour: { hour: string; tickets: number; revenue: Money[] }[];
  conversion: { holds?: number; bookings: number; paid: number } | null;
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

export interface ExperimentArm {
  name: string;
  share: number;
  policy: "base" | "ml";
  floor?: number | null;
  ceiling?: number | null;
  step?: number | null;
}

export interface ExperimentRequest {
  name: string;
  theatre_ids: number[];
  starts_at: string;
  ends_at: string;
  arms: ExperimentArm[];
}

export interface Experiment extends ExperimentRequest {
  id: number;
  status: "planned" | "running" | "ended";
  results:
    | {
        arm: string;
        shows: number;
        tickets: number;
        revenue_per_show: Money;
        uplift_percent: number | null;
        low: number | null;
        high: number | null;
      }[]
    | null;
}

interface OfShow {
  path: { show_id: number };
}

interface OfVersion {
  path: { version: string };
}

interface Where {
  query?: { cursor?: string; limit?: number };
}

export interface PredictionQuery {
  from?: string;
  to?: string;
  theatre_id?: number;
}

/** The paths to come, as the generated types would say them. */
export interface DraftPaths {
  "/admin/predictions": { get: Operation<{ query?: PredictionQuery }, PredictionList> };
  "/admin/predictions/{show_id}": { get: Operation<OfShow, PredictionDetail> };
  "/admin/predictions/apply": { post: Sending<object, { show_ids: number[] }, AppliedPrices> };
  "/admin/shows/{show_id}/override": {
    post: Sending<OfShow, OverrideRequest, Prediction>;
    delete: Operation<OfShow, Prediction>;
  };
  "/admin/shows/{show_id}/prices": { get: Operation<OfShow & Where, Page<PriceChange>> };
  "/admin/prices": { get: Operation<object, { items: PriceRule[] }> };
  "/admin/prices/{theatre_id}": {
    put: Sending<{ path: { theatre_id: number } }, PriceRuleChange, PriceRule>;
  };
  "/ml/models": { get: Operation<object, ModelList> };
  "/ml/models/{version}": { get: Operation<OfVersion, ModelDetail> };
  "/ml/models/{version}/promote": { post: Sending<OfVersion, { reason?: string }, ModelDetail> };
  "/ml/models/{version}/rollback": { post: Sending<OfVersion, { reason?: string }, ModelDetail> };
  "/ml/train": { post: Sending<object, Record<string, never>, { job_id: string }, 202> };
  "/ml/jobs": { get: Operation<Where, Page<TrainingJob>> };
  "/ml/jobs/{job_id}": { get: Operation<{ path: { job_id: string } }, TrainingJob> };
  "/ml/jobs/{job_id}/cancel": { post: Operation<{ path: { job_id: string } }, TrainingJob> };
  "/admin/analytics/today": { get: Operation<object, Today> };
  "/admin/analytics/forecasts": { get: Operation<object, ForecastQuality> };
  "/admin/experiments": {
    get: Operation<Where, Page<Experiment>>;
    post: Sending<object, ExperimentRequest, Experiment, 201>;
  };
  "/admin/experiments/{experiment_id}": {
    get: Operation<{ path: { experiment_id: number } }, Experiment>;
    put: Sending<{ path: { experiment_id: number } }, ExperimentRequest, Experiment>;
  };
  "/admin/experiments/{experiment_id}/end": {
    post: Operation<{ path: { experiment_id: number } }, Experiment>;
  };
}
