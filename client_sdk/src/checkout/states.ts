import { type Problem } from "../api/problems.ts";
import { type Booking, type PaymentMethod, type Reductions } from "../api/types.ts";

/** Where a purchase stands, and what can be done there. */
export type CheckoutState =
  | Resuming
  | Reviewing
  | BookingNow
  | AwaitingPayment
  | Reserved
  | Settling
  | Declined
  | Confirmed
  | Expired
  | Cancelled
  | SeatsLost;

/** An earlier page of this browser began; it is being found out how that ended. */
export interface Resuming {
  readonly status: "resuming";
}

/** The order lies on the table. */
export interface Reviewing {
  readonly status: "reviewing";
  /** Why the last try did not work. */
  readonly problem: Problem | null;
  /** The last try may have worked without our hearing of it. Trying again finds out, and cannot book twice. */
  readonly uncertain: boolean;
  readonly pay: (method: PaymentMethod, reductions?: Reductions) => Promise<void>;
}

/** The booking is being made. */
export interface BookingNow {
  readonly status: "booking";
  readonly method: PaymentMethod;
}

/** Stripe's Payment Element. */
export interface CardForm {
  /** For the paying customer alone: never logged, never stored. */
  readonly clientSecret: string;
  readonly publishableKey: string;
  readonly scriptUrl: string;
  /** To be called when the form, or the bank's page behind it, says that it is done. */
  readonly confirmed: () => Promise<void>;
}

/** The bank is to say yes. */
export interface AwaitingPayment {
  readonly status: "awaiting-payment";
  readonly booking: Booking;
  readonly problem: Problem | null;
  /** What the bank's app does, where the house plays the bank; null where the real one is awaited. */
  readonly bank: { readonly approve: () => Promise<void>; readonly decline: () => Promise<void> } | null;
  /** What the card network's own form needs, where one is to be filled in. */
  readonly card: CardForm | null;
  /** Pays another way; the attempt that is open is called off. */
  readonly payAgain: (method: PaymentMethod) => Promise<void>;
  readonly cancel: () => Promise<void>;
}

/** The seats are reserved, and paid for at the counter. */
export interface Reserved {
  readonly status: "reserved";
  readonly booking: Booking;
  /** RFC 3339: until when to pay. */
  readonly until: string;
  /** What to say at the counter. */
  readonly reference: string;
  readonly problem: Problem | null;
  readonly cancel: () => Promise<void>;
}

/** The bank has spoken; the house is writing it down. */
export interface Settling {
  readonly status: "settling";
  readonly booking: Booking;
}

/** The bank said no. The seats stay reserved until `booking.expires_at`. */
export interface Declined {
  readonly status: "declined";
  readonly booking: Booking;
  readonly problem: Problem | null;
  readonly payAgain: (method: PaymentMethod) => Promise<void>;
  readonly cancel: () => Promise<void>;
}

/** Paid: here are the tickets. */
export interface Confirmed {
  readonly status: "confirmed";
  readonly booking: Booking;
}

/** The time to pay is over; `booking` is null when the hold ended before there was one. Nothing was charged. */
export interface Expired {
  readonly status: "expired";
  readonly booking: Booking | null;
}

/** Given back before paying. */
export interface Cancelled {
  readonly status: "cancelled";
  readonly booking: Booking;
}

/** The seats went to somebody else. */
export interface SeatsLost {
  readonly status: "lost";
  readonly seats: readonly string[];
}
