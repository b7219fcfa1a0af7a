import "server-only";

/** What the server in front (`scripts/start.mjs`) is told of the page at hand, before its first byte leaves. */
interface Standing {
  /** The status to send in place of 200. */
  status: number | null;
  /** Seconds after which to ask again. */
  retryAfter: number;
}

interface Front {
  readonly getStore: () => Standing | undefined;
}

/**
 * Has the page at hand sent with another status than 200. Next lets a page be a 404 and nothing else; a page that could
 * not be made because the API is away must not look well to crawlers, caches and monitors. Under `next dev`, where no
 * server of ours stands in front, nothing happens.
 */
export function answerWith(status: 429 | 503, retryAfter: number): void {
  const front = (globalThis as Record<symbol, unknown>)[Symbol.for("movie-magic.standing")] as
    Front | undefined;
  const standing = front?.getStore();
  if (standing === undefined) return;
  standing.status = status;
  standing.retryAfter = Math.max(standing.retryAfter, Math.ceil(retryAfter));
}
