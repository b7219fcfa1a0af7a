import { join } from "node:path";

import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { "@": join(import.meta.dirname, "src") } },
  test: {
    name: "admin_ui",
    environment: "jsdom",
    include: ["tests/**/*.test.{ts,tsx}"],
    setupFiles: ["tests/setup.ts"],
    sequence: { shuffle: true },
    expect: { requireAssertions: true },
    restoreMocks: true,
    testTimeout: 30_000,
  },
});
