import { defineConfig } from "vitest/config";

const conditions = ["@cloche/source", "node"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: [
      "packages/*/{src,test}/**/*.test.ts",
      "apps/*/**/*.test.{ts,tsx}",
      "examples/**/*.test.ts",
      "tools/**/*.test.ts",
    ],
    exclude: ["**/node_modules/**", "**/dist/**"],
    // Suites with real servers may be starved once on a loaded machine; a defect fails twice.
    retry: process.env.CI === undefined ? 0 : 1,
    testTimeout: 30_000,
    hookTimeout: 120_000,
  },
});
