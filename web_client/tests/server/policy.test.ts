// @vitest-environment node
import { describe, expect, test } from "vitest";

import { pageHeaders, staffHeaders, surroundings } from "../../scripts/policy.mjs";

const plain = { site: "", apiOrigin: undefined, apiPort: "8000", cardScript: undefined };

function policyOf(change: object, host = "cinema.example:3000"): Map<string, string> {
  const policy = pageHeaders({ ...plain, ...change }, host)["Content-Security-Policy"] ?? "";
  return new Map(
    policy.split("; ").map((part) => {
      const [name, ...sources] = part.split(" ");
      return [name ?? "", sources.join(" ")];
    }),
  );
}

describe("the policy of a page", () => {
  test("lets no script run but what this server wrote, with a nonce of its own each time", () => {
    const [first, second] = [policyOf({}).get("script-src"), policyOf({}).get("script-src")];
    expect(first).toMatch(/^'nonce-[A-Za-z0-9+/]{22}==' 'strict-dynamic'$/);
    expect(first).not.toBe(second);
  });

  test("names this site, its sockets, and nobody else", () => {
    const policy = policyOf({});
    expect(policy.get("default-src")).toBe("'self'");
    expect(policy.get("connect-src")).toBe("'self' ws://cinema.example:8000 wss://cinema.example:8000");
    expect(policy.get("frame-src")).toBe("'none'");
    expect(policy.get("frame-ancestors")).toBe("'none'");
    expect(policy.get("object-src")).toBe("'none'");
    expect(policy.get("base-uri")).toBe("'none'");
  });

  test("follows the API to an address of its own", () => {
    const policy = policyOf({ apiOrigin: "https://api.cinema.example/" });
    expect(policy.get("connect-src")).toBe("'self' wss://api.cinema.example");
  });

  test("lets the card network's form in where cards are taken", () => {
    const policy = policyOf({ cardScript: "https://js.stripe.com/v3/" });
    expect(policy.get("frame-src")).toContain("https://js.stripe.com");
    expect(policy.get("connect-src")).toContain("https://*.stripe.com");
  });

  test.each(["evil.example; script-src *", "a b", "", "x\ny"])("takes no words from the host %j", (host) => {
    expect(policyOf({}, host).get("connect-src")).toBe("'self'");
  });

  test("promises TLS only where the site has it", () => {
    expect(pageHeaders(plain, "h")).not.toHaveProperty("Strict-Transport-Security");
    const secure = pageHeaders({ ...plain, site: "https://cinema.example" }, "cinema.example");
    expect(secure["Strict-Transport-Security"]).toContain("max-age=31536000");
    expect(secure["Content-Security-Policy"]).toContain("upgrade-insecure-requests");
  });
});

test("the staff's page runs the scripts of its own files, and asks this site and its sockets alone", () => {
  const headers = staffHeaders(plain, "cinema.example:3000");
  const policy = (headers["Content-Security-Policy"] ?? "").split("; ");
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self'");
  expect(policy).toContain("connect-src 'self' ws://cinema.example:8000 wss://cinema.example:8000");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(headers["X-Robots-Tag"]).toBe("noindex");
});

test("the environment says where things are", () => {
  expect(surroundings({ STRIPE_PUBLISHABLE_KEY: "pk_test_1", API_PORT: "9000" })).toEqual({
    site: "",
    apiOrigin: undefined,
    apiPort: "9000",
    cardScript: "https://js.stripe.com/v3/",
  });
  expect(surroundings({ STRIPE_SCRIPT_URL: "https://x.example/v3/" }).cardScript).toBeUndefined();
});
