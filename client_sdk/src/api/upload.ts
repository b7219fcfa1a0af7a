import { ConnectionProblem, toApiProblem } from "./problems.ts";
import { type CallOptions, type Wire } from "./wire.ts";

/** Told how much of a request's body has left, from 0 to 1. */
export type OnProgress = (share: number) => void;

function headersOf(request: XMLHttpRequest): Headers {
  const headers = new Headers();
  for (const line of request.getAllResponseHeaders().trim().split(/\r?\n/)) {
    const colon = line.indexOf(":");
    if (colon > 0) headers.append(line.slice(0, colon).trim(), line.slice(colon + 1).trim());
  }
  return headers;
}

function read(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // what some proxy wrote is no document of ours
  }
}

function send(
  wire: Wire,
  path: string,
  form: FormData | null,
  token: string | null,
  onProgress: OnProgress,
  signal: AbortSignal | undefined,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    // `fetch` does not say how far a body has come; for a file of a hundred megabytes that is what one wants to know.
    const request = new XMLHttpRequest();
    const stop = () => {
      request.abort();
      reject(signal?.reason as Error);
    };
    const fail = (reason: "timeout" | "unreachable") => () => {
      signal?.removeEventListener("abort", stop);
      const online = (globalThis.navigator as Partial<Navigator> | undefined)?.onLine;
      reject(new ConnectionProblem(online === false ? "offline" : reason));
    };
    request.open("POST", `${wire.options.baseUrl}${path}`);
    request.setRequestHeader("Accept-Language", wire.options.locale());
    if (token !== null) request.setRequestHeader("Authorization", `Bearer ${token}`);
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      onProgress(total === 0 ? 0 : loaded / total);
    });
    request.addEventListener("error", fail("unreachable"));
    request.addEventListener("timeout", fail("timeout"));
    request.addEventListener("load", () => {
      signal?.removeEventListener("abort", stop);
      const bodiless = request.status === 204;
      resolve(
        new Response(bodiless ? null : request.responseText, {
          status: request.status,
          headers: headersOf(request),
        }),
      );
    });
    signal?.addEventListener("abort", stop, { once: true });
    if (signal?.aborted === true) stop();
    else request.send(form);
  });
}

/** Sends a form with files, or nothing, and says how far it has come. Rejects as every call does. */
export async function upload<T>(
  wire: Wire,
  path: string,
  form: FormData | null,
  onProgress: OnProgress,
  { signal }: CallOptions = {},
): Promise<T> {
  let response = await send(wire, path, form, await wire.session.token(), onProgress, signal);
  if (response.status === 401 && wire.session.renewable) {
    const renewed = await wire.session.renew();
    if (renewed !== null) response = await send(wire, path, form, renewed, onProgress, signal);
  }
  const answer = read(await response.text());
  if (!response.ok) throw toApiProblem(response, answer);
  return answer as T;
}
