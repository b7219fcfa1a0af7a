import { type PaymentMethod, type Reductions } from "../api/types.ts";
import { type TextStorage } from "../storage.ts";

/**
 * One try at booking one hold: what was sent, and under which key.
 *
 * Kept until the outcome is known. A reload, a crash or a second tab then sends the very same request again, and the
 * server answers with the very same booking.
 */
export interface Attempt {
  /** The `Idempotency-Key`. */
  readonly key: string;
  readonly method: PaymentMethod;
  /** Sent along again as well: with other reductions it would be another request. */
  readonly reductions: Reductions;
  /** The booking, once the server has said that there is one. */
  readonly bookingId: string | null;
}

/** Nothing is taken off. */
export const noReductions: Reductions = { promo: null, points: 0 };

/** Random and unguessable. Unlike `crypto.randomUUID` this also works where a page is not served securely. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Where the attempt of one hold is kept. All tabs of a browser see the same one. */
export class AttemptMemory {
  readonly #storage: TextStorage;
  readonly #name: string;

  constructor(storage: TextStorage, holdId: string) {
    this.#storage = storage;
    this.#name = `mm.checkout.${holdId}`;
  }

  read(): Attempt | null {
    const text = this.#storage.get(this.#name);
    if (text === null) return null;
    try {
      const value: unknown = JSON.parse(text);
      return isAttempt(value) ? { ...value, reductions: reductionsOf(value) } : null;
    } catch {
      // Written by somebody else, or by half: as good as nothing, for the server keeps the truth.
      return null;
    }
  }

  write(attempt: Attempt): void {
    this.#storage.set(this.#name, JSON.stringify(attempt));
  }

  forget(): void {
    this.#storage.remove(this.#name);
  }
}

/** None in what a page before this release has written. */
function reductionsOf({ reductions }: Partial<Attempt>): Reductions {
  const { promo, points } = (reductions ?? noReductions) as Record<string, unknown>;
  return {
    promo: typeof promo === "string" ? promo : null,
    points: typeof points === "number" ? points : 0,
  };
}

function isAttempt(value: unknown): value is Omit<Attempt, "reductions"> & Partial<Attempt> {
  if (typeof value !== "object" || value === null) return false;
  const { key, method, bookingId } = value as Record<string, unknown>;
  return (
    typeof key === "string" &&
    typeof method === "string" &&
    (bookingId === null || typeof bookingId === "string")
  );
}
