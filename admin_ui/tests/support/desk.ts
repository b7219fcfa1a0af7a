import { createServer, type IncomingHttpHeaders } from "node:http";
import { type AddressInfo } from "node:net";

import { onTestFinished } from "vitest";

/** A request as the desk saw it. */
export interface Asked {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}

/** What to answer: a status and a JSON body. */
export type Answer = readonly [status: number, body: unknown];

/** A real HTTP server whose answers the test decides. */
export interface Desk {
  readonly url: string;
  readonly asked: readonly Asked[];
  /** `POST /admin/promotions` and the like, in order, without queries. */
  readonly calls: () => readonly string[];
  /** The bodies that were sent with such a call, in order. */
  readonly sent: (call: string) => readonly unknown[];
}

/** Opens a desk for one test. */
export async function openDesk(
  answer: (asked: Asked) => Answer | undefined | Promise<Answer | undefined>,
): Promise<Desk> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    const whole = async () => {
      const text = Buffer.concat(parts).toString();
      const json = request.headers["content-type"]?.includes("json") === true;
      const one: Asked = {
        method: request.method ?? "",
        path: request.url ?? "",
        headers: request.headers,
        body: text === "" ? null : json ? (JSON.parse(text) as unknown) : text,
      };
      asked.push(one);
      const [status, body] = (await answer(one)) ?? refusal(404, "not_found");
      const headers = {
        // A page in jsdom has another origin than this server.
        "Access-Control-Allow-Origin": request.headers.origin ?? "*",
        "Access-Control-Allow-Credentials": "true",
        "Access-Control-Allow-Headers": "authorization, content-type, accept-language, idempotency-key",
        "Access-Control-Allow-Methods": "GET, POST, PUT, DELETE",
        Connection: "close",
      };
      if (request.method === "OPTIONS") {
        asked.pop();
        response.writeHead(204, headers).end();
        return;
      }
      const type = status < 400 ? "application/json" : "application/problem+json";
      response.writeHead(status, { ...headers, "Content-Type": type });
      response.end(status === 204 ? undefined : JSON.stringify(body));
    };
    request.on("end", () => void whole());
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
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    calls: () => asked.map(({ method, path }) => `${method} ${path.split("?")[0] ?? ""}`),
    sent: (call) => asked.filter(({ method, path }) => `${method} ${path}` === call).map(({ body }) => body),
  };
}

/** A refusal as the server writes it. */
export function refusal(status: number, code: string, more: Readonly<Record<string, unknown>> = {}): Answer {
  return [status, { type: "about:blank", title: code, status, code, detail: `about ${code}`, ...more }];
}
