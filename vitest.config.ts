import { defineConfig } from "vitest/config";

const conditions = ["@cloche/source", "node"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    projects: [
      // Nothing in the library keeps state of its own: its suites share what is loaded, which halves what they cost.
      { extends: true, test: { name: "library", include: ["packages/*/{src,test}/**/*.test.ts"], isolate: false } },
      {
        extends: true,
        test: {
          name: "house",
          include: ["apps/*/**/*.test.{ts,tsx}", "examples/**/*.test.ts", "tools/**/*.test.ts"],
        },
      },
    ],
    exclude: ["**/node_modules/**", "**/dist/**"],
    // Suites with real servers may be starved once on a loaded machine; a defect fails twice.
    retry: process.env.CI === undefined ? 0 : 1,
    // Left to itself, vitest keeps one core back, which is half of a machine with two; most suites wait more than work.
    maxWorkers: "100%",
    // Generous: how fast a machine is proves nothing about what runs on it.
    testTimeout: 90_000,
    hookTimeout: 240_000,
  },
});
