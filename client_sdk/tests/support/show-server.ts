import { type IncomingMessage } from "node:http";
import { type AddressInfo } from "node:net";

import { onTestFinished } from "vitest";
import { type WebSocket, WebSocketServer } from "ws";

import { type Frame } from "../../src/live/index.ts";

/** One line from a client, as the server sees it. */
export interface Line {
  readonly socket: WebSocket;
  readonly request: IncomingMessage;
  /** What the client said, in order. */
  readonly said: unknown[];
  readonly say: (frame: Frame | string) => void;
}

/** A real WebSocket server that speaks when the test tells it to. */
export interface ShowServer {
  readonly url: string;
  readonly lines: readonly Line[];
  /** The line with this number, counted from 0, as soon as it is there. */
  readonly line: (number: number) => Promise<Line>;
  /** Breaks every line and takes no more until {@link rise}. */
  readonly fall: () => Promise<void>;
  readonly rise: () => Promise<void>;
}

export async function startShowServer(greet: (line: Line) => void = () => undefined): Promise<ShowServer> {
  const lines: Line[] = [];
  let port = 0;
  let server: WebSocketServer;

  const rise = async () => {
    server = new WebSocketServer({
      host: "127.0.0.1",
      port,
      handleProtocols: (offered) => [...offered][0] ?? false,
    });
    await new Promise((resolve) => server.once("listening", resolve));
    ({ port } = server.address() as AddressInfo);
    server.on("connection", (socket, request) => {
      const said: unknown[] = [];
      const line: Line = {
        socket,
        request,
        said,
        say: (frame) => {
          socket.send(typeof frame === "string" ? frame : JSON.stringify(frame));
        },
      };
      socket.on("message", (data: Buffer) => said.push(JSON.parse(data.toString())));
      lines.push(line);
      greet(line);
    });
  };
  const fall = () =>
    new Promise<void>((resolve) => {
      for (const client of server.clients) client.terminate();
      server.close(() => {
        resolve();
      });
    });

  await rise();
  onTestFinished(fall);
  return {
    url: `ws://127.0.0.1:${port}/ws/shows/42`,
    lines,
    line: async (number) => {
      for (let tries = 0; tries < 400; tries += 1) {
        const line = lines[number];
        if (line !== undefined) return line;
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      throw new Error(`no line number ${number}: there are ${lines.length}`);
    },
    fall,
    rise,
  };
}
