import { defineConfig } from "vitest/config";

const conditions = ["@cloche/source", "node"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    // No part keeps state of its own from one suite to the next: they share what is loaded, which halves what they cost.
    isolate: false,
    projects: [
      { extends: true, test: { name: "library", include: ["packages/*/{src,test}/**/*.test.ts"] } },
      {
        extends: true,
        test: {
          name: "server",
          include: ["apps/*/{server,e2e}/**/*.test.ts"],
          globalSetup: ["apps/restaurant/server/test-support/templates.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "house",
          include: ["apps/*/**/*.test.{ts,tsx}", "examples/**/*.test.ts", "tools/**/*.test.ts"],
          exclude: ["apps/*/{server,e2e}/**"],
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
