import { Observable, type Readable } from "../observable.ts";
import { reactionTo } from "./close-codes.ts";
import { type Frame, parseFrame, type ResumeFrame, subprotocol } from "./frames.ts";
import { browserSurroundings, type Nudge, type Surroundings } from "./surroundings.ts";

/** How the line to the server is. Only `live` means that what is shown is what is. */
export type Connection =
  /** Not started. */
  | { readonly status: "idle" }
  /** On the way; `attempt` counts from 1 since it was last live. */
  | { readonly status: "connecting"; readonly attempt: number }
  | { readonly status: "live" }
  /** Lost; tried again in `inMs` milliseconds. */
  | { readonly status: "waiting"; readonly attempt: number; readonly inMs: number }
  /** The device has no network; tried again as soon as it has. */
  | { readonly status: "offline" }
  /** Nobody is looking; taken up again when somebody does. */
  | { readonly status: "paused" }
  /** Over, for good. */
  | { readonly status: "closed" };

/** What every socket may be told about waiting. Times in milliseconds. */
export interface Patience {
  readonly surroundings?: Surroundings;
  /** The longest wait before the first new attempt; doubles with each, up to `longestDelayMs`. */
  readonly firstDelayMs?: number;
  readonly longestDelayMs?: number;
  /** A line on which not even a ping came for so long is dead. The server pings an idle line every ten seconds. */
  readonly silenceMs?: number;
  /** A page that was out of sight for so long gives its line back to the house. */
  readonly pauseAfterMs?: number;
  /** Between 0 and 1. */
  readonly random?: () => number;
}

/** What a socket needs, whatever is said on it. */
export interface LiveSocketOptions<Said> extends Patience {
  readonly url: string;
  readonly subprotocol?: string;
  /** What to say as soon as the line is open; null says nothing. A line whose greeting fails is tried again. */
  readonly greeting: () => object | null | Promise<object | null>;
  /** Reads a message; null for what this client does not know. */
  readonly parse: (text: string) => Said | null;
  readonly onFrame: (frame: Said) => void;
}

/** What the line to a show needs. */
export interface ShowSocketOptions extends Patience {
  /** `wss://…/ws/shows/42` */
  readonly url: string;
  /** Where to go on from; null asks for a snapshot. */
  readonly position: () => { readonly epoch: string; readonly version: number } | null;
  readonly onFrame: (frame: Frame) => void;
}

const normalClosure = 1000;

/** A server that asks for a pause is given at least the one that this many failures would have led to. */
const pausedAttempts = 3;

/**
 * A line to the house: connects, greets, and keeps trying.
 *
 * It knows nothing of what is said. It hands over what comes.
 */
export class LiveSocket<Said> implements Readable<Connection> {
  readonly #options: Required<Omit<LiveSocketOptions<Said>, "subprotocol">> & {
    readonly subprotocol?: string;
  };
  readonly #connection = new Observable<Connection>({ status: "idle" });
  #socket: WebSocket | null = null;
  #attempt = 0;
  /** Whether the present line brought anything: only then is a new one worth trying at once. */
  #heard = false;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #silence: ReturnType<typeof setTimeout> | undefined;
  #pause: ReturnType<typeof setTimeout> | undefined;
  #unwatch: (() => void) | null = null;

  constructor(options: LiveSocketOptions<Said>) {
    this.#options = {
      surroundings: browserSurroundings(),
      firstDelayMs: 500,
      longestDelayMs: 20_000,
      silenceMs: 25_000,
      pauseAfterMs: 60_000,
      random: Math.random,
      ...options,
    };
  }

  get state(): Connection {
    return this.#connection.state;
  }

  get subscribe(): Readable<Connection>["subscribe"] {
    return this.#connection.subscribe;
  }

  /** Begins. Starting again after {@link stop} is allowed; starting twice does nothing. */
  start(): void {
    if (this.#unwatch !== null) return;
    this.#unwatch = this.#options.surroundings.watch((nudge) => {
      this.#nudged(nudge);
    });
    this.#connect();
  }

  /** Ends. */
  stop(): void {
    this.#unwatch?.();
    this.#unwatch = null;
    clearTimeout(this.#pause);
    this.#drop();
    this.#connection.set({ status: "closed" });
  }

  /**
   * Starts over from the client's position, because something is missing. At once if this line was any good; otherwise
   * after the usual wait, so that a server that keeps skipping is not besieged.
   */
  resync(): void {
    if (this.#unwatch === null) return;
    const useful = this.#heard;
    this.#drop();
    if (useful) this.#connect();
    else this.#connectLater();
  }

  #connect(): void {
    this.#drop();
    const { surroundings, url } = this.#options;
    if (!surroundings.online) {
      this.#connection.set({ status: "offline" });
      return;
    }
    this.#attempt += 1;
    this.#connection.set({ status: "connecting", attempt: this.#attempt });
    const socket = new WebSocket(url, this.#options.subprotocol ?? []);
    this.#socket = socket;
    this.#heard = false;
    this.#listenForSilence();
    // Each handler first asks whether its socket is still the one: a dropped socket may go on talking for a while.
    socket.addEventListener("open", () => {
      void this.#greet(socket);
    });
    socket.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
      if (socket !== this.#socket || typeof data !== "string") return;
      this.#listenForSilence();
      const frame = this.#options.parse(data);
      if (frame === null) return;
      this.#options.onFrame(frame);
      // Only what advanced the client counts: `onFrame` calls `resync` where it did not.
      if (socket === this.#socket) {
        this.#heard = true;
        this.#attempt = 0;
      }
    });
    socket.addEventListener("close", ({ code }: CloseEvent) => {
      if (socket !== this.#socket) return;
      const reaction = reactionTo(code);
      if (reaction === "stop") {
        this.stop();
        return;
      }
      this.#drop();
      if (reaction === "soon") this.#attempt = 0;
      if (reaction === "pause") this.#attempt = Math.max(this.#attempt, pausedAttempts);
      this.#connectLater(reaction === "pause");
    });
  }

  async #greet(socket: WebSocket): Promise<void> {
    let words: object | null;
    try {
      const greeting = this.#options.greeting();
      // Only what must be waited for is: a show's line is live, and has said where it stands, at once.
      words = greeting instanceof Promise ? await greeting : greeting;
    } catch {
      // Whoever cannot say who is asking gets no answer; the reason, a lost network mostly, may pass.
      if (socket !== this.#socket) return;
      this.#drop();
      this.#connectLater();
      return;
    }
    if (socket !== this.#socket) return;
    if (words !== null) socket.send(JSON.stringify(words));
    this.#connection.set({ status: "live" });
  }

  #connectLater(patiently = false): void {
    if (!this.#options.surroundings.online) {
      this.#connection.set({ status: "offline" });
      return;
    }
    const { firstDelayMs, longestDelayMs, random } = this.#options;
    // Full jitter: a thousand clients of a restarted server come back spread out, not in waves.
    const longest = Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(this.#attempt, 16));
    // Who was asked to wait waits half of it for certain.
    const inMs = patiently ? ((1 + random()) / 2) * longest : random() * longest;
    this.#connection.set({ status: "waiting", attempt: this.#attempt, inMs });
    this.#retry = setTimeout(() => {
      this.#connect();
    }, inMs);
  }

  #listenForSilence(): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => {
      this.#drop();
      this.#connectLater();
    }, this.#options.silenceMs);
  }

  #drop(): void {
    clearTimeout(this.#retry);
    clearTimeout(this.#silence);
    const socket = this.#socket;
    this.#socket = null;
    socket?.close(normalClosure);
  }

  #nudged(nudge: Nudge): void {
    switch (nudge) {
      case "offline":
        this.#drop();
        this.#connection.set({ status: "offline" });
        break;
      case "hidden":
        clearTimeout(this.#pause);
        this.#pause = setTimeout(() => {
          this.#drop();
          this.#connection.set({ status: "paused" });
        }, this.#options.pauseAfterMs);
        break;
      case "online":
      case "visible":
        clearTimeout(this.#pause);
        // Somebody looks, or the network is back: no more waiting.
        if (this.#socket === null) {
          this.#attempt = 0;
          this.#connect();
        }
        break;
    }
  }
}

/** The line to one show: says where the client stands (`resume`) and goes on from there. */
export class ShowSocket extends LiveSocket<Frame> {
  constructor({ position, ...options }: ShowSocketOptions) {
    super({
      ...options,
      subprotocol,
      parse: parseFrame,
      greeting: (): ResumeFrame | null => {
        const from = position();
        return from === null ? null : { t: "resume", e: from.epoch, v: from.version };
      },
    });
  }
}
