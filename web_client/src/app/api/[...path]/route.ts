import { apiUrl } from "@/server/environment";

/** Headers that belong to one connection, and those that `fetch` makes anew. */
const ofTheConnection = [
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "host",
  "content-length",
  // Node's fetch asks for a compression of its own and undoes it; the browser's wish must not pass by it.
  "accept-encoding",
];

function without(headers: Headers, names: readonly string[]): Headers {
  const kept = new Headers(headers);
  for (const name of names) kept.delete(name);
  return kept;
}

/** How long the API may say nothing to a question, and to what changes something. */
const silenceMs = { question: 20_000, deed: 75_000 } as const;

/** Milliseconds until an answer must begin; null for an upload, whose own body may take long to pass. */
function longestSilence(request: Request): number | null {
  if (request.method === "GET" || request.method === "HEAD") return silenceMs.question;
  return request.headers.get("content-type")?.startsWith("multipart/") === true ? null : silenceMs.deed;
}

/** Unreachable: it has done nothing. Silent: whether it has is not known. */
function noAnswer(how: "unreachable" | "silent"): Response {
  const status = how === "unreachable" ? 503 : 504;
  const problem = {
    type: "about:blank",
    title: how === "unreachable" ? "Service unavailable" : "Gateway timeout",
    status,
    code: `api_${how}`,
    detail: "The house does not answer just now.",
  };
  return Response.json(problem, {
    status,
    headers: { "Content-Type": "application/problem+json", "Retry-After": "2", "Cache-Control": "no-store" },
  });
}

/**
 * Passes a request on to the API and streams the answer back, so that for the browser the API's cookies are
 * first-party. Nothing is read, changed or kept on the way; `X-Forwarded-For` was set by the server in front.
 */
async function forward(request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  const target = new URL(apiUrl() + pathname.slice("/api".length) + search);
  const silent = new AbortController();
  const limit = longestSilence(request);
  const timer =
    limit === null
      ? undefined
      : setTimeout(() => {
          silent.abort();
        }, limit);
  let answer: Response;
  try {
    answer = await fetch(target, {
      method: request.method,
      headers: without(request.headers, ofTheConnection),
      body: request.body,
      redirect: "manual",
      cache: "no-store",
      signal: AbortSignal.any([request.signal, silent.signal]),
      // Lets a body that has no length yet pass through; Node asks for it, the DOM's types do not know it.
      ...{ duplex: "half" },
    });
  } catch (error) {
    if (request.signal.aborted) throw error;
    return noAnswer(silent.signal.aborted ? "silent" : "unreachable");
  } finally {
    clearTimeout(timer);
  }
  return new Response(answer.body, {
    status: answer.status,
    statusText: answer.statusText,
    headers: without(answer.headers, [...ofTheConnection, "content-encoding"]),
  });
}

export {
  forward as DELETE,
  forward as GET,
  forward as HEAD,
  forward as OPTIONS,
  forward as PATCH,
  forward as POST,
  forward as PUT,
};
