/**
 * Serves the production build: `PORT` (3000 unless told), `HOSTNAME` (127.0.0.1 unless told).
 *
 * Next's own server would do, but for three things. It keeps an `X-Forwarded-For` that the visitor sent himself; the API
 * believes this header when it comes from here, so a visitor could pass for anybody. Here it is written anew
 * (forwarding.mjs). It knows no Brotli. And it says nothing of what a page may load and run.
 *
 * Beneath `/admin/` lies the staff's application, if it was built: on the same site as the shop, so that whoever is
 * signed in is so for both, and one lock keeps their pages from using a refresh token twice.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { createServer } from "node:http";
import { join } from "node:path";

import next from "next";

import { tellVisitor } from "./forwarding.mjs";
import { pageHeaders, staffHeaders, surroundings } from "./policy.mjs";
import { readSettings } from "./settings.mjs";
import { staffFiles } from "./staff-files.mjs";
import { staticFiles } from "./static-files.mjs";

const { port, hostname, trusted } = settingsOrEnd();
const dir = join(import.meta.dirname, "..");

/** What a page being made has to say of its own status; `src/server/standing.ts` finds it here. */
const standings = new AsyncLocalStorage();
globalThis[Symbol.for("movie-magic.standing")] = standings;

/**
 * Has a page that could not be made leave with the status it asked for. The router in a visitor's browser takes any other
 * status than 200 for a reason to load the page whole, so its own questions are left alone.
 */
function withStanding(request, response) {
  const standing = { status: null, retryAfter: 0 };
  if (request.headers.rsc === undefined) {
    const writeHead = response.writeHead.bind(response);
    response.writeHead = (status, ...rest) => {
      if (status !== 200 || standing.status === null) return writeHead(status, ...rest);
      response.setHeader("Retry-After", String(standing.retryAfter));
      response.setHeader("Cache-Control", "no-store");
      return writeHead(standing.status, ...rest);
    };
  }
  return standing;
}

const app = next({ dev: false, dir, hostname, port });
await app.prepare();
const handle = app.getRequestHandler();
const around = surroundings();
const fileAt = staticFiles(join(dir, ".next", "static"));
const staffAt = staffFiles(join(dir, "..", "admin_ui", "dist"), around.apiOrigin ?? around.apiPort);

const server = createServer((request, response) => {
  const path = (request.url ?? "").split("?")[0] ?? "";
  if (!isReadable(path)) {
    response.writeHead(400, {
      "Content-Type": "text/plain; charset=utf-8",
      "X-Content-Type-Options": "nosniff",
    });
    response.end("This address cannot be read.\n");
    return;
  }
  const file = fileAt(path, request.headers["accept-encoding"]?.toString());
  if (file !== null && request.method === "GET") {
    response.writeHead(200, {
      "Content-Type": file.type,
      "Content-Encoding": "br",
      "Content-Length": file.body.length,
      "Cache-Control": "public, max-age=31536000, immutable",
      "X-Content-Type-Options": "nosniff",
      Vary: "Accept-Encoding",
    });
    response.end(file.body);
    return;
  }
  tellVisitor(request, trusted);
  const staff = staffAt(path, request.headers["accept-encoding"]?.toString());
  if (staff !== null) {
    const headers = staffHeaders(around, String(request.headers["x-forwarded-host"]));
    if (request.method === "GET" || request.method === "HEAD") {
      response.writeHead(staff.status, { ...headers, ...staff.headers });
      response.end(request.method === "GET" ? staff.body : undefined);
    } else {
      response.writeHead(405, { ...headers, Allow: "GET, HEAD", "Content-Length": 0 });
      response.end();
    }
    return;
  }
  if (!path.startsWith("/api/")) {
    const headers = pageHeaders(around, String(request.headers["x-forwarded-host"]));
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    request.headers["content-security-policy"] = headers["Content-Security-Policy"];
  }
  standings.run(withStanding(request, response), () => void handle(request, response));
});

server.on("error", (error) => {
  console.error(`The web client cannot listen on ${hostname}:${port}: ${error.message}`);
  process.exit(1);
});
server.listen(port, hostname, () => {
  console.log(`Web client on http://${hostname}:${port}`);
});

for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"])) {
  process.once(signal, () => {
    // A page that is being sent is sent to its end; connections that only wait are closed.
    server.close(() => process.exit(0));
    server.closeIdleConnections();
    setTimeout(() => process.exit(0), 3000).unref();
  });
}

function settingsOrEnd() {
  try {
    return readSettings(process.env);
  } catch (error) {
    console.error(`error: ${error instanceof Error ? error.message : String(error)}`);
    process.exit(1);
  }
}

/** Whether an address can be read at all: nothing behind this server takes `%E0` for a part of a name. */
function isReadable(path) {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}
