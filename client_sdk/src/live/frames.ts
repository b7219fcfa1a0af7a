/** What a seat is to everybody who looks. Whose hold it is, the wire does not say. */
export const SeatState = { free: 0, held: 1, sold: 2, blocked: 3 } as const;

/** One of {@link SeatState}. */
export type SeatState = (typeof SeatState)[keyof typeof SeatState];

/** The subprotocol that these frames belong to. */
export const subprotocol = "seats.v1";

/** The whole house: one digit per seat, by seat index. */
export interface SnapshotFrame {
  readonly t: "snap";
  readonly e: string;
  readonly v: number;
  readonly s: string;
  /** Prices in force, in minor units by category, where the server sends them along. */
  readonly p?: Readonly<Record<string, number>>;
  readonly src?: string;
}

/** Changes `v[0]` to `v[1]`, coalesced: of each seat only its last state. */
export interface DeltaFrame {
  readonly t: "d";
  readonly v: readonly [from: number, to: number];
  readonly c: readonly (readonly [seat: number, state: SeatState])[];
}

/** New prices, in minor units by category. A change like any other, with a version of its own. */
export interface PriceFrame {
  readonly t: "price";
  readonly v: number;
  readonly p: Readonly<Record<string, number>>;
  readonly src: string;
}

/** The show is over, for good. */
export interface ClosedFrame {
  readonly t: "closed";
}

/** Nothing happened, and this is the version at which nothing happened. */
export interface PingFrame {
  readonly t: "ping";
  readonly v: number;
}

/** Everything the server says. */
export type Frame = SnapshotFrame | DeltaFrame | PriceFrame | ClosedFrame | PingFrame;

/** The only thing a client says: what it has, after a reconnect. */
export interface ResumeFrame {
  readonly t: "resume";
  readonly e: string;
  readonly v: number;
}

function isVersion(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isState(value: unknown): value is SeatState {
  return value === 0 || value === 1 || value === 2 || value === 3;
}

function isPrices(value: unknown): value is Record<string, number> {
  return typeof value === "object" && value !== null && Object.values(value).every(Number.isSafeInteger);
}

function isChange(value: unknown): boolean {
  return Array.isArray(value) && value.length === 2 && isVersion(value[0]) && isState(value[1]);
}

/**
 * Reads a message of the socket.
 *
 * @returns null for what this version does not know (a later server may say more) and for what is no frame at all
 */
export function parseFrame(text: string): Frame | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== "object" || value === null) return null;
  const frame = value as Record<string, unknown>;
  const version = frame.v;
  switch (frame.t) {
    case "snap":
      return typeof frame.e === "string" &&
        isVersion(version) &&
        typeof frame.s === "string" &&
        /^[0-3]*$/.test(frame.s) &&
        (frame.p === undefined || isPrices(frame.p))
        ? (value as SnapshotFrame)
        : null;
    case "d":
      return Array.isArray(version) &&
        version.length === 2 &&
        version.every(isVersion) &&
        Array.isArray(frame.c) &&
        frame.c.every(isChange)
        ? (value as DeltaFrame)
        : null;
    case "price":
      return isVersion(version) && isPrices(frame.p) && typeof frame.src === "string"
        ? (value as PriceFrame)
        : null;
    case "ping":
      return isVersion(version) ? (value as PingFrame) : null;
    case "closed":
      return { t: "closed" };
    default:
      return null;
  }
}
