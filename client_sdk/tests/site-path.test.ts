import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { sitePath } from "../src/site-path.ts";

const site = "https://tickets.example";

/** Ways that were found to lead a visitor away after signing in. */
const tricks = [
  "",
  " ",
  "shows/42",
  "https://evil.example/",
  "HTTPS:evil.example",
  "//evil.example",
  "///evil.example",
  "////evil.example/%2f..",
  "/\\evil.example",
  "\\/evil.example",
  "\\\\evil.example",
  "/\t/evil.example",
  "/\n/evil.example",
  "/\r\n/evil.example",
  "\t//evil.example",
  " //evil.example",
  "\u0000//evil.example",
  "/x/..//evil.example/",
  "/x/../\\evil.example/",
  "/x/..\\\\evil.example/",
  "/x/..\t//evil.example",
  "/x/.\t.//evil.example",
  "/./\t/evil.example",
  "/.//evil.example",
  "/..//evil.example",
  "/%2e%2e//evil.example",
  "/x/%2e%2e//evil.example",
  "/x/%2E.//evil.example",
  "/%2f%2fevil.example",
  "/%2Fevil.example",
  "/%5cevil.example",
  "/x/../%2fevil.example",
  "javascript:alert(1)",
  "java\nscript:alert(1)",
  "/\tjavascript:alert(1)".replace("/", ""),
  "data:text/html,<script>alert(1)</script>",
  "//user@evil.example",
  "https://tickets.example@evil.example/",
  "//evil。example",
  "//evil.example\\@tickets.example",
  "http:///evil.example",
  "https:/evil.example",
  "?next=//evil.example",
  "#//evil.example",
  `/${"a".repeat(3000)}`,
];

describe("a path of this site", () => {
  test.each([
    ["/", "/"],
    ["/shows/42", "/shows/42"],
    ["/movies?q=maya&city=pune#top", "/movies?q=maya&city=pune#top"],
    ["/movies/../shows/42", "/shows/42"],
    ["/movies?q=//evil.example", "/movies?q=//evil.example"],
    ["/movies/మాయాబజార్", `/movies/${encodeURIComponent("మాయాబజార్")}`],
    ["/bookings/1 2", "/bookings/1%202"],
  ])("%j is read as the browser reads it", (wanted, path) => {
    expect(sitePath(wanted)).toBe(path);
  });

  test.each(tricks)("is not %j", (trick) => {
    expect(sitePath(trick)).toBeNull();
  });

  test.each([undefined, null, 7, ["/a", "/b"], { toString: () => "/a" }])("is text: %j", (wanted) => {
    expect(sitePath(wanted)).toBeNull();
  });

  test("never leads to another site, whatever it is made of", () => {
    const parts = [
      "/",
      "\\",
      ".",
      "..",
      "%2f",
      "%5c",
      "%2e",
      "\t",
      "\n",
      "@",
      ":",
      "?",
      "#",
      "x",
      "evil.example",
    ];
    const address = fc
      .array(fc.constantFrom(...parts), { maxLength: 12 })
      .map((found) => `/${found.join("")}`);
    fc.assert(
      fc.property(address, (wanted) => {
        const path = sitePath(wanted);
        if (path === null) return;
        expect(new URL(path, `${site}/sign-in`).origin).toBe(site);
        expect(path.startsWith("//")).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });
});
