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

/** What is for operators, who ask the API itself: its figures, and whether it is well. */
const forOperators = new Set(["metrics", "readyz", "healthz"]);

/** Tells whether the API could take a path for one that is for operators, however it is written. */
function isForOperators(path: string): boolean {
  let plain = path;
  for (let known = ""; known !== plain;) {
    known = plain;
    try {
      plain = decodeURIComponent(known);
    } catch {
      break;
    }
  }
  const parts: string[] = [];
  for (const part of plain.toLowerCase().split(/[/\\]+/)) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part.split(/[;?#]/)[0]?.trim() ?? "");
  }
  return forOperators.has(parts[0] ?? "");
}

function problem(
  status: number,
  code: string,
  title: string,
  detail: string,
  more: Readonly<Record<string, string>> = {},
): Response {
  return Response.json(
    { type: "about:blank", title, status, code, detail },
    {
      status,
      headers: { "Content-Type": "application/problem+json", "Cache-Control": "no-store", ...more },
    },
  );
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
  const title = how === "unreachable" ? "Service unavailable" : "Gateway timeout";
  const detail = "Movie Magic does not answer right now.";
  return problem(how === "unreachable" ? 503 : 504, `api_${how}`, title, detail, { "Retry-After": "2" });
}

/**
 * Passes a request on to the API and streams the answer back, so that for the browser the API's cookies are
 * first-party. Nothing is read, changed or kept on the way; `X-Forwarded-For` was set by the server in front.
 */
async function forward(request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  if (isForOperators(pathname.slice("/api".length))) {
    return problem(404, "not_found", "There is nothing here", "There is nothing here");
  }
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
