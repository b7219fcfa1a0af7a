import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { expect, test } from "vitest";

test("the generated types are those of the API document", async () => {
  const script = fileURLToPath(new URL("../../scripts/generate-api.ts", import.meta.url));
  const flags = ["--experimental-strip-types", "--disable-warning=ExperimentalWarning"];
  await expect(promisify(execFile)(process.execPath, [...flags, script, "--check"])).resolves.toMatchObject({
    stderr: "",
  });
}, 30_000);
