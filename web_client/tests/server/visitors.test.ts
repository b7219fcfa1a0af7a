// @vitest-environment node
import { createServer } from "node:http";
import { connect, type AddressInfo } from "node:net";

import { describe, expect, onTestFinished, test } from "vitest";

import cases from "../../../tests/server/core/forwarding.json" with { type: "json" };
import { isTrusted, tellVisitor, trustedProxies, visitorOf } from "../../scripts/forwarding.mjs";

const trusted = trustedProxies(cases.trusted);

/** What `tellVisitor` makes of a request with these lines, asked over a real connection from this machine. */
async function told(text: string | undefined, ...lines: readonly string[]): Promise<Record<string, unknown>> {
  const server = createServer((request, response) => {
    tellVisitor(request, trustedProxies(text));
    response.end(JSON.stringify(request.headers));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  onTestFinished(() => void server.close());
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  socket.end(["GET / HTTP/1.1", "Host: cinema.example", "Connection: close", ...lines, "", ""].join("\r\n"));
  let answer = "";
  for await (const part of socket) answer += String(part);
  return JSON.parse(answer.slice(answer.indexOf("{"), answer.lastIndexOf("}") + 1)) as Record<
    string,
    unknown
  >;
}

describe("a visitor behind proxies", () => {
  test.each(cases.visitors)("is known: $why", ({ peer, lines, is }) => {
    expect(visitorOf(peer, lines, trusted)).toBe(is);
  });

  test("is known at the end of a very long chain", () => {
    expect(visitorOf("127.0.0.1", ["198.51.100.1, ".repeat(10_000), "203.0.113.9"], trusted)).toBe(
      "203.0.113.9",
    );
  });

  test.each(Object.entries(cases.networks.good))("trusts what is named: %s", (text, addresses) => {
    expect(addresses.filter((address) => !isTrusted(address, trustedProxies(text)))).toEqual([]);
  });

  test.each(Object.entries(cases.networks.outside))("trusts nobody else: %s", (text, addresses) => {
    expect(addresses.filter((address) => isTrusted(address, trustedProxies(text)))).toEqual([]);
  });

  test.each(cases.networks.bad)("refuses what is no network: %s", (text) => {
    expect(() => trustedProxies(text)).toThrow(/^TRUSTED_PROXIES: [^\n]+$/);
  });
});

describe("what the API is told", () => {
  const forged = ["X-Forwarded-For: 198.51.100.1", "X-Forwarded-For: 203.0.113.9"];

  test("is one address, the last that a trusted proxy names, over all lines", async () => {
    expect(await told(undefined, ...forged)).toMatchObject({ "x-forwarded-for": "203.0.113.9" });
  });

  test("is the caller itself where that is no trusted proxy, and nothing that it says", async () => {
    const more = [
      "X-Forwarded-Host: evil.example",
      "X-Forwarded-Proto: https",
      "X-Real-IP: 1.1.1.1",
      "Forwarded: for=1.1.1.1",
    ];
    const headers = await told("10.0.0.0/8", ...forged, ...more);
    expect(headers).toMatchObject({
      "x-forwarded-for": "127.0.0.1",
      "x-forwarded-host": "cinema.example",
      "x-forwarded-proto": "http",
    });
    expect(headers).not.toHaveProperty("x-real-ip");
    expect(headers).not.toHaveProperty("forwarded");
  });

  test("is the host and the scheme that the nearest proxy was asked with", async () => {
    const lines = ["X-Forwarded-Host: evil.example, cinema.example:8443", "X-Forwarded-Proto: http, https"];
    expect(await told(undefined, ...lines)).toMatchObject({
      "x-forwarded-host": "cinema.example:8443",
      "x-forwarded-proto": "https",
    });
  });
});
