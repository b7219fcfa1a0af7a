// The same work in socket.io: one room, everybody in it, the same deltas. Told what to do on standard input:
// `emit <frames> <milliseconds between them>`; answers `done`. Prints its port first.
import { createServer } from "node:http";
import { performance } from "node:perf_hooks";
import process from "node:process";
import { createInterface } from "node:readline";
import { setTimeout } from "node:timers";

import { Server } from "socket.io";

const room = "show";
const http = createServer();
// WebSocket from the first byte, nothing compressed, no client script: the least there is to do.
const io = new Server(http, {
  transports: ["websocket"],
  perMessageDeflate: false,
  httpCompression: false,
  serveClient: false,
});
io.on("connection", (socket) => {
  void socket.join(room);
});

let version = 100_000;

function emit(frames, everyMs) {
  if (frames === 0) {
    process.stdout.write("done\n");
    return;
  }
  const next = performance.now() + everyMs;
  version += 1;
  io.to(room).emit("d", { v: [version, version], c: [[17, version % 2 ? 3 : 0]] });
  setTimeout(emit, Math.max(0, next - performance.now()), frames - 1, everyMs);
}

createInterface({ input: process.stdin }).on("line", (line) => {
  const [, frames, everyMs] = line.split(" ");
  emit(Number(frames), Number(everyMs));
});
// Whoever started this is gone: there is nobody left to serve.
process.stdin.on("end", () => process.exit(0));

http.listen({ host: "127.0.0.1", port: 0, backlog: 4096 }, () => {
  process.stdout.write(`${http.address().port}\n`);
});
