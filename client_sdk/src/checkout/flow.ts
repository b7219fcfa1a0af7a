import { type Api } from "../api/client.ts";
import { ApiProblem, type Problem, settle } from "../api/problems.ts";
import { type Booking, type Hold, type PaymentMethod, type Reductions } from "../api/types.ts";
import { type ServerClock } from "../clock.ts";
import { Flow } from "../flow.ts";
import { countdown } from "../hold/countdown.ts";
import { type TextStorage } from "../storage.ts";
import { type Attempt, AttemptMemory, newKey, noReductions } from "./attempt.ts";
import {
  type AwaitingPayment,
  type BookingNow,
  type CheckoutState,
  type Declined,
  type Reserved,
  type Resuming,
  type Reviewing,
  type Settling,
} from "./states.ts";

/** What a checkout needs. */
export interface CheckoutOptions {
  readonly hold: Pick<Hold, "hold_id" | "show_id" | "seats">;
  /** Who is signed in: without an account there is no checkout to make. */
  readonly userId: string;
  readonly bookings: Api["bookings"];
  readonly payments: Api["payments"];
  readonly clock: ServerClock;
  readonly storage: TextStorage;
  /** How often the server is asked while the bank is awaited, in milliseconds; 2,500 unless told. */
  readonly pollMs?: number;
}

/** States in which the server knows more than the page, sooner or later. */
type Pending = AwaitingPayment | Reserved | Settling | Declined;

/**
 * One purchase, from the order on the table to the tickets.
 *
 * However often a person presses, reloads, goes back or loses the connection: there is one attempt with one key, so
 * there is one booking or none, and the state says which.
 */
export class CheckoutFlow extends Flow<CheckoutState> {
  readonly #options: CheckoutOptions;
  readonly #memory: AttemptMemory;
  readonly #pollMs: number;
  #next: ReturnType<typeof setTimeout> | undefined;

  constructor(options: CheckoutOptions) {
    super({ status: "resuming" });
    this.#options = options;
    this.#memory = new AttemptMemory(options.storage, options.hold.hold_id);
    this.#pollMs = options.pollMs ?? 2_500;
    if (this.#memory.read() === null) this.enter(this.#reviewing(null));
  }

  /** Finds out how the attempt of an earlier page ended. Call once when the page starts; needs no answer. */
  async start(): Promise<void> {
    const { state } = this;
    const attempt = this.#memory.read();
    if (state.status === "resuming" && attempt !== null) await this.#resume(state, attempt);
  }

  /** Stops asking the server; the attempt stays as it is, for another page to take up. */
  dispose(): void {
    clearTimeout(this.#next);
  }

  async #resume(resuming: Resuming, attempt: Attempt): Promise<void> {
    const { bookings } = this.#options;
    if (attempt.bookingId === null) {
      await this.#send(resuming, attempt);
      return;
    }
    const asked = await settle(bookings.get(attempt.bookingId));
    if (!this.isPresent(resuming)) return;
    if (asked.ok) {
      this.#show(asked.value);
      return;
    }
    // Not this person's, or no more: whoever is signed in now starts afresh.
    if (isRefusal(asked.problem)) this.#memory.forget();
    this.enter(this.#reviewing(asked.problem));
  }

  #reviewing(problem: Problem | null): Reviewing {
    const state: Reviewing = {
      status: "reviewing",
      problem,
      uncertain: problem !== null && !isRefusal(problem),
      pay: (method, reductions = noReductions) => this.actIn(state, () => this.#pay(method, reductions)),
    };
    return state;
  }

  async #pay(method: PaymentMethod, reductions: Reductions): Promise<void> {
    const earlier = this.#memory.read();
    if (earlier !== null) {
      // Another tab was here first, or an answer was lost: what was sent then is sent again, not something new.
      const resuming: Resuming = { status: "resuming" };
      this.enter(resuming);
      await this.#resume(resuming, earlier);
      return;
    }
    const attempt: Attempt = { key: newKey(), method, reductions, bookingId: null };
    // Before the request, not after it: the page may be gone by then.
    this.#memory.write(attempt);
    const booking: BookingNow = { status: "booking", method };
    this.enter(booking);
    await this.#send(booking, attempt);
  }

  async #send(meanwhile: Resuming | BookingNow, attempt: Attempt): Promise<void> {
    const { bookings, hold, userId } = this.#options;
    const asked = await settle(
      bookings.create(
        {
          user_id: userId,
          show_id: hold.show_id,
          seats: [...hold.seats],
          payment_method: attempt.method,
          hold_id: hold.hold_id,
          ...attempt.reductions,
        },
        attempt.key,
      ),
    );
    // Written down even when the page has moved on meanwhile.
    if (asked.ok) this.#memory.write({ ...attempt, bookingId: asked.value.id });
    if (!this.isPresent(meanwhile)) return;
    if (!asked.ok) {
      this.#refused(asked.problem);
      return;
    }
    // The answer to a repeated request is the first one, and the booking may have come further since.
    const now = meanwhile.status === "resuming" ? await settle(bookings.get(asked.value.id)) : asked;
    if (this.isPresent(meanwhile)) this.#show(now.ok ? now.value : asked.value);
  }

  #refused(problem: Problem): void {
    if (isRefusal(problem)) this.#memory.forget();
    if (problem instanceof ApiProblem && problem.code === "seats_taken") {
      this.enter({ status: "lost", seats: problem.seats });
    } else if (problem instanceof ApiProblem && problem.status === 410) {
      this.enter({ status: "expired", booking: null });
    } else {
      this.enter(this.#reviewing(problem));
    }
  }

  /** Shows the state that a booking is in. */
  #show(booking: Booking, problem: Problem | null = null): void {
    switch (booking.status) {
      case "pending":
        this.#showPending(booking, problem);
        return;
      case "confirmed":
        this.enter({ status: "confirmed", booking });
        break;
      case "cancelled":
        this.enter({ status: "cancelled", booking });
        break;
      case "expired":
        this.enter({ status: "expired", booking });
        break;
      case "failed":
        this.enter({ status: "lost", seats: booking.seats });
        break;
    }
    clearTimeout(this.#next);
    this.#memory.forget();
  }

  #showPending(booking: Booking, problem: Problem | null): void {
    const { payment } = booking;
    if (payment.status === "succeeded") {
      this.#await({ status: "settling", booking });
    } else if (payment.status !== "requires_action") {
      const state: Declined = {
        status: "declined",
        booking,
        problem,
        payAgain: (method) => this.actIn(state, () => this.#payAgain(booking, method)),
        cancel: () => this.actIn(state, () => this.#cancel(booking)),
      };
      this.#await(state);
    } else if (payment.next_action?.type === "pay_at_counter") {
      const { until, reference } = payment.next_action;
      const cancel = () => this.actIn(state, () => this.#cancel(booking));
      const state: Reserved = { status: "reserved", booking, until, reference, problem, cancel };
      this.#await(state);
    } else {
      const state: AwaitingPayment = {
        status: "awaiting-payment",
        booking,
        problem,
        bank:
          payment.next_action?.type === "mock_approval"
            ? {
                approve: () => this.actIn(state, () => this.#decide(booking, "approveMock")),
                decline: () => this.actIn(state, () => this.#decide(booking, "declineMock")),
              }
            : null,
        card:
          payment.next_action?.type === "stripe"
            ? {
                clientSecret: payment.next_action.client_secret,
                publishableKey: payment.next_action.publishable_key,
                scriptUrl: payment.next_action.script_url,
                confirmed: () => this.actIn(state, () => this.#check(booking)),
              }
            : null,
        payAgain: (method) => this.actIn(state, () => this.#payAgain(booking, method)),
        cancel: () => this.actIn(state, () => this.#cancel(booking)),
      };
      this.#await(state);
    }
  }

  /** Enters a state that only the server can end, and goes on asking it. */
  #await(state: Pending): void {
    this.enter(state);
    clearTimeout(this.#next);
    this.#next = setTimeout(() => {
      void this.actIn(state, () => this.#refresh(state));
    }, this.#pollMs);
  }

  async #refresh(state: Pending): Promise<void> {
    const asked = await settle(this.#options.bookings.get(state.booking.id));
    if (!this.isPresent(state)) return;
    if (asked.ok && !sameStanding(asked.value, state.booking)) this.#show(asked.value);
    else if (this.#isOver(state.booking)) this.#show({ ...state.booking, status: "expired" });
    // The same object stays the state, so that a page in the middle of something is not repainted.
    else this.#await(state);
  }

  /** Whether the time to pay is over, also while the server has not yet written it down. */
  #isOver(booking: Booking): boolean {
    const { payment, expires_at: deadline } = booking;
    if (deadline === null || payment.status === "succeeded") return false;
    return countdown(deadline, this.#options.clock).phase === "over";
  }

  async #decide(booking: Booking, verdict: "approveMock" | "declineMock"): Promise<void> {
    const settling: Settling = { status: "settling", booking };
    this.#await(settling);
    const told = await settle(this.#options.payments[verdict](booking.payment.id));
    if (!this.isPresent(settling)) return;
    const asked = await settle(this.#options.bookings.get(booking.id));
    if (!this.isPresent(settling)) return;
    if (asked.ok) this.#show(asked.value, told.ok ? null : told.problem);
    else this.#show(booking, asked.problem);
  }

  /** The provider's own form says that it is done: the server asks it, and until it knows nothing else is offered. */
  async #check(booking: Booking): Promise<void> {
    const settling: Settling = { status: "settling", booking };
    this.#await(settling);
    const asked = await settle(this.#options.bookings.check(booking.id));
    // Where the answer is lost the page goes on asking for the booking, which a message of the provider's will settle.
    if (asked.ok && this.isPresent(settling)) this.#show(asked.value);
  }

  async #payAgain(booking: Booking, method: PaymentMethod): Promise<void> {
    const meanwhile: BookingNow = { status: "booking", method };
    this.enter(meanwhile);
    await this.#ask(meanwhile, booking, this.#options.bookings.pay(booking.id, method));
  }

  async #cancel(booking: Booking): Promise<void> {
    const meanwhile: Settling = { status: "settling", booking };
    this.enter(meanwhile);
    await this.#ask(meanwhile, booking, this.#options.bookings.cancel(booking.id));
  }

  async #ask(meanwhile: BookingNow | Settling, booking: Booking, call: Promise<Booking>): Promise<void> {
    clearTimeout(this.#next);
    const asked = await settle(call);
    if (!this.isPresent(meanwhile)) return;
    if (asked.ok) {
      this.#show(asked.value);
      return;
    }
    // Whatever was refused, the booking itself says where things stand.
    const now = await settle(this.#options.bookings.get(booking.id));
    if (this.isPresent(meanwhile)) this.#show(now.ok ? now.value : booking, asked.problem);
  }
}

/** Whether the server said a clear no. Anything else may have been carried out, and must be asked again, not anew. */
function isRefusal(problem: Problem): boolean {
  return problem instanceof ApiProblem && problem.status < 500 && problem.status !== 429;
}

function sameStanding(one: Booking, other: Booking): boolean {
  return (
    one.status === other.status &&
    one.payment.id === other.payment.id &&
    one.payment.status === other.payment.status &&
    // A server that could not ask its provider for the next step leaves it out, and has it a moment later.
    one.payment.next_action?.type === other.payment.next_action?.type &&
    one.expires_at === other.expires_at
  );
}
