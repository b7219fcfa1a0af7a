/** Why the server closed a line, as far as it says; the same numbers as in its `CloseCode`. */
export const CloseCode = {
  /** This server stops, others serve. */
  goingAway: 1001,
  /** The client was too slow, or the seats cannot be had for a moment. */
  tryAgainLater: 1013,
  /** A page of this site may not watch. */
  foreignOrigin: 4403,
  /** The server knows no such show on sale. */
  noSuchShow: 4404,
  /** The token is over, or the session: another one may be good. */
  notSignedIn: 4401,
  /** Whoever asks is known, and may not. */
  notAllowed: 4405,
  /** Too many lines from this address. */
  tooManySockets: 4429,
} as const;

/** What to do after a line was closed. */
export type Reaction =
  /** Asking again would get the same answer. */
  | "stop"
  /** Try again in a moment, as if this were the first time. */
  | "soon"
  /** Try again, but not before a pause worth the name. */
  | "pause"
  /** Try again, later each time. */
  | "usual";

/** What a close code asks of a client. */
export function reactionTo(code: number): Reaction {
  switch (code) {
    case CloseCode.foreignOrigin:
    case CloseCode.noSuchShow:
    case CloseCode.notAllowed:
      return "stop";
    case CloseCode.goingAway:
      return "soon";
    case CloseCode.tryAgainLater:
    case CloseCode.tooManySockets:
    case CloseCode.notSignedIn:
      return "pause";
    default:
      return "usual";
  }
}
