import { defineConfig } from "vitest/config";

// A real browser against a real platform: one file after the other, each with its own.
export default defineConfig({
  test: { include: ["test/browser/**/*.test.ts"], fileParallelism: false, testTimeout: 600_000, hookTimeout: 600_000, globalSetup: "test/browser/build.ts" },
});
