import { readFile } from "node:fs/promises";

import { describe, expect, test } from "vitest";

import { toCss } from "../src/tokens/css.ts";
import {
  contrastRatio,
  edgeColors,
  labelPairs,
  readingColors,
  seatColor,
  surfaces,
  themeNames,
  themes,
} from "../src/tokens/index.ts";

const leastForText = { dark: 4.5, light: 4.5, contrast: 7 };
const leastForEdges = { dark: 3, light: 3, contrast: 4.5 };

describe("contrast of two colours", () => {
  test("is 21 for black on white and 1 for a colour on itself", () => {
    expect(contrastRatio("#000000", "#ffffff")).toBeCloseTo(21, 5);
    expect(contrastRatio("#ffc45c", "#ffc45c")).toBe(1);
  });

  test("is the published value for a well-known grey, whichever comes first", () => {
    expect(contrastRatio("#767676", "#ffffff")).toBeCloseTo(4.54, 2);
    expect(contrastRatio("#ffffff", "#767676")).toBeCloseTo(4.54, 2);
  });

  test("refuses what is not a full colour", () => {
    expect(() => contrastRatio("#fff", "#000000")).toThrow(RangeError);
  });
});

describe.each(themeNames)("the %s theme", (name) => {
  const theme = themes[name];

  test.each(surfaces.flatMap((surface) => readingColors.map((color) => [color, surface] as const)))(
    "lets %s be read on %s",
    (color, surface) => {
      expect(contrastRatio(theme[color], theme[surface])).toBeGreaterThanOrEqual(leastForText[name]);
    },
  );

  test.each(labelPairs)("lets %s be read on %s", (color, surface) => {
    expect(contrastRatio(theme[color], theme[surface])).toBeGreaterThanOrEqual(leastForText[name]);
  });

  test.each(surfaces.flatMap((surface) => edgeColors.map((color) => [color, surface] as const)))(
    "lets the edge %s be found on %s",
    (color, surface) => {
      expect(contrastRatio(theme[color], theme[surface])).toBeGreaterThanOrEqual(leastForEdges[name]);
    },
  );
});

test("a seat category of a later version looks like a standard seat", () => {
  expect(seatColor("recliner")).toBe("seat-recliner");
  expect(seatColor("hammock")).toBe("seat-standard");
});

test("the style sheet on disk is the one the tokens make", async () => {
  const onDisk = await readFile(new URL("../src/tokens/tokens.css", import.meta.url), "utf8");
  expect(onDisk).toBe(toCss());
});
