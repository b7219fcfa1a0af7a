// @vitest-environment node
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync } from "node:zlib";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { staffFiles } from "../../scripts/staff-files.mjs";

let dist = "";

beforeEach(() => {
  dist = mkdtempSync(join(tmpdir(), "staff-"));
  mkdirSync(join(dist, "assets"));
  writeFileSync(join(dist, "index.html"), '<meta name="sockets" content="{{sockets}}"><p>the page</p>');
  writeFileSync(join(dist, "assets", "index-A1b2.js"), "run();");
  writeFileSync(join(dist, ".built-from"), "a digest");
});

afterEach(() => {
  rmSync(dist, { recursive: true });
});

function textAt(path: string, sockets = "8000"): string | undefined {
  return staffFiles(dist, sockets)(path, undefined)?.body?.toString();
}

describe("the staff's application", () => {
  test("has one page for all its addresses, which is asked for anew each time", () => {
    for (const path of ["/admin/", "/admin/predictions", "/admin/models/v-1.2"]) {
      const answer = staffFiles(dist, "8000")(path, undefined);
      expect(answer?.headers["Cache-Control"]).toBe("no-cache");
      expect(answer?.body?.toString()).toContain("the page");
    }
  });

  test("tells its page where the sockets are, and nothing more", () => {
    expect(textAt("/admin/")).toContain('content="8000"');
    expect(textAt("/admin/", 'https://x.example"><b>')).toContain('content="https://x.example&quot;>&lt;b>"');
  });

  test("has files that may be kept for ever, small for whoever can unpack them", () => {
    const answer = staffFiles(dist, "8000")("/admin/assets/index-A1b2.js", "gzip, br");
    expect(answer?.headers["Content-Encoding"]).toBe("br");
    expect(answer?.headers["Cache-Control"]).toContain("immutable");
    expect(brotliDecompressSync(answer?.body ?? Buffer.alloc(0)).toString()).toBe("run();");
    expect(textAt("/admin/assets/index-A1b2.js")).toBe("run();");
  });

  test("has no page in the place of a script that is gone", () => {
    expect(staffFiles(dist, "8000")("/admin/assets/index-old.js", "br")?.status).toBe(404);
  });

  test("gives nothing that the build keeps for itself, and nothing from outside", () => {
    expect(textAt("/admin/.built-from")).toContain("the page");
    expect(textAt("/admin/../../etc/passwd")).toContain("the page");
  });

  test("leaves the shop's addresses to the shop", () => {
    const at = staffFiles(dist, "8000");
    expect([at("/", "br"), at("/movies", "br"), at("/administrator", "br")]).toEqual([null, null, null]);
    expect(at("/admin", "br")).toMatchObject({ status: 308, headers: { Location: "/admin/" } });
  });

  test("is not there before it was built", () => {
    expect(staffFiles(join(dist, "nowhere"), "8000")("/admin/", "br")).toBeNull();
  });
});
