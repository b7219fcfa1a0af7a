import { describe, expect, test } from "vitest";

import { amountText, formatMoney, parseAmount, sumMoney } from "../src/money.ts";

describe("writing money", () => {
  test("a whole amount in passing has no decimals", () => {
    expect(formatMoney({ amount: 35000, currency: "INR" }, "en-IN")).toBe("₹350");
  });

  test("a broken amount keeps both", () => {
    expect(formatMoney({ amount: 93857, currency: "INR" }, "en-IN")).toBe("₹938.57");
    expect(formatMoney({ amount: 3540, currency: "INR" }, "en-IN")).toBe("₹35.40");
  });

  test("a column that adds up shows decimals throughout", () => {
    expect(formatMoney({ amount: 76000, currency: "INR" }, "en-IN", { decimals: "always" })).toBe("₹760.00");
  });

  test("digits are grouped as in India", () => {
    expect(formatMoney({ amount: 12345650, currency: "INR" }, "hi-IN")).toBe("₹1,23,456.50");
  });

  test("a currency without minor units is not divided", () => {
    expect(formatMoney({ amount: 1800, currency: "JPY" }, "en-IN")).toBe("¥1,800");
  });

  test.each([
    [{ amount: 350000, currency: "HUF" }, "HUF 3,500"],
    [{ amount: 350050, currency: "RSD" }, "RSD 3,500.50"],
    [{ amount: 1250, currency: "IQD" }, "IQD 1.250"],
  ])("%o has its minor units, however many decimals people write", (money, said) => {
    expect(formatMoney(money, "en-IN").replaceAll("\u00a0", " ").replace("Ft", "HUF")).toBe(said);
  });

  test.each([
    ["INR", "en-IN", "₹12,34,567.50"],
    ["INR", "te-IN", "₹12,34,567.50"],
    ["GBP", "en-IN", "£1,234,567.50"],
    ["USD", "hi-IN", "$1,234,567.50"],
    ["EUR", "te-IN", "€1,234,567.50"],
    ["AUD", "en-IN", "A$1,234,567.50"],
  ])("%s is grouped in %s as it is counted: %s", (currency, locale, text) => {
    expect(formatMoney({ amount: 123_456_750, currency }, locale)).toBe(text);
    expect(formatMoney({ amount: -123_456_750, currency }, locale)).toBe(`-${text}`);
  });

  test("yen have no decimals, and groups of three", () => {
    expect(formatMoney({ amount: 1_234_567, currency: "JPY" }, "hi-IN")).toBe("¥1,234,567");
  });

  test.each([
    [99_900, "£999"],
    [100_000, "£1,000"],
    [10_000_000, "£100,000"],
    [0, "£0"],
  ])("%d pence are %s", (amount, text) => {
    expect(formatMoney({ amount, currency: "GBP" }, "en-IN")).toBe(text);
  });

  test("a currency with three decimals is divided by a thousand", () => {
    expect(formatMoney({ amount: 1250, currency: "KWD" }, "en-IN").replaceAll("\u00a0", " ")).toBe(
      "KWD 1.250",
    );
  });
});

describe("adding money", () => {
  test("adds", () => {
    expect(
      sumMoney([
        { amount: 76000, currency: "INR" },
        { amount: -4000, currency: "INR" },
      ]),
    ).toEqual({ amount: 72000, currency: "INR" });
  });

  test("refuses to add two currencies", () => {
    expect(() =>
      sumMoney([
        { amount: 1, currency: "INR" },
        { amount: 1, currency: "EUR" },
      ]),
    ).toThrow(RangeError);
  });

  test("refuses to say what currency nothing has", () => {
    expect(() => sumMoney([])).toThrow(RangeError);
  });
});

describe("an amount in a field", () => {
  test.each([
    ["350", "INR", 35_000],
    [" 349.5 ", "INR", 34_950],
    ["350", "JPY", 350],
    ["1.005", "KWD", 1_005],
  ])("%j in %s is %d minor units", (text, currency, amount) => {
    expect(parseAmount(text, currency)).toBe(amount);
  });

  test.each([
    ["1.005", "INR"],
    ["1.5", "JPY"],
    ["-3", "INR"],
    ["1e3", "INR"],
    ["", "INR"],
    ["₹350", "INR"],
  ])("%j in %s is none", (text, currency) => {
    expect(parseAmount(text, currency)).toBeNull();
  });

  test.each([
    [35_000, "INR", "350"],
    [34_950, "INR", "349.50"],
    [350, "JPY", "350"],
    [1_800, "JPY", "1800"],
    [1_005, "KWD", "1.005"],
    [350_000, "HUF", "3500"],
  ])("%d of %s is written as it is read", (amount, currency, text) => {
    expect(amountText({ amount, currency })).toBe(text);
    expect(parseAmount(text, currency)).toBe(amount);
  });
});
