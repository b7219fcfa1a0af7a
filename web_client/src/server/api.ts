import "server-only";

import { ApiProblem, createApi } from "@movie-magic/client-sdk/api";
import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { cache } from "react";

import { apiUrl } from "./environment";
import { preferences } from "./preferences";

/** The API on behalf of the visitor of the request at hand: his language, and his address for the limits. */
export const visitorsApi = cache(async () => {
  const [{ locale }, head] = await Promise.all([preferences(), headers()]);
  const address = head.get("x-forwarded-for");
  return createApi({
    baseUrl: apiUrl(),
    locale: () => locale,
    headers: address === null ? {} : { "X-Forwarded-For": address },
    requestInit: { cache: "no-store" },
  });
});

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
