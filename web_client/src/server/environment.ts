import "server-only";

import { type SocketAddress } from "@/features/app/socket-address";

/** Where the API listens, for this server. Read at each use: one build runs anywhere. */
export function apiUrl(): string {
  return (process.env.API_URL ?? "http://127.0.0.1:8000").replace(/\/+$/, "");
}

/**
 * How many milliseconds a page waits for the API, all its questions together: `PAGE_SECONDS`, 2 unless told. The server
 * in front does not start with a number that is none (`scripts/settings.mjs`).
 */
export function pageBudgetMs(): number {
  return 1000 * Number(process.env.PAGE_SECONDS ?? 2);
}

/** The address for browsers: `API_PUBLIC_URL`, else the page's own host at `API_PORT` (8000 unless told). */
export function socketAddress(): SocketAddress {
  const origin = process.env.API_PUBLIC_URL;
  if (origin !== undefined && origin !== "") return { kind: "origin", origin: origin.replace(/\/+$/, "") };
  return { kind: "port", port: Number(process.env.API_PORT ?? 8000) };
}

/** The public address of this site, for canonical links and the sitemap: `WEB_URL`, `http://localhost:$PORT` unless told. */
export function siteUrl(): string {
  const url = process.env.WEB_URL ?? `http://localhost:${process.env.PORT ?? "3000"}`;
  return url.replace(/\/+$/, "");
}
