import { createApi, type ShowPrice } from "@movie-magic/client-sdk/api";
import { renderHook, waitFor } from "@testing-library/react";
import { type ReactNode } from "react";
import { expect, onTestFinished, test } from "vitest";

import { useShowPrice } from "@/features/show/use-show-price";

import { englishApp, inApp, silentApi } from "./support/app";
import { Desk } from "./support/desk";

function priceOf(amount: number, source: ShowPrice["source"]): ShowPrice {
  const money = { amount, currency: "INR" };
  return {
    show_id: 42,
    current_price: money,
    source,
    recommended_price: null,
    model_version: null,
    categories: [
      { category: "standard", base: money, current: money, recommended: null, floor: money, ceiling: money },
    ],
    expected: null,
    reason:
      source === "base"
        ? null
        : { code: "set_by_house", text: "Price set by the theatre", expected_percent: null },
    until: null,
  };
}

const live = (amount: number, source: string) => ({ standard: { amount, source } });

test("the reason of a price that changed is told as soon as a server knows the price that is live", async () => {
  const base = priceOf(22_000, "base");
  // The first to be asked still has the price of a second ago, as another process may.
  const answers = [base, priceOf(26_000, "override")];
  const desk = await Desk.open(() => [200, answers.shift()]);
  onTestFinished(() => desk.close());
  const api = createApi({ baseUrl: desk.url, locale: () => "en" });
  const { result, rerender } = renderHook(({ prices }) => useShowPrice(42, prices, base), {
    initialProps: { prices: live(22_000, "base") },
    wrapper: ({ children }: { children: ReactNode }) => inApp(englishApp(api), children),
  });
  expect(result.current?.source).toBe("base");

  rerender({ prices: live(26_000, "override") });
  expect(result.current).toBeNull();
  await waitFor(
    () => {
      expect(result.current?.reason?.code).toBe("set_by_house");
    },
    { timeout: 8_000 },
  );
  expect(desk.count("GET", "/pricing/show/42")).toBe(2);
}, 10_000);

test("what the page was served with is not asked for again", () => {
  const { result } = renderHook(() => useShowPrice(42, live(22_000, "base"), priceOf(22_000, "base")), {
    wrapper: ({ children }: { children: ReactNode }) => inApp(englishApp(silentApi()), children),
  });
  expect(result.current?.current_price.amount).toBe(22_000);
});
