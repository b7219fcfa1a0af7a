import { createServer, type IncomingMessage, type Server } from "node:http";
import { type AddressInfo } from "node:net";

/** What a desk was asked. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: unknown;
}

/** An answer: status and body. `null` for the body closes the connection without a word. */
export type Answer = readonly [status: number, body: unknown];

/** A real HTTP server that answers as told and remembers what it was asked. */
export class Desk {
  readonly asked: Asked[] = [];
  readonly #server: Server;

  private constructor(answer: (asked: Asked) => Answer | Promise<Answer>) {
    this.#server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on("data", (part: Buffer) => parts.push(part));
      request.on("end", () => {
        const text = Buffer.concat(parts).toString();
        const asked: Asked = {
          method: request.method ?? "",
          path: request.url ?? "",
          headers: request.headers,
          body: text === "" ? null : (JSON.parse(text) as unknown),
        };
        this.asked.push(asked);
        void Promise.resolve(answer(asked)).then(([status, body]) => {
          if (body === null) {
            response.destroy();
            return;
          }
          const type = status >= 400 ? "application/problem+json" : "application/json";
          response.writeHead(status, { "content-type": type }).end(JSON.stringify(body));
        });
      });
    });
  }

  static async open(answer: (asked: Asked) => Answer | Promise<Answer>): Promise<Desk> {
    const desk = new Desk(answer);
    await new Promise<void>((resolve) => {
      desk.#server.listen(0, "127.0.0.1", resolve);
    });
    return desk;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** How often a path was asked with a method. */
  count(method: string, path: string): number {
    return this.asked.filter((asked) => asked.method === method && asked.path === path).length;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => {
      this.#server.close(() => {
        resolve();
      });
    });
  }
}
