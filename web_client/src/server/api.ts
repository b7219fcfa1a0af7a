import "server-only";

import { ApiProblem, createApi } from "@movie-magic/client-sdk/api";
import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { cache } from "react";

import { apiUrl, pageBudgetMs } from "./environment";
import { preferences } from "./preferences";

/** `fetch` as the platform has it. Next's remembers answers and copies them on their way; here each is asked for anew. */
const plainFetch: typeof fetch = (input, init) => {
  // eslint-disable-next-line no-restricted-properties -- handed to client_sdk's API client, which alone uses it
  const own = globalThis.fetch as typeof fetch & { readonly _nextOriginalFetch?: typeof fetch };
  return (own._nextOriginalFetch ?? own)(input, init);
};

/** The API on behalf of the visitor of the request at hand: his language, and his address for the limits. */
export async function apiFor(limits: { readonly budgetMs: number; readonly timeoutMs?: number }) {
  const [{ locale }, head] = await Promise.all([preferences(), headers()]);
  const address = head.get("x-forwarded-for");
  return createApi({
    baseUrl: apiUrl(),
    locale: () => locale,
    headers: address === null ? {} : { "X-Forwarded-For": address },
    requestInit: { cache: "no-store" },
    fetch: plainFetch,
    // Somebody waits for a page that says at least what is wrong.
    attempts: 2,
    ...limits,
  });
}

/** The same for a page, whose parts share it and the time there is. */
export const visitorsApi = cache(() => apiFor({ budgetMs: pageBudgetMs() }));

/**
 * Waits for an answer; where the API says that there is no such thing, or that the address
 * makes no sense, the page is a 404.
 */
export async function orNotFound<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ApiProblem && [400, 404, 422].includes(error.status)) notFound();
    throw error;
  }
}
