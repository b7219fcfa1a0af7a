import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const types = new Map([
  [".css", "text/css; charset=UTF-8"],
  [".html", "text/html; charset=UTF-8"],
  [".js", "application/javascript; charset=UTF-8"],
  [".svg", "image/svg+xml"],
  [".woff2", "font/woff2"],
]);
const root = "/admin/";
const shrinks = new Set([".css", ".html", ".js", ".svg"]);

/**
 * @typedef {object} Answer
 * @property {number} status
 * @property {Readonly<Record<string, string | number>>} headers
 * @property {Buffer | undefined} body
 */

/**
 * The staff's application as `npm run build` left it: a page, and files whose names change with their contents. The
 * page is the answer to every address beneath `/admin/` that is no file, for its addresses are made in the browser.
 *
 * @param {string} directory its `dist` folder; where there is none, nothing is served
 * @param {string} sockets where browsers find the API's sockets: an origin, or a port of this site's host
 * @returns {(path: string, acceptEncoding: string | undefined) => Answer | null} null for what is not the staff's
 */
export function staffFiles(directory, sockets) {
  if (!existsSync(join(directory, "index.html"))) return () => null;
  const known = new Map(
    readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && types.has(ending(entry.name)))
      .map((entry) => {
        const file = join(entry.parentPath, entry.name);
        return [root + relative(directory, file).split(sep).join("/"), prepared(file, sockets)];
      }),
  );
  const page = known.get(`${root}index.html`);

  return (path, acceptEncoding) => {
    if (path === "/admin")
      return { status: 308, headers: { Location: root, "Content-Length": 0 }, body: undefined };
    if (!path.startsWith(root)) return null;
    // A file of an earlier build is gone; a page in its place would be run as a script.
    if (!known.has(path) && path.startsWith(`${root}assets/`))
      return { status: 404, headers: { "Content-Length": 0, "Cache-Control": "no-store" }, body: undefined };
    const file = known.get(path) ?? page;
    if (file === undefined) return null;
    const small = file.small !== null && /\bbr\b/.test(acceptEncoding ?? "") ? file.small : null;
    const body = small ?? file.plain;
    return {
      status: 200,
      headers: {
        "Content-Type": file.type,
        "Content-Length": body.length,
        "Cache-Control": path.startsWith(`${root}assets/`)
          ? "public, max-age=31536000, immutable"
          : "no-cache",
        Vary: "Accept-Encoding",
        ...(small === null ? {} : { "Content-Encoding": "br" }),
      },
      body,
    };
  };
}

/** @param {string} name */
function ending(name) {
  return name.slice(name.lastIndexOf("."));
}

/** @param {string} file @param {string} sockets */
function prepared(file, sockets) {
  const type = types.get(ending(file)) ?? "";
  const plain = file.endsWith("index.html")
    ? Buffer.from(readFileSync(file, "utf8").replace("{{sockets}}", () => attribute(sockets)))
    : readFileSync(file);
  const small = shrinks.has(ending(file))
    ? brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } })
    : null;
  return { type, plain, small };
}

/** @param {string} text */
function attribute(text) {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}
