// @vitest-environment jsdom
import { createServer, type IncomingHttpHeaders } from "node:http";
import { type AddressInfo } from "node:net";

import { describe, expect, onTestFinished, test } from "vitest";

import { ApiProblem, ConnectionProblem, memoryStorage, type SessionAnswer } from "../../src/api/index.ts";
import { createStaffApi } from "../../src/staff.ts";

const signedIn = (token: string): SessionAnswer => ({
  access_token: token,
  token_type: "Bearer",
  expires_in: 900,
  refresh_token: null,
  device_token: null,
  user: {
    id: "user-1",
    email: "priya@example.com",
    name: "Priya",
    phone: null,
    roles: ["admin"],
    email_verified: true,
    phone_verified: false,
    locale: "en",
  },
});

interface Seen {
  readonly call: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A real server that takes any body; answers with a status and JSON, or hangs up. */
async function aServer(answer: (seen: Seen) => readonly [number, unknown] | "hang-up") {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const headers = {
        "Access-Control-Allow-Origin": request.headers.origin ?? "*",
        "Access-Control-Allow-Headers": "authorization, content-type, accept-language",
        "Access-Control-Allow-Methods": "GET, POST, PUT, DELETE",
        "Access-Control-Expose-Headers": "Retry-After",
        Connection: "close",
      };
      if (request.method === "OPTIONS") {
        response.writeHead(204, headers).end();
        return;
      }
      const one = {
        call: `${request.method ?? ""} ${request.url ?? ""}`,
        headers: request.headers,
        body: Buffer.concat(parts).toString(),
      };
      seen.push(one);
      const told = answer(one);
      if (told === "hang-up") {
        request.socket.destroy();
        return;
      }
      const [status, body] = told;
      response.writeHead(status, {
        ...headers,
        "Content-Type": status < 400 ? "application/json" : "application/problem+json",
        ...(status === 503 ? { "Retry-After": "9" } : {}),
      });
      response.end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  );
  const api = createStaffApi({
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    locale: () => "te",
    storage: memoryStorage(),
  });
  await api.session.adopt(signedIn("access-1"));
  return { api, seen };
}

const files = { shows: new File(["a,b\n", "1,2\n".repeat(50_000)], "shows.csv"), bookings: null };

describe("files to learn from", () => {
  test("are sent as a form, and it is told how far they are", async () => {
    const { api, seen } = await aServer(() => [202, { job_id: "job-1" }]);
    const shares: number[] = [];
    const started = await api.training.startWith(files, (share) => shares.push(share));
    expect(started).toEqual({ job_id: "job-1" });
    expect(seen[0]?.call).toBe("POST /ml/train");
    expect(seen[0]?.headers).toMatchObject({ authorization: "Bearer access-1", "accept-language": "te" });
    expect(seen[0]?.body.length).toBeGreaterThan(200_000);
    expect(shares.at(-1)).toBe(1);
    expect([...shares].sort((one, other) => one - other)).toEqual(shares);
  });

  test("are sent once more when the session had to be renewed, and only once", async () => {
    const { api, seen } = await aServer(({ call, headers }) => {
      if (call === "POST /auth/refresh") return [200, signedIn("access-2")];
      return headers.authorization === "Bearer access-2"
        ? [202, { job_id: "job-1" }]
        : [401, { code: "unauthorized", title: "no", status: 401 }];
    });
    await api.training.startWith(files, () => undefined);
    expect(seen.map(({ call }) => call)).toEqual(["POST /ml/train", "POST /auth/refresh", "POST /ml/train"]);
  });

  test("that are refused say which field is wrong, and when to come again", async () => {
    const errors = [{ field: "shows", code: "columns", message: "no column sold" }];
    const { api } = await aServer(() => [503, { code: "busy", title: "busy", status: 503, errors }]);
    const refused = await api.training.startWith(files, () => undefined).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ApiProblem);
    expect(refused).toMatchObject({ code: "busy", errors, retryAfterSeconds: 9 });
  });

  test("that the server does not answer are not sent again: it may have begun", async () => {
    const { api, seen } = await aServer(() => "hang-up");
    const lost = await api.training.startWith(files, () => undefined).catch((error: unknown) => error);
    expect(lost).toBeInstanceOf(ConnectionProblem);
    expect(seen).toHaveLength(1);
  });

  test("that nobody wants to send any more are given up, with the reason", async () => {
    const { api } = await aServer(() => [202, { job_id: "job-1" }]);
    const control = new AbortController();
    const sending = api.training.startWith(files, () => undefined, { signal: control.signal });
    control.abort(new DOMException("enough", "AbortError"));
    await expect(sending).rejects.toThrow("enough");
  });
});

describe("the house's deeds", () => {
  test("name the theatre of a role only where it has one", async () => {
    const { api, seen } = await aServer(() => [200, {}]);
    await api.people.setRoles("user-2", [{ role: "manager", theatre_id: 4 }, { role: "staff" }], "New job");
    expect(seen[0]?.call).toBe("PUT /admin/users/user-2/roles");
    expect(JSON.parse(seen[0]?.body ?? "")).toEqual({
      grants: [{ role: "manager", theatre_id: 4 }, { role: "staff" }],
      reason: "New job",
    });
  });

  test("about money carry the key that lets them happen once", async () => {
    const { api, seen } = await aServer(() => [200, {}]);
    await api.refunds.paid("refund-1", "Cash at the counter", "key-1");
    expect(seen[0]?.headers["idempotency-key"]).toBe("key-1");
  });

  test("leave out a reason that was not given", async () => {
    const { api, seen } = await aServer(() => [200, {}]);
    await api.models.promote("v 1/2", "");
    expect(seen[0]?.call).toBe("POST /ml/models/v%201%2F2/promote");
    expect(JSON.parse(seen[0]?.body ?? "")).toEqual({});
  });
});
