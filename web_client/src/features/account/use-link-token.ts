"use client";

import { useEffect, useSyncExternalStore } from "react";

/** What was found in the address, by page: it is taken out of there, and React may ask more than once. */
const found = new Map<string, string>();

function take(): string | null {
  const { hash, pathname } = window.location;
  const given = new URLSearchParams(hash.slice(1)).get("token");
  if (given !== null) found.set(pathname, given);
  return found.get(pathname) ?? null;
}

const never = () => () => undefined;

/**
 * The token of a mailed link. It comes in the fragment, which no server sees, and is taken out of the address at once,
 * so that neither the history nor a shared screen keeps it. `undefined` until the page runs; null where there is none.
 */
export function useLinkToken(): string | null | undefined {
  const token = useSyncExternalStore<string | null | undefined>(never, take, () => undefined);
  useEffect(() => {
    const { hash, pathname, search } = window.location;
    if (hash.includes("token=")) window.history.replaceState(window.history.state, "", pathname + search);
  }, []);
  return token;
}
