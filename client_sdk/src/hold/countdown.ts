import { type ServerClock } from "../clock.ts";

/** From here on a person is told that the time is running out, in milliseconds. */
export const holdWarningMs = 120_000;

/** How urgent a countdown is. */
export type CountdownPhase = "calm" | "warning" | "over";

/** What a countdown shows. */
export interface Countdown {
  /** Milliseconds; never below zero. */
  readonly remainingMs: number;
  readonly phase: CountdownPhase;
}

/** What is left until `deadline` (RFC 3339), by the server's clock. */
export function countdown(deadline: string, clock: ServerClock): Countdown {
  const remainingMs = Math.max(0, Date.parse(deadline) - clock.now());
  const phase = remainingMs === 0 ? "over" : remainingMs <= holdWarningMs ? "warning" : "calm";
  return { remainingMs, phase };
}
