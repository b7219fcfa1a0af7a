import { describe, expect, test } from "vitest";

import { type Api, memoryStorage, type RefreshTokenVault } from "../../src/api/index.ts";
import { type Answer, type ApiServer, problem, type Seen, startApiServer } from "../support/api-server.ts";
import { aSession } from "../support/samples.ts";

/** A server whose access tokens can be ended, and whose refresh token works once each. */
async function aHouseWithSessions(refresh: (times: number) => Answer = () => ({})) {
  let valid = "access-1";
  let refreshes = 0;
  const server = await startApiServer((seen: Seen): Answer => {
    switch (`${seen.method} ${seen.path}`) {
      case "POST /auth/login":
        return { body: aSession() };
      case "POST /auth/logout":
        return { status: 204 };
      case "POST /auth/refresh": {
        refreshes += 1;
        const answer = refresh(refreshes);
        if (answer === "hang-up" || answer.status !== undefined) return answer;
        valid = `access-${refreshes + 1}`;
        return { body: aSession({ access_token: valid }), afterMs: 30 };
      }
      default:
        return seen.headers.authorization === `Bearer ${valid}`
          ? { body: aSession().user }
          : problem(401, "token_expired");
    }
  });
  return {
    server,
    endToken: () => {
      valid = "none";
    },
    refreshes: () => refreshes,
  };
}

const signIn = (api: Api) => api.auth.logIn({ email: "asha@example.org", password: "ten letters" });

const bearers = (server: ApiServer) => server.seen.map(({ headers }) => headers.authorization);

describe("a session", () => {
  test("sends its token from the sign-in on, and says who it is", async () => {
    const { server } = await aHouseWithSessions();
    const api = server.client();
    await signIn(api);
    await api.me.get();
    expect(bearers(server)).toEqual([undefined, "Bearer access-1"]);
    expect(api.session.state).toMatchObject({ status: "signed-in", user: { name: "Asha" } });
  });

  test("renews an ended token once for all who wait, and repeats what they asked", async () => {
    const { server, endToken, refreshes } = await aHouseWithSessions();
    const api = server.client();
    await signIn(api);
    endToken();
    const users = await Promise.all([api.me.get(), api.me.get(), api.me.get()]);
    expect(users.map(({ name }) => name)).toEqual(["Asha", "Asha", "Asha"]);
    expect(refreshes()).toBe(1);
  });

  test("repeats a POST with its body after renewing", async () => {
    const { server, endToken } = await aHouseWithSessions();
    const api = server.client();
    await signIn(api);
    endToken();
    await api.me.update({ name: "Asha R." });
    const patches = server.seen.filter(({ method }) => method === "PATCH");
    expect(patches.map(({ body }) => body)).toEqual([{ name: "Asha R." }, { name: "Asha R." }]);
  });

  test("renews ahead of the end, so that no request dies on the way", async () => {
    const { server, refreshes } = await aHouseWithSessions();
    const api = server.client();
    await api.session.adopt(aSession({ expires_in: 10 }));
    await api.me.get();
    expect(refreshes()).toBe(1);
    expect(server.calls()).toEqual(["POST /auth/refresh", "GET /me"]);
  });

  test("is over when the house says so, and the request is refused", async () => {
    const { server, endToken } = await aHouseWithSessions(() => problem(401, "session_over"));
    const api = server.client();
    await signIn(api);
    endToken();
    await expect(api.me.get()).rejects.toMatchObject({ status: 401, code: "token_expired" });
    expect(api.session.state).toEqual({ status: "signed-out" });
  });

  test("is not over because the line broke while renewing", async () => {
    const { server, endToken } = await aHouseWithSessions((times) => (times === 1 ? "hang-up" : {}));
    const api = server.client();
    await signIn(api);
    endToken();
    await expect(api.me.update({ name: "A" })).rejects.toMatchObject({ reason: "unreachable" });
    expect(api.session.state.status).toBe("signed-in");
    await expect(api.me.get()).resolves.toMatchObject({ name: "Asha" });
  });

  test("ends here even when the house cannot be told", async () => {
    const server = await startApiServer(({ path }) =>
      path === "/auth/login" ? { body: aSession() } : "hang-up",
    );
    const api = server.client();
    await signIn(api);
    await expect(api.auth.logOut()).rejects.toMatchObject({ reason: "unreachable" });
    expect(api.session.state).toEqual({ status: "signed-out" });
  });

  test("does not renew because of a wrong password", async () => {
    const server = await startApiServer(() => problem(401, "bad_credentials"));
    const storage = memoryStorage();
    storage.set("mm.signed-in", "1");
    await expect(signIn(server.client({ storage }))).rejects.toMatchObject({ code: "bad_credentials" });
    expect(server.calls()).toEqual(["POST /auth/login"]);
  });
});

describe("a new page", () => {
  test("brings the session of the last one back", async () => {
    const { server } = await aHouseWithSessions();
    const storage = memoryStorage();
    await signIn(server.client({ storage }));
    const next = server.client({ storage });
    expect(next.session.state).toEqual({ status: "unknown" });
    await next.auth.restore();
    expect(next.session.state).toMatchObject({ status: "signed-in", user: { id: "u-1" } });
  });

  test("of a stranger asks the house nothing", async () => {
    const { server } = await aHouseWithSessions();
    const api = server.client();
    await api.auth.restore();
    expect(api.session.state).toEqual({ status: "signed-out" });
    expect(server.calls()).toEqual([]);
  });

  test("opened by the link that proves an address knows it proven, though its session was still coming back", async () => {
    let proven = false;
    const user = () => ({ ...aSession().user, email_verified: proven });
    const server = await startApiServer(({ path }): Answer => {
      switch (path) {
        case "/auth/refresh":
          return { body: aSession({ user: user() }), afterMs: 60 };
        case "/auth/verify":
          proven = true;
          return { body: { email: "asha@example.org" } };
        default:
          return { body: user() };
      }
    });
    const storage = memoryStorage();
    storage.set("mm.signed-in", "1");
    const api = server.client({ storage });
    const restored = api.auth.restore();
    await expect.poll(() => server.calls()).toContain("POST /auth/refresh");
    await expect(api.auth.verify("a-token")).resolves.toEqual({ email: "asha@example.org" });
    await restored;
    expect(api.session.state).toMatchObject({ status: "signed-in", user: { email_verified: true } });
  });

  test("says that an address is proven even when the profile cannot be read again", async () => {
    const server = await startApiServer(({ path }): Answer => {
      if (path === "/auth/login") return { body: aSession() };
      return path === "/auth/verify" ? { body: { email: "asha@example.org" } } : "hang-up";
    });
    const api = server.client();
    await signIn(api);
    await expect(api.auth.verify("a-token")).resolves.toEqual({ email: "asha@example.org" });
  });

  test("tells its listeners, once per change", async () => {
    const { server } = await aHouseWithSessions();
    const api = server.client();
    const seen: string[] = [];
    api.session.subscribe(() => seen.push(api.session.state.status));
    await signIn(api);
    await api.auth.logOut();
    expect(seen).toEqual(["signed-in", "signed-out"]);
  });
});

test("a phone keeps the refresh token itself, sends it, and forgets it", async () => {
  let kept: string | null = null;
  const vault: RefreshTokenVault = {
    get: () => Promise.resolve(kept),
    set: (token) => {
      kept = token;
      return Promise.resolve();
    },
  };
  const server = await startApiServer(({ path, body }) => {
    if (path === "/auth/logout") return { status: 204 };
    const times = (body as { refresh_token?: string }).refresh_token === "refresh-1" ? 2 : 1;
    return { body: aSession({ refresh_token: `refresh-${times}` }) };
  });
  const api = server.client({ vault });
  await signIn(api);
  expect(kept).toBe("refresh-1");
  await api.session.renew();
  expect(kept).toBe("refresh-2");
  await api.auth.logOut();
  expect(server.seen.at(-1)?.body).toEqual({ refresh_token: "refresh-2" });
  expect(kept).toBeNull();
});
