import { describe, expect, test, vi } from "vitest";

import { browserStorage } from "../src/storage.ts";

describe("the browser's storage", () => {
  test("without a browser lasts as long as the page", () => {
    const storage = browserStorage();
    storage.set("a", "1");
    expect(storage.get("a")).toBe("1");
    storage.remove("a");
    expect(storage.get("a")).toBeNull();
  });

  test("that refuses to keep anything does not stop a purchase", () => {
    const refuse = () => {
      throw new DOMException("no room", "QuotaExceededError");
    };
    vi.stubGlobal("window", { localStorage: { getItem: () => null, setItem: refuse, removeItem: refuse } });
    const storage = browserStorage();
    storage.set("a", "1");
    expect(storage.get("a")).toBe("1");
    storage.remove("a");
    expect(storage.get("a")).toBeNull();
    vi.unstubAllGlobals();
  });

  test("that may not even be looked at does not either", () => {
    vi.stubGlobal("window", {
      get localStorage() {
        throw new DOMException("blocked", "SecurityError");
      },
    });
    const storage = browserStorage();
    storage.set("a", "1");
    expect(storage.get("a")).toBe("1");
    vi.unstubAllGlobals();
  });
});
