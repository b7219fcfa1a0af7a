import { type Today, type TrainingJob } from "../api/staff-types.ts";
import { Observable, type Readable } from "../observable.ts";
import { type Connection, LiveSocket, type Patience } from "./socket.ts";

/** What the house has said since the page opened; null where it has not spoken of it yet. */
export interface HouseNews {
  readonly today: Today | null;
  /** How today's shows sell in the theatres in which somebody works, by the show's id. */
  readonly selling: ReadonlyMap<number, Selling> | null;
  /** The latest of each job, by its id. */
  readonly jobs: ReadonlyMap<string, TrainingJob>;
}

/** How one show sells. */
export interface Selling {
  readonly sold: number;
  readonly reserved: number;
}

/** What the line to the house needs. */
export interface HouseLineOptions extends Patience {
  /** `wss://…/ws/admin` */
  readonly url: string;
  /** The access token to show; null when nobody is signed in any more. */
  readonly token: () => Promise<string | null>;
}

type HouseFrame =
  | { readonly t: "today"; readonly today: Today }
  | { readonly t: "selling"; readonly shows: readonly (Selling & { readonly show_id: number })[] }
  | { readonly t: "job"; readonly job: TrainingJob }
  | { readonly t: "ping" };

/** Reads a message; null for what this version does not know, and for what is no message at all. */
export function parseHouseFrame(text: string): HouseFrame | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== "object" || value === null || !("t" in value)) return null;
  const { t, ...rest } = value as { readonly t: unknown } & Readonly<Record<string, unknown>>;
  if (t === "ping") return { t };
  if (t === "today" && typeof rest.as_of === "string" && typeof rest.tickets === "number")
    return { t, today: rest as unknown as Today };
  if (t === "selling" && Array.isArray(rest.shows) && rest.shows.every(isSelling))
    return { t, shows: rest.shows };
  if (t === "job" && typeof rest.id === "string" && typeof rest.status === "string")
    return { t, job: rest as unknown as TrainingJob };
  return null;
}

function isSelling(value: unknown): value is Selling & { readonly show_id: number } {
  if (typeof value !== "object" || value === null) return false;
  const { show_id, sold, reserved } = value as Readonly<Record<string, unknown>>;
  return [show_id, sold, reserved].every((each) => typeof each === "number");
}

/** What happens in the house, as it happens: the day's sales, and how far a training has come. */
export class HouseLine implements Readable<HouseNews> {
  readonly #news = new Observable<HouseNews>({ today: null, selling: null, jobs: new Map() });
  readonly #socket: LiveSocket<HouseFrame>;

  constructor({ token, ...options }: HouseLineOptions) {
    this.#socket = new LiveSocket<HouseFrame>({
      ...options,
      subprotocol: "admin.v1",
      greeting: async () => ({ token: await token() }),
      parse: parseHouseFrame,
      onFrame: (frame) => {
        this.#take(frame);
      },
    });
  }

  get state(): HouseNews {
    return this.#news.state;
  }

  get subscribe(): Readable<HouseNews>["subscribe"] {
    return this.#news.subscribe;
  }

  get connection(): Readable<Connection> {
    return this.#socket;
  }

  /** Goes live. */
  start(): void {
    this.#socket.start();
  }

  /** Ends the line; what was said last stays. */
  stop(): void {
    this.#socket.stop();
  }

  #take(frame: HouseFrame): void {
    const news = this.state;
    switch (frame.t) {
      case "today":
        this.#news.set({ ...news, today: frame.today });
        break;
      case "selling":
        this.#news.set({ ...news, selling: new Map(frame.shows.map((show) => [show.show_id, show])) });
        break;
      case "job":
        this.#news.set({ ...news, jobs: new Map(news.jobs).set(frame.job.id, frame.job) });
        break;
      case "ping":
        break;
    }
  }
}
