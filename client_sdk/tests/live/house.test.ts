import { expect, onTestFinished, test, vi } from "vitest";

import { parseHouseFrame } from "../../src/live/house.ts";
import { steadySurroundings } from "../../src/live/index.ts";
import { HouseLine } from "../../src/staff.ts";
import { startShowServer } from "../support/show-server.ts";

const today = { as_of: "2026-11-27T12:00:00Z", tickets: 12, occupancy: 0.4 };
const job = { id: "job-1", status: "running", progress: 0.5 };

function aLine(url: string, token: () => Promise<string | null>) {
  const line = new HouseLine({
    url,
    token,
    surroundings: steadySurroundings,
    firstDelayMs: 10,
    longestDelayMs: 40,
    random: () => 1,
  });
  onTestFinished(() => {
    line.stop();
  });
  return line;
}

test("the line shows who is asking before anything else, and no token in its address", async () => {
  const server = await startShowServer();
  const line = aLine(server.url, () => Promise.resolve("access-1"));
  line.start();
  const first = await server.line(0);
  await vi.waitFor(() => {
    expect(first.said).toEqual([{ token: "access-1" }]);
  });
  expect(first.request.url).not.toContain("access-1");
  expect(first.request.headers["sec-websocket-protocol"]).toBe("admin.v1");
});

test("what the house says is kept: the day as it is, and the latest of each job", async () => {
  const server = await startShowServer((opened) => {
    opened.say(JSON.stringify({ t: "today", ...today }));
    opened.say(JSON.stringify({ t: "selling", shows: [{ show_id: 7, sold: 3, reserved: 1 }] }));
    opened.say(JSON.stringify({ t: "job", ...job }));
    opened.say("not for us");
    opened.say(JSON.stringify({ t: "job", ...job, id: "job-2", status: "queued" }));
    opened.say(JSON.stringify({ t: "job", ...job, progress: 0.9 }));
  });
  const line = aLine(server.url, () => Promise.resolve("access-1"));
  line.start();
  await vi.waitFor(() => {
    expect(line.state.jobs.get("job-1")).toEqual({ ...job, progress: 0.9 });
  });
  expect(line.state.today).toEqual(today);
  expect(line.state.selling?.get(7)).toMatchObject({ sold: 3, reserved: 1 });
  expect([...line.state.jobs.keys()]).toEqual(["job-1", "job-2"]);
});

test("a new line shows a new token, for the old one may be over", async () => {
  const server = await startShowServer();
  const tokens = ["access-1", "access-2"];
  const line = aLine(server.url, () => Promise.resolve(tokens.shift() ?? null));
  line.start();
  const first = await server.line(0);
  await vi.waitFor(() => {
    expect(first.said).toHaveLength(1);
  });
  first.socket.terminate();
  const second = await server.line(1);
  await vi.waitFor(() => {
    expect(second.said).toEqual([{ token: "access-2" }]);
  });
});

test("a token that cannot be had now is asked for again, and the line is not called live meanwhile", async () => {
  const server = await startShowServer();
  let failures = 2;
  const line = aLine(server.url, () => {
    failures -= 1;
    return failures < 0 ? Promise.resolve("access-1") : Promise.reject(new TypeError("no network"));
  });
  const states: string[] = [];
  line.connection.subscribe(() => states.push(line.connection.state.status));
  line.start();
  await vi.waitFor(() => {
    expect(line.connection.state.status).toBe("live");
  });
  expect(states.slice(0, -1)).not.toContain("live");
  const third = await server.line(2);
  await vi.waitFor(() => {
    expect(third.said).toEqual([{ token: "access-1" }]);
  });
});

test.each([
  "",
  "[]",
  "null",
  '{"t":"today"}',
  '{"t":"job","id":7}',
  '{"t":"selling","shows":[{"show_id":"7"}]}',
  '{"t":"weather"}',
])("%j says nothing that this version knows", (text) => {
  expect(parseHouseFrame(text)).toBeNull();
});
