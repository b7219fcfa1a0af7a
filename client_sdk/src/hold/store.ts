import { type Api } from "../api/client.ts";
import { ApiProblem, type Problem, settle } from "../api/problems.ts";
import { type BestSeats, type Hold } from "../api/types.ts";
import { type ServerClock } from "../clock.ts";
import { Flow } from "../flow.ts";
import { type TextStorage } from "../storage.ts";
import { countdown } from "./countdown.ts";

/** What a person can do about seats, and what is going on. */
export type HoldState = NoHold | Resuming | Holding | Held | Extending | Changing | Lapsed | Lost;

/** Nothing is held. `problem` says why the last try did not work. */
export interface NoHold {
  readonly status: "none";
  readonly problem: Problem | null;
  readonly hold: (seats: readonly string[]) => Promise<void>;
  /** Leaves the choice to the house: the best seats together. */
  readonly best: (wish: BestSeats) => Promise<void>;
}

/** The hold of an earlier page is being looked up. */
export interface Resuming {
  readonly status: "resuming";
  readonly holdId: string;
}

/** The server is being asked; for no seats by name where the house chooses. */
export interface Holding {
  readonly status: "holding";
  readonly seats: readonly string[];
}

/** The seats are this person's until `hold.expires_at`. */
export interface Held {
  readonly status: "held";
  readonly hold: Hold;
  /** Why the last extension or change did not work; the hold stands all the same. */
  readonly problem: Problem | null;
  /** Asks for more time; null when the house gives no more. */
  readonly extend: (() => Promise<void>) | null;
  /** Exchanges the seats. */
  readonly change: (seats: readonly string[]) => Promise<void>;
  /** Gives the seats back. */
  readonly release: () => Promise<void>;
  /** A booking has the seats now, and its own deadline counts. */
  readonly handOver: () => Promise<void>;
}

/** More time has been asked for. */
export interface Extending {
  readonly status: "extending";
  readonly hold: Hold;
}

/** Other seats have been asked for. */
export interface Changing {
  readonly status: "changing";
  readonly hold: Hold;
  readonly seats: readonly string[];
}

/** The time is up. */
export interface Lapsed {
  readonly status: "lapsed";
  readonly hold: Hold;
  /** Tries for the same seats. */
  readonly again: () => Promise<void>;
  readonly dismiss: () => Promise<void>;
}

/** Somebody else was faster: nothing is held. */
export interface Lost {
  readonly status: "lost";
  readonly wanted: readonly string[];
  readonly taken: readonly string[];
  readonly hold: (seats: readonly string[]) => Promise<void>;
  readonly dismiss: () => Promise<void>;
}

/** What a hold store needs. */
export interface HoldStoreOptions {
  readonly showId: number;
  readonly holds: Api["holds"];
  readonly clock: ServerClock;
  readonly storage: TextStorage;
}

/** A clock that went astray by more than this is set again before anything is declared over. In milliseconds. */
const tolerableDriftMs = 2_000;

// A longer delay than this overflows and fires at once.
const longestTimerMs = 2 ** 31 - 1;

/** What says that a hold is over. Whose it is may be another question: it is not forgotten for that. */
const gone = new Set([404, 410]);

/** One person's hold on one show, across reloads. */
export class HoldStore extends Flow<HoldState> {
  readonly #options: HoldStoreOptions;
  #deadline: ReturnType<typeof setTimeout> | undefined;

  constructor(options: HoldStoreOptions) {
    // The first state needs `this` for its action, which exists only after `super`.
    super({ status: "resuming", holdId: "" });
    this.#options = options;
    this.enter(this.#none());
  }

  /** Takes up the hold that an earlier page of this browser made for this show, if it still stands. */
  async restore(): Promise<HoldState> {
    const holdId = this.#options.storage.get(this.#memory);
    if (holdId !== null) await this.resume(holdId);
    return this.state;
  }

  /** Takes up a hold by its id. Does nothing when one is already on the way or held. */
  async resume(holdId: string): Promise<void> {
    if (this.state.status !== "none") return;
    const resuming: Resuming = { status: "resuming", holdId };
    this.enter(resuming);
    const asked = await settle(this.#options.holds.get(holdId));
    if (!this.isPresent(resuming)) return;
    if (asked.ok) {
      this.#hold(asked.value);
    } else if (asked.problem instanceof ApiProblem && gone.has(asked.problem.status)) {
      this.#forget();
      this.enter(this.#none());
    } else {
      this.enter(this.#none(asked.problem));
    }
  }

  /** Stops the clockwork, and leaves the hold as it is: another page may take it up. */
  dispose(): void {
    clearTimeout(this.#deadline);
  }

  get #memory(): string {
    return `mm.hold.${this.#options.showId}`;
  }

  #forget(): void {
    clearTimeout(this.#deadline);
    this.#options.storage.remove(this.#memory);
  }

  #none(problem: Problem | null = null): NoHold {
    const state: NoHold = {
      status: "none",
      problem,
      hold: (seats) => this.actIn(state, () => this.#ask(seats)),
      best: (wish) =>
        this.actIn(state, () => this.#take([], this.#options.holds.best(this.#options.showId, wish))),
    };
    return state;
  }

  #ask(seats: readonly string[]): Promise<void> {
    return this.#take(seats, this.#options.holds.create(this.#options.showId, seats));
  }

  async #take(seats: readonly string[], call: Promise<Hold>): Promise<void> {
    const holding: Holding = { status: "holding", seats };
    this.enter(holding);
    const asked = await settle(call);
    if (!this.isPresent(holding)) return;
    if (asked.ok) this.#hold(asked.value);
    else if (taken(asked.problem)) this.enter(this.#lost(seats, asked.problem.seats));
    else this.enter(this.#none(asked.problem));
  }

  #hold(hold: Hold, problem: Problem | null = null): void {
    this.#options.storage.set(this.#memory, hold.hold_id);
    const extendable = Date.parse(hold.extendable_until) > Date.parse(hold.expires_at);
    const state: Held = {
      status: "held",
      hold,
      problem,
      extend: extendable ? () => this.actIn(state, () => this.#extend(hold)) : null,
      change: (seats) => this.actIn(state, () => this.#change(hold, seats)),
      release: () => this.actIn(state, () => this.#release(hold)),
      handOver: () =>
        this.actIn(state, () => {
          this.#forget();
          this.enter(this.#none());
        }),
    };
    this.enter(state);
    this.#watchDeadline(state);
  }

  #watchDeadline(held: Held): void {
    clearTimeout(this.#deadline);
    const { remainingMs } = countdown(held.hold.expires_at, this.#options.clock);
    this.#deadline = setTimeout(
      () => {
        void this.actIn(held, () => this.#deadlineReached(held));
      },
      Math.min(remainingMs, longestTimerMs),
    );
  }

  async #deadlineReached(held: Held): Promise<void> {
    const { clock, holds } = this.#options;
    if (clock.drift() > tolerableDriftMs) {
      // The device slept, or its clock was set: what it believes about the deadline is worth nothing.
      const asked = await settle(holds.get(held.hold.hold_id));
      if (!this.isPresent(held)) return;
      if (asked.ok) {
        this.#hold(asked.value);
        return;
      }
    }
    if (countdown(held.hold.expires_at, clock).phase === "over") this.#lapse(held.hold);
    else this.#watchDeadline(held);
  }

  async #extend(hold: Hold): Promise<void> {
    const extending: Extending = { status: "extending", hold };
    if ((await this.#adjust(extending, hold, this.#options.holds.extend(hold.hold_id))) === "booked") {
      this.enter(this.#none());
    }
  }

  async #change(hold: Hold, seats: readonly string[]): Promise<void> {
    const changing: Changing = { status: "changing", hold, seats };
    const asked = await this.#adjust(changing, hold, this.#options.holds.change(hold.hold_id, seats));
    // What was booked stays booked, and these seats are another purchase.
    if (asked === "booked") await this.#ask(seats);
  }

  /** Says `booked` where a booking has the seats by now, perhaps one of another tab: the hold is nobody's any more. */
  async #adjust(
    meanwhile: Extending | Changing,
    hold: Hold,
    call: Promise<Hold>,
  ): Promise<"booked" | "adjusted"> {
    clearTimeout(this.#deadline);
    this.enter(meanwhile);
    const asked = await settle(call);
    if (!this.isPresent(meanwhile)) return "adjusted";
    if (asked.ok) this.#hold(asked.value);
    else if (asked.problem instanceof ApiProblem && asked.problem.code === "hold_booked") {
      this.#forget();
      return "booked";
    } else if (asked.problem instanceof ApiProblem && gone.has(asked.problem.status)) this.#lapse(hold);
    else this.#hold(hold, asked.problem);
    return "adjusted";
  }

  async #release(hold: Hold): Promise<void> {
    this.#forget();
    this.enter(this.#none());
    // If the server cannot be told, the seats come free at the deadline; the person has already moved on.
    const told = await settle(this.#options.holds.release(hold.hold_id));
    const state = this.state;
    if (!told.ok && state.status === "none" && !(told.problem instanceof ApiProblem)) {
      this.enter(this.#none(told.problem));
    }
  }

  #lapse(hold: Hold): void {
    this.#forget();
    const state: Lapsed = {
      status: "lapsed",
      hold,
      again: () => this.actIn(state, () => this.#ask(hold.seats)),
      dismiss: () => this.#dismiss(state),
    };
    this.enter(state);
  }

  #lost(wanted: readonly string[], takenSeats: readonly string[]): Lost {
    const state: Lost = {
      status: "lost",
      wanted,
      taken: takenSeats,
      hold: (seats) => this.actIn(state, () => this.#ask(seats)),
      dismiss: () => this.#dismiss(state),
    };
    return state;
  }

  #dismiss(state: Lapsed | Lost): Promise<void> {
    return this.actIn(state, () => {
      this.enter(this.#none());
    });
  }
}

function taken(problem: Problem): problem is ApiProblem {
  return problem instanceof ApiProblem && problem.code === "seats_taken";
}
