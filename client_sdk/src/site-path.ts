/** No address of this site is longer; one that is has been made to hide something. */
const longest = 2000;

/** An origin that no host can have, so that only what names no other place stays on it. */
const here = "https://here.invalid";

/** Begins like another host, written as it is or encoded. */
const likeAHost = /^\/(?:[/\\]|%2f|%5c)/i;

/**
 * The path, query and fragment that an address leads to within this site, as the browser would read it; null for one
 * that leads anywhere else, however it is dressed up.
 *
 * A browser takes backslashes for slashes, drops tabs and line ends, and resolves `/x/..//host` to `//host`, which is
 * another site. What is given back is therefore what came of resolving it, and is resolved once more to see that it
 * stays what it is.
 */
export function sitePath(wanted: unknown): string | null {
  if (typeof wanted !== "string" || wanted.length > longest || !wanted.startsWith("/")) return null;
  const path = resolved(wanted);
  return path !== null && !likeAHost.test(path) && resolved(path) === path ? path : null;
}

function resolved(address: string): string | null {
  const url = URL.parse(address, here);
  return url?.origin === here && url.username === "" && url.password === ""
    ? url.pathname + url.search + url.hash
    : null;
}
