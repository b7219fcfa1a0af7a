import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    name: "client_sdk",
    include: ["tests/**/*.test.{ts,tsx}"],
    // A test that only passes because another ran before it, or that asserts nothing, is a failure here.
    sequence: { shuffle: true },
    expect: { requireAssertions: true },
    restoreMocks: true,
    testTimeout: 30_000,
  },
});
