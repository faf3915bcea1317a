// `npm run test:itsm`: tests with real servers, which they install if they run as root, and start.
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/itsm/**/*.test.ts"],
    testTimeout: 120_000,
    // Installing takes minutes.
    hookTimeout: 1_200_000,
    // Servers and times that are measured: one after the other, each test told as it ends.
    fileParallelism: false,
    reporters: ["verbose"],
  },
});
