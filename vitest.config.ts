import { configDefaults, defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{src,web/src,test,bench,scripts}/**/*.test.ts"],
    // Those install servers, or drive a browser: npm run test:itsm, npm run test:browser.
    exclude: [...configDefaults.exclude, "test/itsm/**", "test/browser/**"],
    // No test asserts a time; the limit only ends what hangs, on a slow and busy machine too.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
