import { ApiProblem, isProblem } from "../problems.ts";
import {
  type BestSeats,
  type BookingRequest,
  type Hold,
  type PaymentMethod,
  type Reductions,
} from "../types.ts";
import { body, type CallOptions, timed, type Wire } from "../wire.ts";

const holdTokenKey = "mm.hold-token";

/** 128 random bits; `crypto.randomUUID` would need a secure context, which a phone on the local network has not. */
function randomToken(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}

/** Holds, bookings and payments. */
export function salesCalls(wire: Wire) {
  const { http, storage, session } = wire;

  /** The hold token says whose holds these are, before anybody has signed in; it is kept and sent along. */
  const holder = (): { "X-Hold-Token": string } => {
    const kept = storage.get(holdTokenKey);
    if (kept !== null) return { "X-Hold-Token": kept };
    // Chosen here and not by the server, so that a first hold whose answer is lost is still this shopper's.
    const token = randomToken();
    storage.set(holdTokenKey, token);
    return { "X-Hold-Token": token };
  };

  /** Keys of holds whose answer has not come yet: asking again for the same seats is the same request. */
  const unanswered = new Map<string, string>();

  const once = async (request: string, call: (key: string) => Promise<Hold>): Promise<Hold> => {
    const key = unanswered.get(request) ?? randomToken();
    unanswered.set(request, key);
    try {
      const hold = await call(key);
      unanswered.delete(request);
      return hold;
    } catch (error) {
      if (error instanceof ApiProblem && error.status < 500) unanswered.delete(request);
      throw error;
    }
  };

  /** Who is signed in holds as their account: nothing about holds is asked before an earlier page's session is back. */
  const known = async <T>(call: () => Promise<T>): Promise<T> => {
    try {
      await session.restore();
    } catch (error) {
      // Who it is cannot be said now; the question itself meets what stands in the way, and says it.
      if (!isProblem(error)) throw error;
    }
    return call();
  };

  const holding = async (call: () => Promise<Hold>): Promise<Hold> => {
    const hold = await known(() => timed(wire, call));
    storage.set(holdTokenKey, hold.hold_token);
    return hold;
  };

  const ofBooking = (bookingId: string) => ({ path: { booking_id: bookingId } });

  const ofHold = (holdId: string) => ({ path: { hold_id: holdId }, header: holder() });

  return {
    holds: {
      /** Holds all of these seats or none; `seats_taken` names those that are gone. */
      create: (showId: number, seats: readonly string[], call: CallOptions = {}) =>
        once(`${String(showId)} ${seats.join(" ")}`, (key) =>
          holding(() =>
            body(
              http.POST("/shows/{show_id}/holds", {
                params: { path: { show_id: showId }, header: { "Idempotency-Key": key, ...holder() } },
                body: { seats: [...seats] },
                ...call,
              }),
            ),
          ),
        ),
      /** Holds the best free seats together; `not_enough_together` says how many there are. */
      best: (showId: number, wish: BestSeats, call: CallOptions = {}) =>
        once(`${String(showId)} best ${JSON.stringify(wish)}`, (key) =>
          holding(() =>
            body(
              http.POST("/shows/{show_id}/holds", {
                params: { path: { show_id: showId }, header: { "Idempotency-Key": key, ...holder() } },
                body: { best: wish },
                ...call,
              }),
            ),
          ),
        ),
      get: (holdId: string, call: CallOptions = {}) =>
        holding(() => body(http.GET("/holds/{hold_id}", { params: ofHold(holdId), ...call }))),
      /** Exchanges the seats; the old ones stay held when the new ones cannot be had. */
      change: (holdId: string, seats: readonly string[], call: CallOptions = {}) =>
        holding(() =>
          body(
            http.PATCH("/holds/{hold_id}", { params: ofHold(holdId), body: { seats: [...seats] }, ...call }),
          ),
        ),
      /** Moves the deadline, as far as the house allows. */
      extend: (holdId: string, call: CallOptions = {}) =>
        holding(() =>
          body(http.PATCH("/holds/{hold_id}", { params: ofHold(holdId), body: { extend: true }, ...call })),
        ),
      /** What a promotion and points would make of the held price; nothing is taken by asking. */
      quote: (holdId: string, reductions: Reductions, call: CallOptions = {}) =>
        known(() =>
          body(
            http.POST("/holds/{hold_id}/quote", { params: ofHold(holdId), body: { ...reductions }, ...call }),
          ),
        ),
      release: async (holdId: string, call: CallOptions = {}): Promise<void> => {
        await known(() => body(http.DELETE("/holds/{hold_id}", { params: ofHold(holdId), ...call })));
      },
    },

    bookings: {
      /**
       * Books held seats. The same key always gets the same booking, however often it is sent; a repeated answer is the
       * first one, word for word, so it may be out of date, and does not set the clock.
       */
      create: (request: BookingRequest, idempotencyKey: string, call: CallOptions = {}) =>
        body(
          http.POST("/booking", {
            params: { header: { "Idempotency-Key": idempotencyKey, ...holder() } },
            body: request,
            ...call,
          }),
        ),
      get: (bookingId: string, call: CallOptions = {}) =>
        timed(wire, () => body(http.GET("/booking/{booking_id}", { params: ofBooking(bookingId), ...call }))),
      /** Another attempt to pay for a booking whose payment was declined. */
      pay: (bookingId: string, method: PaymentMethod, call: CallOptions = {}) =>
        timed(wire, () =>
          body(
            http.POST("/booking/{booking_id}/payment", {
              params: ofBooking(bookingId),
              body: { payment_method: method },
              ...call,
            }),
          ),
        ),
      /** Asks the provider now whether the money has come, for whoever comes back from its page. */
      check: (bookingId: string, call: CallOptions = {}) =>
        timed(wire, () =>
          body(http.POST("/booking/{booking_id}/payment/check", { params: ofBooking(bookingId), ...call })),
        ),
      /** Gives the seats of an unpaid booking back. */
      cancel: (bookingId: string, call: CallOptions = {}) =>
        timed(wire, () =>
          body(http.POST("/booking/{booking_id}/cancel", { params: ofBooking(bookingId), ...call })),
        ),
      /** What giving these seats back, or all that are left, would return now. */
      cancellation: (bookingId: string, seats: readonly string[] | null, call: CallOptions = {}) =>
        body(
          http.GET("/booking/{booking_id}/cancellation", {
            params: { ...ofBooking(bookingId), query: seats === null ? {} : { seats: seats.join(",") } },
            ...call,
          }),
        ),
      /**
       * Gives paid seats back for the refund that was agreed to; `refund_changed` when it is another by now. The same
       * key never gives anything back twice.
       */
      giveBack: (
        bookingId: string,
        agreed: { readonly seats: readonly string[]; readonly refund: number },
        idempotencyKey: string,
        call: CallOptions = {},
      ) =>
        body(
          http.POST("/booking/{booking_id}/cancel", {
            params: { ...ofBooking(bookingId), header: { "Idempotency-Key": idempotencyKey } },
            body: { seats: [...agreed.seats], refund: agreed.refund },
            ...call,
          }),
        ),
      mine: (query: { cursor?: string; limit?: number } = {}, call: CallOptions = {}) =>
        body(http.GET("/me/bookings", { params: { query }, ...call })),
    },

    payments: {
      /** The ways to pay that this house offers, the usual one first. */
      methods: async (call: CallOptions = {}) =>
        (await body(http.GET("/payments/methods", { ...call }))).items,
      /** What the bank's app would do; only where the house runs the mock gateway. */
      approveMock: (paymentId: string, call: CallOptions = {}) =>
        body(
          http.POST("/payments/mock/{payment_id}/approve", {
            params: { path: { payment_id: paymentId } },
            ...call,
          }),
        ),
      declineMock: (paymentId: string, call: CallOptions = {}) =>
        body(
          http.POST("/payments/mock/{payment_id}/decline", {
            params: { path: { payment_id: paymentId } },
            ...call,
          }),
        ),
    },
  };
}
