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

function unreachable(): Response {
  const detail = "The house does not answer just now.";
  return problem(503, "api_unreachable", "Service unavailable", detail, { "Retry-After": "2" });
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
  let answer: Response;
  try {
    answer = await fetch(target, {
      method: request.method,
      headers: without(request.headers, ofTheConnection),
      body: request.body,
      redirect: "manual",
      cache: "no-store",
      signal: request.signal,
      // Lets a body that has no length yet pass through; Node asks for it, the DOM's types do not know it.
      ...{ duplex: "half" },
    });
  } catch (error) {
    if (request.signal.aborted) throw error;
    return unreachable();
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
