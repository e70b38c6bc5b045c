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
    // Left to itself, vitest keeps one core back, which is half of a machine with two; most suites wait more than work.
    maxWorkers: "100%",
    testTimeout: 30_000,
    hookTimeout: 120_000,
  },
});
