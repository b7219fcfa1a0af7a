import { Observable, type Readable } from "../observable.ts";
import { type TextStorage } from "../storage.ts";
import { ApiProblem } from "./problems.ts";
import { type SessionAnswer, type User } from "./types.ts";

/** Who is using this client. `unknown` until the session was restored or found absent. */
export type SessionState =
  | { readonly status: "unknown" }
  | { readonly status: "signed-out" }
  | { readonly status: "signed-in"; readonly user: User };

/** Where a phone keeps its refresh token. A browser has none of this: its token is a cookie it cannot read. */
export interface RefreshTokenVault {
  get(): Promise<string | null>;
  set(token: string | null): Promise<void>;
}

/** What the session needs from outside. */
export interface SessionOptions {
  /** Asks the server for new tokens; throws `ApiProblem` with status 401 when the session is over. */
  readonly renew: (refreshToken: string | null) => Promise<SessionAnswer>;
  readonly storage: TextStorage;
  readonly vault?: RefreshTokenVault | undefined;
  /** Milliseconds, never stepping back. */
  readonly now?: () => number;
}

/** Marks that this browser has signed in before, so that a stranger's first page asks for no session. */
const markKey = "mm.signed-in";

/** The token is renewed this long before its end, so that a request does not die on the way. */
const renewAheadMs = 30_000;

/**
 * Keeps the access token (in memory only) and renews it.
 *
 * The refresh token is good for one use, and using it twice ends the whole session, because that is what a thief would
 * do. Two calls that both meet a 401 must therefore share one renewal; and two tabs, which share the cookie but not
 * this object, must take turns.
 */
export class Session implements Readable<SessionState> {
  readonly #options: SessionOptions;
  readonly #observable = new Observable<SessionState>({ status: "unknown" });
  readonly #now: () => number;
  #access: { readonly token: string; readonly renewAt: number } | null = null;
  #renewal: Promise<string | null> | null = null;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
  }

  get state(): SessionState {
    return this.#observable.state;
  }

  get subscribe(): Readable<SessionState>["subscribe"] {
    return this.#observable.subscribe;
  }

  /** Whether there is anything to renew: a token was given here before, or a mark says so. */
  get renewable(): boolean {
    return this.#access !== null || this.#options.storage.get(markKey) !== null;
  }

  /** Takes the tokens of a sign-in, sign-up or renewal. */
  async adopt(answer: SessionAnswer): Promise<User> {
    this.#access = {
      token: answer.access_token,
      renewAt: this.#now() + Math.max(0, answer.expires_in * 1000 - renewAheadMs),
    };
    if (answer.refresh_token !== null) await this.#options.vault?.set(answer.refresh_token);
    this.#options.storage.set(markKey, "1");
    this.#observable.set({ status: "signed-in", user: answer.user });
    return answer.user;
  }

  /** Shows a changed profile without new tokens. */
  replaceUser(user: User): void {
    if (this.state.status === "signed-in") this.#observable.set({ status: "signed-in", user });
  }

  /** Forgets the tokens. */
  async end(): Promise<void> {
    this.#access = null;
    this.#options.storage.remove(markKey);
    await this.#options.vault?.set(null);
    this.#observable.set({ status: "signed-out" });
  }

  /** The access token to send, renewed first when it is about to end; null for a stranger. */
  async token(): Promise<string | null> {
    if (this.#access === null) return null;
    return this.#now() < this.#access.renewAt ? this.#access.token : this.renew();
  }

  /** Brings back the session of an earlier page; a stranger is signed out without a question to the server. */
  async restore(): Promise<SessionState> {
    if (this.state.status === "unknown") {
      if (this.renewable) await this.renew();
      else this.#observable.set({ status: "signed-out" });
    }
    return this.state;
  }

  /**
   * New tokens, once for everybody who asks meanwhile.
   *
   * @returns the new access token, or null when the session is over
   */
  renew(): Promise<string | null> {
    this.#renewal ??= this.#takeTurn(() => this.#renewNow()).finally(() => {
      this.#renewal = null;
    });
    return this.#renewal;
  }

  async #renewNow(): Promise<string | null> {
    try {
      const refreshToken = (await this.#options.vault?.get()) ?? null;
      const answer = await this.#options.renew(refreshToken);
      await this.adopt(answer);
      return answer.access_token;
    } catch (error) {
      if (!(error instanceof ApiProblem && error.status === 401)) throw error;
      await this.end();
      return null;
    }
  }

  #takeTurn<T>(work: () => Promise<T>): Promise<T> {
    // Absent in Node before 24, on phones, and on pages that are not served securely.
    const locks = (globalThis.navigator as Partial<Navigator> | undefined)?.locks;
    return locks === undefined ? work() : locks.request("mm.renew-session", work);
  }
}
