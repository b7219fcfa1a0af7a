import { type FieldProblem } from "./types.ts";

/** The server answered, and the answer is no: problem details (RFC 9457) as an error. */
export class ApiProblem extends Error {
  override readonly name = "ApiProblem";
  /** The HTTP status. */
  readonly status: number;
  /** Stable word for programs, such as `seats_taken`; `http_503` when the answer was no problem document. */
  readonly code: string;
  /** One sentence in English; empty when the answer was no problem document. */
  readonly detail: string;
  /** What is wrong, by field of the request. */
  readonly errors: readonly FieldProblem[];
  /** The seats that stand in the way, by label. */
  readonly seats: readonly string[];
  /** How many seats are free side by side, where that is what stands in the way. */
  readonly remaining: number | null;
  /** How many are allowed, where more were asked for. */
  readonly limit: number | null;
  /** Which rule stands in the way, where a promotion cannot be used. */
  readonly why: string | null;
  /** After how many seconds the server wants to be asked again. */
  readonly retryAfterSeconds: number | null;
  /** What to quote to the house when asking for help. */
  readonly requestId: string | null;

  constructor(fields: {
    status: number;
    code: string;
    title: string;
    detail?: string;
    errors?: readonly FieldProblem[];
    seats?: readonly string[];
    remaining?: number | null;
    limit?: number | null;
    why?: string | null;
    retryAfterSeconds?: number | null;
    requestId?: string | null;
  }) {
    super(fields.detail ?? fields.title);
    this.status = fields.status;
    this.code = fields.code;
    this.detail = fields.detail ?? "";
    this.errors = fields.errors ?? [];
    this.seats = fields.seats ?? [];
    this.remaining = fields.remaining ?? null;
    this.limit = fields.limit ?? null;
    this.why = fields.why ?? null;
    this.retryAfterSeconds = fields.retryAfterSeconds ?? null;
    this.requestId = fields.requestId ?? null;
  }
}

/** Why no answer came. */
export type ConnectionFailure = "offline" | "timeout" | "unreachable";

/** The server did not answer. Whether it acted is unknown, so only what is safe to repeat may be repeated. */
export class ConnectionProblem extends Error {
  override readonly name = "ConnectionProblem";
  readonly reason: ConnectionFailure;

  constructor(reason: ConnectionFailure, cause?: unknown) {
    super(`no answer from the server: ${reason}`, { cause });
    this.reason = reason;
  }
}

/** Everything an API call throws, other than the reason of an abort that the caller asked for. */
export type Problem = ApiProblem | ConnectionProblem;

/** Whether an error is one of the API's own kinds. */
export function isProblem(error: unknown): error is Problem {
  return error instanceof ApiProblem || error instanceof ConnectionProblem;
}

/** Runs a call and hands its problem back as a value; anything else that is thrown stays thrown. */
export async function settle<T>(
  call: Promise<T>,
): Promise<{ ok: true; value: T } | { ok: false; problem: Problem }> {
  try {
    return { ok: true, value: await call };
  } catch (error) {
    if (isProblem(error)) return { ok: false, problem: error };
    throw error;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isFieldProblem(value: unknown): value is FieldProblem {
  return isRecord(value) && typeof value.field === "string" && typeof value.message === "string";
}

function text(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

function listOf<T>(value: unknown, is: (item: unknown) => item is T): readonly T[] {
  return Array.isArray(value) ? value.filter(is) : [];
}

/** `Retry-After` in whole seconds, whether it was sent as seconds or as a date; null when absent or unreadable. */
export function retryAfterSeconds(response: Response, now: number = Date.now()): number | null {
  const header = response.headers.get("Retry-After");
  if (header === null) return null;
  if (/^\d+$/.test(header)) return Number(header);
  const date = Date.parse(header);
  return Number.isNaN(date) ? null : Math.max(0, Math.ceil((date - now) / 1000));
}

/** Makes a problem of a refusal, also of one that some proxy wrote and that is no problem document. */
export function toApiProblem(response: Response, body: unknown): ApiProblem {
  const document = isRecord(body) ? body : {};
  const detail = text(document.detail);
  return new ApiProblem({
    status: response.status,
    code: text(document.code) ?? `http_${response.status}`,
    title: text(document.title) ?? `HTTP ${response.status}`,
    ...(detail === null ? {} : { detail }),
    errors: listOf(document.errors, isFieldProblem),
    seats: listOf(document.seats, (seat): seat is string => typeof seat === "string"),
    remaining: typeof document.remaining === "number" ? document.remaining : null,
    limit: typeof document.limit === "number" ? document.limit : null,
    why: text(document.why),
    retryAfterSeconds: retryAfterSeconds(response),
    requestId: text(document.request_id) ?? response.headers.get("X-Request-ID"),
  });
}
