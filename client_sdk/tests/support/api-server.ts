import { createServer, type IncomingHttpHeaders } from "node:http";
import { type AddressInfo } from "node:net";

import { onTestFinished } from "vitest";

import { type Api, type ApiOptions, createApi, memoryStorage } from "../../src/api/index.ts";

/** A request as the server saw it. */
export interface Seen {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}

/** What to answer: a JSON body (200 unless told), or `"hang-up"` to break the connection without a word. */
export type Answer =
  | "hang-up"
  | {
      readonly status?: number;
      readonly body?: unknown;
      readonly headers?: Readonly<Record<string, string>>;
      readonly afterMs?: number;
    };

/** A real HTTP server whose answers the test decides. */
export interface ApiServer {
  readonly url: string;
  readonly seen: readonly Seen[];
  /** `POST /booking` and the like, in order. */
  readonly calls: () => readonly string[];
  /** Another client of this server, as another page or tab would make one. */
  readonly client: (options?: Partial<ApiOptions>) => Api;
}

export async function startApiServer(answer: (seen: Seen) => Answer | Promise<Answer>): Promise<ApiServer> {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const text = Buffer.concat(chunks).toString();
      const one: Seen = {
        method: request.method ?? "",
        path: request.url ?? "",
        headers: request.headers,
        body: text === "" ? null : JSON.parse(text),
      };
      seen.push(one);
      void (async () => {
        const what = await answer(one);
        if (what === "hang-up") {
          request.socket.destroy();
          return;
        }
        if (what.afterMs !== undefined) await new Promise((resolve) => setTimeout(resolve, what.afterMs));
        const { status = 200, body, headers = {} } = what;
        response.writeHead(status, {
          "Content-Type": status < 400 ? "application/json" : "application/problem+json",
          Connection: "close",
          ...headers,
        });
        response.end(body === undefined ? undefined : JSON.stringify(body));
      })();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  );
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    seen,
    calls: () => seen.map(({ method, path }) => `${method} ${path}`),
    client: (options = {}) =>
      createApi({ baseUrl: url, locale: () => "en", storage: memoryStorage(), ...options }),
  };
}

/** A refusal as the server writes it. */
export function problem(status: number, code: string, more: Readonly<Record<string, unknown>> = {}): Answer {
  return {
    status,
    body: { type: "about:blank", title: code, status, code, detail: `about ${code}`, ...more },
  };
}
