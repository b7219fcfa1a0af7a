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

export interface ModelMetrics {
  mae: number;
  rmse: number;
  r2: number;
  wape: number;
  n: number;
  coverage90: number | null;
  width90: number | null;
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

interface Where {
  query?: { cursor?: string; limit?: number };
}

/** The paths to come, as the generated types would say them. */
export interface DraftPaths {
  "/ml/train": { post: Sending<object, Record<string, never>, { job_id: string }, 202> };
  "/ml/jobs": { get: Operation<Where, Page<TrainingJob>> };
  "/ml/jobs/{job_id}": { get: Operation<{ path: { job_id: string } }, TrainingJob> };
  "/ml/jobs/{job_id}/cancel": { post: Operation<{ path: { job_id: string } }, TrainingJob> };
  "/admin/analytics/today": { get: Operation<object, Today> };
  "/admin/analytics/forecasts": { get: Operation<object, ForecastQuality> };
}
