import { ApiProblem, settle } from "../api/problems.ts";
import { type ShowSeats } from "../api/types.ts";
import { type Money } from "../money.ts";
import { type Listener, Observable, type Readable } from "../observable.ts";
import { type Frame, SeatState } from "./frames.ts";
import { changedSeats, countSeats, parseStates, reduceSeatMap, type SeatMapState } from "./seat-map.ts";
import { type Connection, ShowSocket, type ShowSocketOptions } from "./socket.ts";

/** What a live show needs. */
export interface LiveShowOptions {
  /** The answer of `GET /shows/{id}/seats`: the show is complete before the socket has said a word. */
  readonly initial: ShowSeats;
  /** `wss://…/ws/shows/42` */
  readonly url: string;
  /** Asks for the same answer again, after the show was loaded afresh. */
  readonly reload: () => Promise<ShowSeats>;
  readonly socket?: Partial<Omit<ShowSocketOptions, "url" | "position" | "onFrame">>;
  /** Up to how many milliseconds are waited before {@link reload}, so that not all clients ask at once. */
  readonly reloadSpreadMs?: number;
}

/** Told which seats changed, and what they were before. */
export type SeatsListener = (seats: readonly number[], before: Uint8Array) => void;

function fromAnswer(answer: ShowSeats, closed: boolean): SeatMapState {
  return {
    epoch: answer.epoch,
    version: answer.version,
    states: parseStates(answer.states),
    prices: answer.prices,
    closed,
  };
}

/** One show, kept true: the state, the socket that feeds it, and who wants to know of which seat. */
export class LiveShow implements Readable<SeatMapState> {
  readonly #options: LiveShowOptions;
  readonly #map: Observable<SeatMapState>;
  readonly #socket: ShowSocket;
  readonly #bySeat = new Map<number, Set<Listener>>();
  readonly #bySeats = new Set<SeatsListener>();
  #reloading: ReturnType<typeof setTimeout> | undefined;
  readonly #currency: string;
  readonly #categories: ReadonlyMap<number, string>;

  constructor(options: LiveShowOptions) {
    this.#options = options;
    this.#map = new Observable(fromAnswer(options.initial, false));
    this.#categories = new Map(options.initial.layout.seats.map(({ index, category }) => [index, category]));
    this.#currency = Object.values(options.initial.prices)[0]?.currency ?? "INR";
    this.#socket = new ShowSocket({
      ...options.socket,
      url: options.url,
      position: () => this.state,
      onFrame: (frame) => {
        this.#take(frame);
      },
    });
  }

  get state(): SeatMapState {
    return this.#map.state;
  }

  get subscribe(): Readable<SeatMapState>["subscribe"] {
    return this.#map.subscribe;
  }

  get connection(): Readable<Connection> {
    return this.#socket;
  }

  /** Goes live. */
  start(): void {
    this.#socket.start();
  }

  /** Ends the live line; the state stays as it is. */
  stop(): void {
    clearTimeout(this.#reloading);
    this.#reloading = undefined;
    this.#socket.stop();
  }

  /** The state of one seat, by its index; a seat that does not exist, or has no price, cannot be had. */
  seat(index: number): SeatState {
    const state = (this.state.states[index] ?? SeatState.blocked) as SeatState;
    return state === SeatState.free && !this.#hasPrice(index, this.state.prices) ? SeatState.blocked : state;
  }

  /** The price of a category; null when it has none. */
  price(category: string): Money | null {
    const price = this.state.prices[category];
    return price === undefined ? null : { amount: price.amount, currency: this.#currency };
  }

  /** How many seats are in each state, those without a price among the blocked ones. */
  counts(): ReturnType<typeof countSeats> {
    return countSeats(this.state.states.map((_, index) => this.seat(index)));
  }

  /** Calls `listener` when this one seat changes, and for no other: a map repaints what changed and nothing else. */
  subscribeSeat(index: number, listener: Listener): () => void {
    let listeners = this.#bySeat.get(index);
    if (listeners === undefined) {
      listeners = new Set();
      this.#bySeat.set(index, listeners);
    }
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#bySeat.get(index) === listeners) this.#bySeat.delete(index);
    };
  }

  /** Calls `listener` once per change with all the seats of it. */
  subscribeSeats(listener: SeatsListener): () => void {
    this.#bySeats.add(listener);
    return () => {
      this.#bySeats.delete(listener);
    };
  }

  #take(frame: Frame): void {
    const reduction = reduceSeatMap(this.state, frame);
    switch (reduction.kind) {
      case "known":
        break;
      case "gap":
        this.#socket.resync();
        break;
      case "applied": {
        const afresh = reduction.state.epoch !== this.state.epoch;
        this.#show(reduction.state, reduction.seats);
        // A snapshot says nothing of prices, and one of them may have changed in what was skipped.
        if (afresh || (reduction.jumped && frame.t === "snap" && frame.p === undefined)) this.#reloadSoon();
        if (reduction.state.closed) this.#socket.stop();
        break;
      }
    }
  }

  #reloadSoon(waitMs = 0): void {
    const spread = this.#options.reloadSpreadMs ?? 3_000;
    this.#reloading ??= setTimeout(
      () => {
        void this.#reload();
      },
      waitMs + Math.random() * spread,
    );
  }

  async #reload(): Promise<void> {
    const asked = await settle(this.#options.reload());
    this.#reloading = undefined;
    if (!asked.ok) {
      // A refusal will stay one; silence, or a house that is not ready yet, is asked again.
      const refused = asked.problem instanceof ApiProblem && asked.problem.status < 500;
      if (!refused) this.#reloadSoon(5_000);
      return;
    }
    const now = this.state;
    // The socket may have gone on meanwhile. Its seats are then newer; the prices are still worth taking.
    const newer = asked.value.epoch === now.epoch && asked.value.version >= now.version;
    const next = newer ? fromAnswer(asked.value, now.closed) : { ...now, prices: asked.value.prices };
    this.#show(next, changedSeats(now.states, next.states));
  }

  /** A seat that the layout does not name is as the states say: nothing is known of what it costs. */
  #hasPrice(index: number, prices: SeatMapState["prices"]): boolean {
    const category = this.#categories.get(index);
    return category === undefined || prices[category] !== undefined;
  }

  #show(next: SeatMapState, changed: readonly number[]): void {
    const { states: before, prices } = this.state;
    this.#map.set(next);
    const priced =
      next.prices === prices
        ? []
        : [...this.#categories.keys()].filter(
            (seat) => this.#hasPrice(seat, prices) !== this.#hasPrice(seat, next.prices),
          );
    const seats = priced.length === 0 ? changed : [...new Set([...changed, ...priced])];
    for (const seat of seats) {
      for (const listener of [...(this.#bySeat.get(seat) ?? [])]) listener();
    }
    if (seats.length > 0) for (const listener of [...this.#bySeats]) listener(seats, before);
  }
}
