import { join } from "node:path";

import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [react()],
  resolve: {
    alias: {
      "@": join(import.meta.dirname, "src"),
      // Outside Next there is no browser bundle that this package could keep server code out of.
      "server-only": join(import.meta.dirname, "tests/support/server-only.ts"),
    },
  },
  test: {
    name: "web_client",
    environment: "jsdom",
    include: ["tests/**/*.test.{ts,tsx}"],
    setupFiles: ["tests/setup.ts"],
    sequence: { shuffle: true },
    expect: { requireAssertions: true },
    restoreMocks: true,
    testTimeout: 30_000,
  },
});
