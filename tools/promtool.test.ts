/** Finds the real promtool and lets it judge metrics. */
import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { findPromtool } from "./promtool.mjs";

const promtool = findPromtool();

describe.skipIf(promtool === undefined)("promtool (Debian: apt-get install prometheus)", () => {
  it("takes a good metric and refuses a bad one", () => {
    const judge = (input: string) => spawnSync(promtool ?? "", ["check", "metrics"], { input }).status;
    expect(judge("# HELP dishes_total Dishes.\n# TYPE dishes_total counter\ndishes_total 1\n")).toBe(0);
    expect(judge("dishes total one\n")).not.toBe(0);
  });
});
