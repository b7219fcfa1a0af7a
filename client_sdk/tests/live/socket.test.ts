import { describe, expect, onTestFinished, test, vi } from "vitest";

import {
  type Connection,
  type Frame,
  type Nudge,
  ShowSocket,
  type ShowSocketOptions,
  type Surroundings,
} from "../../src/live/index.ts";
import { startShowServer } from "../support/show-server.ts";

/** A device whose sight and network the test switches. */
function aDevice() {
  const listeners = new Set<(nudge: Nudge) => void>();
  const is = { visible: true, online: true };
  const surroundings: Surroundings = {
    get visible() {
      return is.visible;
    },
    get online() {
      return is.online;
    },
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const nudge = (what: Nudge) => {
    if (what === "online" || what === "offline") is.online = what === "online";
    else is.visible = what === "visible";
    for (const listener of listeners) listener(what);
  };
  return { surroundings, nudge, listeners };
}

function aSocket(url: string, options: Partial<ShowSocketOptions> = {}) {
  const frames: Frame[] = [];
  const device = aDevice();
  const socket = new ShowSocket({
    url,
    position: () => null,
    onFrame: (frame) => frames.push(frame),
    surroundings: device.surroundings,
    firstDelayMs: 10,
    longestDelayMs: 80,
    random: () => 1,
    ...options,
  });
  const states: Connection[] = [];
  socket.subscribe(() => states.push(socket.state));
  onTestFinished(() => {
    socket.stop();
  });
  const until = (status: Connection["status"]) =>
    vi.waitFor(() => {
      expect(socket.state.status).toBe(status);
    });
  return { socket, frames, states, until, ...device };
}

describe("connecting", () => {
  test("asks for the protocol of this version and hands over what comes", async () => {
    const server = await startShowServer((line) => {
      line.say({ t: "snap", e: "e1", v: 3, s: "01" });
      line.say("not for us");
      line.say({ t: "ping", v: 3 });
    });
    const { socket, frames, states } = aSocket(server.url);
    socket.start();
    await vi.waitFor(() => {
      expect(frames).toEqual([
        { t: "snap", e: "e1", v: 3, s: "01" },
        { t: "ping", v: 3 },
      ]);
    });
    expect(states.map(({ status }) => status)).toEqual(["connecting", "live"]);
    expect((await server.line(0)).request.headers["sec-websocket-protocol"]).toBe("seats.v1");
    expect((await server.line(0)).said).toEqual([]);
  });

  test("says where the client stands, first of all", async () => {
    const server = await startShowServer();
    const { socket } = aSocket(server.url, { position: () => ({ epoch: "k3f9", version: 1842 }) });
    socket.start();
    const line = await server.line(0);
    await vi.waitFor(() => {
      expect(line.said).toEqual([{ t: "resume", e: "k3f9", v: 1842 }]);
    });
  });

  test("twice is once", async () => {
    const server = await startShowServer();
    const { socket, until } = aSocket(server.url);
    socket.start();
    socket.start();
    await until("live");
    expect(server.lines).toHaveLength(1);
  });
});

describe("a lost line", () => {
  test("is taken up again from where the client stands by then", async () => {
    const server = await startShowServer();
    let version = 10;
    const { socket, until, states } = aSocket(server.url, { position: () => ({ epoch: "e1", version }) });
    socket.start();
    await until("live");
    version = 12;
    (await server.line(0)).socket.terminate();
    const second = await server.line(1);
    await vi.waitFor(() => {
      expect(second.said).toEqual([{ t: "resume", e: "e1", v: 12 }]);
    });
    expect(states.map(({ status }) => status)).toContain("waiting");
  });

  test("is waited for longer each time, up to a limit", async () => {
    const server = await startShowServer();
    await server.fall();
    const { socket, states, until } = aSocket(server.url);
    socket.start();
    const waits = () => states.flatMap((state) => (state.status === "waiting" ? [state.inMs] : []));
    await vi.waitFor(() => {
      expect(waits().slice(0, 4)).toEqual([20, 40, 80, 80]);
    });
    await server.rise();
    await until("live");
  });

  test("is waited for by a random part of that, so that clients do not come back in waves", async () => {
    const server = await startShowServer();
    await server.fall();
    const { socket, states } = aSocket(server.url, { random: () => 0.25 });
    socket.start();
    await vi.waitFor(() => {
      expect(states.find(({ status }) => status === "waiting")).toMatchObject({ inMs: 5 });
    });
    await server.rise();
  });

  test("is noticed by its silence even when nobody hangs up", async () => {
    const server = await startShowServer();
    const { socket, until } = aSocket(server.url, { silenceMs: 60 });
    socket.start();
    await until("live");
    await expect(server.line(1)).resolves.toBeDefined();
  });

  test("is not suspected while the server pings", async () => {
    const server = await startShowServer((line) => {
      const beat = setInterval(() => {
        line.say({ t: "ping", v: 1 });
      }, 20);
      line.socket.on("close", () => {
        clearInterval(beat);
      });
    });
    const { socket, frames, until } = aSocket(server.url, { silenceMs: 150 });
    socket.start();
    await until("live");
    await vi.waitFor(() => {
      expect(frames.length).toBeGreaterThan(15);
    });
    expect(server.lines).toHaveLength(1);
  });
});

test.each([
  ["a show that is not on sale", 4404],
  ["a server that does not want this site", 4403],
])("%s is not asked again", async (_, code) => {
  const server = await startShowServer((line) => {
    line.socket.close(code, "no");
  });
  const { socket, until } = aSocket(server.url);
  socket.start();
  await until("closed");
  expect(server.lines).toHaveLength(1);
});

describe("a server that hangs up", () => {
  async function waitsAfter(code: number, options: Partial<ShowSocketOptions> = {}) {
    const server = await startShowServer((line) => {
      line.say({ t: "ping", v: 1 });
      line.socket.close(code, "for a reason");
    });
    const { socket, states } = aSocket(server.url, { longestDelayMs: 60_000, ...options });
    socket.start();
    await server.line(1);
    return states.flatMap((state) => (state.status === "waiting" ? [state.inMs] : []));
  }

  test("because it stops is left for another within a moment, which is not the same for all", async () => {
    expect((await waitsAfter(1001))[0]).toBe(10);
    expect((await waitsAfter(1001, { random: () => 0.3 }))[0]).toBe(3);
  });

  test.each([1013, 4429])(
    "and asks for patience (%d) gets a pause, though the line was good",
    async (code) => {
      expect((await waitsAfter(code))[0]).toBe(80);
      expect((await waitsAfter(code, { random: () => 0 }))[0]).toBe(40);
    },
  );

  test("without a reason is called again like any other lost line", async () => {
    expect((await waitsAfter(1011))[0]).toBe(10);
  });

  test("again and again is called less and less often", async () => {
    const server = await startShowServer((line) => {
      line.socket.close(4429, "too many");
    });
    const { socket, states } = aSocket(server.url, { longestDelayMs: 160 });
    socket.start();
    await vi.waitFor(() => {
      const waits = states.flatMap((state) => (state.status === "waiting" ? [state.inMs] : []));
      expect(waits.slice(0, 3)).toEqual([80, 160, 160]);
    });
  });
});

describe("a gap", () => {
  test("on a good line starts over at once", async () => {
    const server = await startShowServer((line) => {
      line.say({ t: "ping", v: 1 });
    });
    const { socket, frames, states } = aSocket(server.url, { firstDelayMs: 60_000, longestDelayMs: 60_000 });
    socket.start();
    await vi.waitFor(() => {
      expect(frames).toHaveLength(1);
    });
    socket.resync();
    await server.line(1);
    expect(states.map(({ status }) => status)).not.toContain("waiting");
  });

  test("on a line that never brought anything waits, so that the server is not besieged", async () => {
    const server = await startShowServer((line) => {
      line.say({ t: "ping", v: 99 });
    });
    const made: ShowSocket[] = [];
    const { socket, states } = aSocket(server.url, { onFrame: () => made[0]?.resync() });
    made.push(socket);
    socket.start();
    await vi.waitFor(() => {
      expect(states.filter(({ status }) => status === "waiting").map((state) => state)).toMatchObject([
        { inMs: 20 },
        { inMs: 40 },
        { inMs: 80 },
      ]);
    });
  });
});

describe("the device", () => {
  test("without a network is not troubled, and is live again as soon as it has one", async () => {
    const server = await startShowServer();
    const { socket, until, nudge } = aSocket(server.url, { firstDelayMs: 60_000 });
    socket.start();
    await until("live");
    nudge("offline");
    expect(socket.state).toEqual({ status: "offline" });
    nudge("online");
    await until("live");
    expect(server.lines).toHaveLength(2);
  });

  test("that starts without a network waits for it", async () => {
    const server = await startShowServer();
    const { socket, until, nudge } = aSocket(server.url);
    nudge("offline");
    socket.start();
    expect(socket.state).toEqual({ status: "offline" });
    nudge("online");
    await until("live");
  });

  test("out of sight for long gives its line back, and takes it up when looked at", async () => {
    const server = await startShowServer();
    const { socket, until, nudge } = aSocket(server.url, { pauseAfterMs: 30 });
    socket.start();
    await until("live");
    nudge("hidden");
    await until("paused");
    nudge("visible");
    await until("live");
    expect(server.lines).toHaveLength(2);
  });

  test("out of sight for a moment keeps its line", async () => {
    const server = await startShowServer();
    const { socket, until, nudge, states } = aSocket(server.url, { pauseAfterMs: 40 });
    socket.start();
    await until("live");
    nudge("hidden");
    nudge("visible");
    await new Promise((resolve) => setTimeout(resolve, 80));
    expect(states.map(({ status }) => status)).toEqual(["connecting", "live"]);
    expect(server.lines).toHaveLength(1);
  });
});

test("a stopped socket is closed, stays closed, and no longer listens to the device", async () => {
  const server = await startShowServer();
  const { socket, until, nudge, listeners } = aSocket(server.url);
  socket.start();
  await until("live");
  socket.stop();
  expect(socket.state).toEqual({ status: "closed" });
  expect(listeners.size).toBe(0);
  const line = await server.line(0);
  await vi.waitFor(() => {
    expect(line.socket.readyState).toBe(line.socket.CLOSED);
  });
  nudge("visible");
  socket.resync();
  expect(server.lines).toHaveLength(1);
});
