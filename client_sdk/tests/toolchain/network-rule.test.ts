import { fileURLToPath } from "node:url";

import { ESLint } from "eslint";
import { describe, expect, test } from "vitest";

const eslint = new ESLint({ cwd: fileURLToPath(new URL("../../..", import.meta.url)) });

/** The rules that a piece of code breaks when it lies at `path`. */
async function broken(path: string, code: string): Promise<(string | null)[]> {
  const [result] = await eslint.lintText(code, { filePath: path });
  return (result?.messages ?? []).map(({ ruleId }) => ruleId);
}

async function severity(path: string, rule: string): Promise<unknown> {
  const config = (await eslint.calculateConfigForFile(path)) as { rules: Record<string, unknown[]> };
  return config.rules[rule]?.[0];
}

// ESLint loads a dozen plugins before its first answer.
const patience = 60_000;

describe("the network is client_sdk's alone", () => {
  test.each([
    ['await fetch("/api/home");', "no-restricted-globals"],
    ['export const line = new WebSocket("wss://example.org");', "no-restricted-globals"],
    ['await window.fetch("/api/home");', "no-restricted-properties"],
    ['await globalThis.fetch("/api/home");', "no-restricted-properties"],
  ])(
    "so a client may not write %s",
    async (code, rule) => {
      expect(await broken("web_client/example.mjs", `${code}\n`)).toContain(rule);
    },
    patience,
  );

  test(
    "apart from the route that passes the API on",
    async () => {
      const off = 0;
      const error = 2;
      expect(await severity("web_client/src/app/page.tsx", "no-restricted-globals")).toBe(error);
      expect(await severity("web_client/src/app/api/[...path]/route.ts", "no-restricted-globals")).toBe(off);
      expect(await severity("client_sdk/src/api/transport.ts", "no-restricted-globals")).toBeUndefined();
    },
    patience,
  );
});
