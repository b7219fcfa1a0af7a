import { ConnectionProblem, retryAfterSeconds } from "./problems.ts";
import { type Session } from "./session.ts";

/** What every request of one API client has in common. */
export interface TransportOptions {
  readonly session: Session;
  readonly locale: () => string;
  /** After how many milliseconds without a complete answer a request is given up. */
  readonly timeoutMs: number;
  /** How often a question is asked at most. */
  readonly attempts: number;
  /** Milliseconds that are left for every call there will be; infinite where nobody counts. */
  readonly leftMs: () => number;
  readonly headers: HeadersInit;
  readonly requestInit: RequestInit;
  readonly fetch: typeof fetch;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly random: () => number;
}

const firstDelayMs = 300;
/** A server that wants to be left alone for longer is not waited for: the person is told instead. */
const longestDelayMs = 5_000;
const worthRepeating = new Set([502, 503, 504]);

/** Waits, unless the caller gives up. */
export function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", stop);
      resolve();
    }, ms);
    signal.addEventListener("abort", stop, { once: true });
  });
}

/**
 * Says why a request got no answer. The reason of an abort that the caller asked for is not ours to translate, unless
 * it was his own time limit.
 */
export function toConnectionProblem(error: unknown): unknown {
  if (error instanceof DOMException && error.name === "TimeoutError")
    return new ConnectionProblem("timeout", error);
  // What should have been our JSON was something else: a proxy's page, or half of an answer.
  if (error instanceof SyntaxError) return new ConnectionProblem("unreachable", error);
  if (!(error instanceof TypeError)) return error;
  // Browsers know when there is no network; Node has a `navigator` without this property.
  const online = (globalThis.navigator as Partial<Navigator> | undefined)?.onLine;
  return new ConnectionProblem(online === false ? "offline" : "unreachable", error);
}

/**
 * Sends requests: adds what all have in common, repeats what is safe to repeat, and renews the session on a 401.
 *
 * Only GETs are repeated. A POST whose answer was lost may have been carried out; whoever sent it knows its
 * idempotency key and decides.
 */
export function createTransport(options: TransportOptions): (request: Request) => Promise<Response> {
  const exchange = async (request: Request, token: string | null): Promise<Response> => {
    const headers = new Headers(request.headers);
    for (const [name, value] of new Headers(options.headers)) headers.set(name, value);
    headers.set("Accept-Language", options.locale());
    if (token !== null) headers.set("Authorization", `Bearer ${token}`);
    const left = Math.floor(Math.min(options.timeoutMs, options.leftMs()));
    if (left <= 0) throw new ConnectionProblem("timeout");
    // It also ends an answer whose body stops half-way. And where a framework remembers answers, a request with a
    // signal of its own is never answered from memory.
    const signal = AbortSignal.any([request.signal, AbortSignal.timeout(left)]);
    try {
      return await options.fetch(request.clone(), { ...options.requestInit, headers, signal });
    } catch (error) {
      throw toConnectionProblem(error);
    }
  };

  const authorised = async (request: Request): Promise<Response> => {
    // The calls that make or end a session never wait for one.
    if (/\/auth\/(signup|login|refresh|logout|forgot|reset|verify)$/.test(new URL(request.url).pathname))
      return exchange(request, null);
    const token = await options.session.token();
    const response = await exchange(request, token);
    if (response.status !== 401 || !options.session.renewable) return response;
    const renewed = await options.session.renew();
    return renewed === null ? response : exchange(request, renewed);
  };

  const delayBefore = (attempt: number, response: Response | null): number => {
    const asked = response === null ? null : retryAfterSeconds(response);
    return asked === null ? options.random() * firstDelayMs * 2 ** attempt : asked * 1000;
  };

  return async (request) => {
    for (let attempt = 1; ; attempt += 1) {
      const last = request.method !== "GET" || attempt >= options.attempts;
      let response: Response | null = null;
      let silence: ConnectionProblem | null = null;
      try {
        response = await authorised(request);
        if (last || !worthRepeating.has(response.status)) return response;
      } catch (error) {
        // A timeout has cost the person long enough already.
        if (last || !(error instanceof ConnectionProblem) || error.reason === "timeout") throw error;
        silence = error;
      }
      const delay = delayBefore(attempt, response);
      if (delay >= options.leftMs() || (response !== null && delay > longestDelayMs)) {
        if (response !== null) return response;
        throw silence ?? new ConnectionProblem("timeout");
      }
      // Nobody waits for this: where the answer was copied on its way, it ends when all copies have.
      response?.body?.cancel().catch(() => undefined);
      await options.sleep(delay, request.signal);
    }
  };
}
