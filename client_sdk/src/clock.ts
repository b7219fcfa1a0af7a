/** Where time comes from; replaced in tests. Both in milliseconds. */
export interface TimeSource {
  /** Never steps back or forward when the wall clock is set; may stand still while the device sleeps. */
  monotonic(): number;
  /** What the device believes the time to be; goes on while the device sleeps. */
  wall(): number;
}

const deviceTime: TimeSource = {
  monotonic: () => performance.now(),
  wall: () => Date.now(),
};

interface Reading {
  readonly server: number;
  readonly monotonic: number;
  readonly wall: number;
}

/**
 * The server's time, as far as this device can know it.
 *
 * A hold ends when the server says so. A phone whose clock is four minutes slow would otherwise promise four minutes
 * that do not exist; so the clock takes the server's time from an answer and counts on from there with the device's
 * monotonic counter.
 */
export class ServerClock {
  readonly #time: TimeSource;
  #reading: Reading | null = null;

  constructor(time: TimeSource = deviceTime) {
    this.#time = time;
  }

  /** The moment to pass to {@link sync} as `sentAt`. */
  mark(): number {
    return this.#time.monotonic();
  }

  /**
   * Takes the server's time from an answer.
   *
   * The server read its clock somewhere between sending and receiving. Which moment is unknown, so the earliest is
   * assumed: the countdown may then end a little early, by at most the round trip, and never late.
   *
   * @param serverTime RFC 3339, from the answer
   * @param sentAt {@link mark} taken before the request was sent; now, if left out
   */
  sync(serverTime: string, sentAt: number = this.#time.monotonic()): void {
    const server = Date.parse(serverTime);
    if (Number.isNaN(server)) throw new RangeError(`not a time: ${serverTime}`);
    const roundTrip = this.#time.monotonic() - sentAt;
    this.#reading = { server, monotonic: sentAt, wall: this.#time.wall() - roundTrip };
  }

  /** The server's time now, in milliseconds since the epoch; the device's own until the first {@link sync}. */
  now(): number {
    if (this.#reading === null) return this.#time.wall();
    return this.#reading.server + (this.#time.monotonic() - this.#reading.monotonic);
  }

  /**
   * Milliseconds by which wall and monotonic time have come apart since {@link sync}. A device that slept, or whose
   * clock was set, shows seconds or more here: ask the server again.
   */
  drift(): number {
    if (this.#reading === null) return 0;
    const byWall = this.#time.wall() - this.#reading.wall;
    const byCounter = this.#time.monotonic() - this.#reading.monotonic;
    return Math.abs(byWall - byCounter);
  }
}
