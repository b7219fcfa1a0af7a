/**
 * Writes `src/api/schema.d.ts` from `openapi.json`, which the server exports.
 * `--check` writes nothing and fails when the file on disk is not what would be written.
 */
import { readFile, writeFile } from "node:fs/promises";

import openapiTS, { astToString, COMMENT_HEADER } from "openapi-typescript";

const source = new URL("../openapi.json", import.meta.url);
const target = new URL("../src/api/schema.d.ts", import.meta.url);

const ast = await openapiTS(source, { alphabetize: true, defaultNonNullable: false });
const written = `${COMMENT_HEADER}${astToString(ast)}`;

if (process.argv.includes("--check")) {
  if ((await readFile(target, "utf8")) !== written) {
    console.error("src/api/schema.d.ts does not match openapi.json: run `npm run generate`.");
    process.exitCode = 1;
  }
} else {
  await writeFile(target, written);
}
