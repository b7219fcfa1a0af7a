import { type AddressInfo, createServer, type Socket } from "node:net";

import { onTestFinished } from "vitest";

/** What can stand where a working API should. */
export type Badness = "refused" | "hang-up" | "silence" | "half" | "broken" | "page" | "good page";

const half = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{";
const page = (status: string) =>
  `HTTP/1.1 ${status}\r\nContent-Type: text/html\r\nContent-Length: 17\r\nConnection: close\r\n\r\n<h1>nothing</h1>\n`;

/** A TCP server that takes a request and answers badly; `seen` says how many it took. */
export async function startBadServer(how: Badness): Promise<{ url: string; seen: () => number }> {
  let seen = 0;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on("data", () => {
      seen += 1;
      if (how === "hang-up") socket.resetAndDestroy();
      else if (how === "half") socket.write(half);
      else if (how === "broken") socket.end(half);
      else if (how === "page") socket.end(page("502 Bad Gateway"));
      else if (how === "good page") socket.end(page("200 OK"));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      for (const socket of sockets) socket.destroy();
      server.close(() => {
        resolve();
      });
    });
  if (how === "refused") await close();
  else onTestFinished(close);
  return { url: `http://127.0.0.1:${port}`, seen: () => seen };
}
