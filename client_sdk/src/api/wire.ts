import createClient, { type Client } from "openapi-fetch";

import { ServerClock } from "../clock.ts";
import { browserStorage, type TextStorage } from "../storage.ts";
import { isProblem, toApiProblem } from "./problems.ts";
import type { paths } from "./schema.d.ts";
import { type RefreshTokenVault, Session } from "./session.ts";
import { createTransport, sleep, toConnectionProblem } from "./transport.ts";
import { type SessionAnswer } from "./types.ts";

/** How to reach the API, and on whose behalf. */
export interface ApiOptions {
  /** The API's address, or the path under which the web origin passes it on (`/api`). */
  readonly baseUrl: string;
  /** The language to be answered in: `en`, `hi` or `te`. Asked anew for every request. */
  readonly locale: () => string;
  /** Headers for every request, such as the customer's address when a server asks in his name. */
  readonly headers?: HeadersInit;
  /** Passed to every `fetch`: caching, for instance. */
  readonly requestInit?: RequestInit;
  /** Milliseconds; 15,000 unless told. */
  readonly timeoutMs?: number;
  /** How often a question is asked before the answer is no; 3 unless told. */
  readonly attempts?: number;
  /**
   * Milliseconds that all calls of this client may take, counted from its making; without end unless told. For a server,
   * which makes a client for a page and has somebody waiting for all of it.
   */
  readonly budgetMs?: number;
  /** Where marks and the hold token are kept; the browser's local storage unless told. */
  readonly storage?: TextStorage;
  /** Phones keep the refresh token themselves; browsers leave this out. */
  readonly vault?: RefreshTokenVault;
  readonly clock?: ServerClock;
  readonly fetch?: typeof fetch;
}

/** What one call may be told apart from its arguments. */
export interface CallOptions {
  /** Gives the call up; it then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** What the calls are made of: the typed client, and what the whole client remembers between calls. */
export interface Wire {
  readonly http: Client<paths>;
  /** As it was told; for what is no ordinary request. */
  readonly options: ApiOptions;
  readonly session: Session;
  readonly clock: ServerClock;
  readonly storage: TextStorage;
  readonly vault: RefreshTokenVault | undefined;
}

interface Answer<T> {
  readonly data?: T;
  readonly error?: unknown;
  readonly response: Response;
}

/** The body of a good answer. A refusal is thrown as `ApiProblem`, silence as `ConnectionProblem`. */
export async function body<T>(pending: Promise<Answer<T>>): Promise<T> {
  let answer: Answer<T>;
  try {
    answer = await pending;
  } catch (error) {
    // The connection may also break while the body is being read, which the transport does not see.
    throw isProblem(error) ? error : toConnectionProblem(error);
  }
  if (!answer.response.ok) throw toApiProblem(answer.response, answer.error);
  // A 204 has no body, and `T` is then `undefined`: the cast hides nothing.
  return answer.data as T;
}

/** Connects client, transport and session. */
export function createWire(options: ApiOptions): Wire {
  const storage = options.storage ?? browserStorage();
  const session: Session = new Session({
    storage,
    vault: options.vault,
    renew: (refreshToken): Promise<SessionAnswer> =>
      body(
        http.POST("/auth/refresh", refreshToken === null ? {} : { body: { refresh_token: refreshToken } }),
      ),
  });
  const endsAt = performance.now() + (options.budgetMs ?? Infinity);
  const http = createClient<paths>({
    baseUrl: options.baseUrl,
    fetch: createTransport({
      session,
      locale: options.locale,
      timeoutMs: options.timeoutMs ?? 15_000,
      attempts: options.attempts ?? 3,
      leftMs: () => endsAt - performance.now(),
      headers: options.headers ?? {},
      requestInit: options.requestInit ?? {},
      // Looked up at each call: a framework may wrap `fetch` after this client was made.
      fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
      sleep,
      random: Math.random,
    }),
  });
  return { http, options, session, clock: options.clock ?? new ServerClock(), storage, vault: options.vault };
}

/** Makes a call whose answer carries `server_time`, and sets the clock by it. */
export async function timed<T extends { readonly server_time: string }>(
  wire: Wire,
  call: () => Promise<T>,
): Promise<T> {
  const sentAt = wire.clock.mark();
  const answer = await call();
  wire.clock.sync(answer.server_time, sentAt);
  return answer;
}
