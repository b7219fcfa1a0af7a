import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const types = new Map([
  [".js", "application/javascript; charset=UTF-8"],
  [".css", "text/css; charset=UTF-8"],
]);

/**
 * The build's scripts and styles, in Brotli: about a seventh less to fetch than the gzip that Next sends. Each is
 * compressed when it is first asked for, and kept. Their names change with their contents, so they never grow old.
 *
 * @param {string} directory the build's `static` folder
 * @returns {(path: string, acceptEncoding: string | undefined) => {type: string, body: Buffer} | null}
 *   the file at a path of the site; null for what Next is to answer itself
 */
export function staticFiles(directory) {
  const known = new Map(
    readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((file) => [`/_next/static/${relative(directory, file).split(sep).join("/")}`, file]),
  );
  /** @type {Map<string, Buffer>} */
  const compressed = new Map();

  return (path, acceptEncoding) => {
    const file = known.get(path);
    const type = types.get(path.slice(path.lastIndexOf(".")));
    if (file === undefined || type === undefined || !/\bbr\b/.test(acceptEncoding ?? "")) return null;
    let body = compressed.get(path);
    if (body === undefined) {
      // Nine of eleven: nearly as small, and quick enough to do while somebody waits.
      body = brotliCompressSync(readFileSync(file), { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } });
      compressed.set(path, body);
    }
    return { type, body };
  };
}
