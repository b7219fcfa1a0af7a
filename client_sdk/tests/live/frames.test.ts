import { describe, expect, test } from "vitest";

import { parseFrame } from "../../src/live/index.ts";

describe("reading the wire", () => {
  test.each([
    [{ t: "snap", e: "k3f9", v: 1842, s: "0011200" }],
    [{ t: "snap", e: "k3f9", v: 0, s: "" }],
    [
      {
        t: "d",
        v: [1843, 1846],
        c: [
          [17, 1],
          [18, 1],
          [40, 0],
        ],
      },
    ],
    [{ t: "price", v: 1847, p: { standard: 25000 }, src: "ml" }],
    [{ t: "ping", v: 1846 }],
    [{ t: "closed" }],
  ])("takes %j", (frame) => {
    expect(parseFrame(JSON.stringify(frame))).toEqual(frame);
  });

  test.each([
    ["no JSON", "{"],
    ["no object", "3"],
    ["nothing", "null"],
    ["a frame of a later version", '{"t":"confetti"}'],
    ["a state that does not exist", '{"t":"d","v":[1,1],"c":[[0,7]]}'],
    ["a snapshot with a state that does not exist", '{"t":"snap","e":"a","v":1,"s":"0041"}'],
    ["a version that is no number", '{"t":"ping","v":"1"}'],
    ["a version that is broken", '{"t":"ping","v":1.5}'],
    ["a range with one end", '{"t":"d","v":[1],"c":[]}'],
    ["a seat before the first", '{"t":"d","v":[1,1],"c":[[-1,0]]}'],
    ["a price that is no number", '{"t":"price","v":1,"p":{"standard":"free"},"src":"ml"}'],
  ])("leaves out %s", (_, text) => {
    expect(parseFrame(text)).toBeNull();
  });
});
