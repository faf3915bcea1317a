import { configDefaults, defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{src,test,bench,scripts}/**/*.test.ts"],
    // Those install servers: npm run test:itsm.
    exclude: [...configDefaults.exclude, "test/itsm/**"],
    // No test asserts a time; the limit only ends what hangs, on a slow and busy machine too.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
