// @vitest-environment node
import { createServer, type RequestListener } from "node:http";
import { type AddressInfo } from "node:net";

import { afterEach, describe, expect, onTestFinished, test, vi } from "vitest";

import { GET, POST } from "@/app/api/[...path]/route";

/** Stands where the API stands. */
async function anApi(listener: RequestListener): Promise<void> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  vi.stubEnv("API_URL", `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
}

afterEach(() => {
  vi.unstubAllEnvs();
});

describe("what is asked under /api", () => {
  test("reaches the API with its query, body, cookies and the visitor's address", async () => {
    await anApi((request, response) => {
      let body = "";
      request.on("data", (part) => (body += String(part)));
      request.on("end", () => {
        const { cookie, "x-forwarded-for": address } = request.headers;
        response.end(JSON.stringify({ method: request.method, url: request.url, body, cookie, address }));
      });
    });
    const answer = await POST(
      new Request("http://web.example/api/shows/42/holds?a=1&b=%20", {
        method: "POST",
        body: '{"seats":["B2"]}',
        headers: { cookie: "mm_refresh=r1", "x-forwarded-for": "203.0.113.9" },
      }),
    );
    expect(await answer.json()).toEqual({
      method: "POST",
      url: "/shows/42/holds?a=1&b=%20",
      body: '{"seats":["B2"]}',
      cookie: "mm_refresh=r1",
      address: "203.0.113.9",
    });
  });

  test("comes back with status, problem and every cookie", async () => {
    await anApi((_request, response) => {
      response.writeHead(401, {
        "content-type": "application/problem+json",
        "set-cookie": ["mm_refresh=; Max-Age=0; Path=/", "other=1; Path=/"],
      });
      response.end('{"code":"bad_credentials"}');
    });
    const answer = await GET(new Request("http://web.example/api/me"));
    expect(answer.status).toBe(401);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(answer.headers.getSetCookie()).toEqual(["mm_refresh=; Max-Age=0; Path=/", "other=1; Path=/"]);
  });

  test("is passed on while it is still being said", async () => {
    let finish: () => void = () => undefined;
    await anApi((_request, response) => {
      response.write("first");
      finish = () => {
        response.end(" last");
      };
    });
    const answer = await GET(new Request("http://web.example/api/slow"));
    const reader = answer.body?.getReader();
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe("first");
    finish();
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe(" last");
  });

  test.each([
    "metrics",
    "metrics/",
    "/metrics",
    "METRICS",
    "%6Detrics",
    "%256Detrics",
    "./metrics",
    "x/..%2Fmetrics",
    "x%2F..%2F/metrics",
    "metrics;a",
    "metrics%3Fa",
    "%5Cmetrics",
    "readyz",
    "healthz",
    "metrics%20",
  ])("is nothing where it is for operators: %s", async (path) => {
    let asked = false;
    await anApi((_request, response) => {
      asked = true;
      response.end("movie_magic_jobs_dead 0");
    });
    const answer = await GET(new Request(`http://web.example/api/${path}`));
    expect(answer.status).toBe(404);
    expect(asked).toBe(false);
  });

  test("gets a problem with a time to try again when the API is down", async () => {
    vi.stubEnv("API_URL", "http://127.0.0.1:9");
    const answer = await GET(new Request("http://web.example/api/home"));
    expect(answer.status).toBe(503);
    expect(answer.headers.get("retry-after")).toBe("2");
    expect(await answer.json()).toMatchObject({ status: 503, code: "api_unreachable" });
  });

  test.each(["GET", "POST"] as const)("is not waited for without end: %s", async (method) => {
    let asked: () => void = () => undefined;
    const taken = new Promise<void>((resolve) => (asked = resolve));
    await anApi(() => {
      asked();
    });
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const answering = (method === "GET" ? GET : POST)(
      new Request("http://web.example/api/home", method === "GET" ? {} : { method, body: "{}" }),
    );
    await taken;
    await vi.advanceTimersByTimeAsync(75_000);
    vi.useRealTimers();
    const answer = await answering;
    expect(answer.status).toBe(504);
    expect(await answer.json()).toMatchObject({ code: "api_silent" });
  });
});
