/** Proves that the runner stops at the first failure and calls nothing good that ran no test. */
import { beforeEach, describe, expect, it, vi } from "vitest";
import { planted } from "./source/planted.js";
import { closing, runSteps, STEPS } from "./test.mjs";

const step = (name: string, ran: string[], more = {}) => ({ name, work: () => void ran.push(name), ...more });
const failing = {
  name: "failing",
  work: () => {
    throw new Error("nothing to install it with");
  },
};

describe("the runner", () => {
  beforeEach(() => {
    vi.spyOn(console, "log").mockReturnValue();
    vi.spyOn(console, "error").mockReturnValue();
  });

  it("runs in order and stops at the first failure", () => {
    const ran: string[] = [];
    expect(runSteps([step("one", ran), step("two", ran)])).toBe(0);
    expect(runSteps([step("three", ran), failing, step("never", ran)])).toBe(1);
    expect(ran).toEqual(["one", "two", "three"]);
  });

  it("hands on the exit code of a program and of a tool", () => {
    const root = planted({
      "node_modules/bad/bin.js": "process.exit(3)",
      "node_modules/good/bin.js": "process.exit(process.argv[2] === 'flag' ? 0 : 9)",
      "tools/bad.mjs": "process.exit(4)",
    });
    expect(runSteps([{ name: "good", program: ["good/bin.js", "flag"] }], { root })).toBe(0);
    expect(runSteps([{ name: "bad", program: ["bad/bin.js"] }], { root })).toBe(3);
    expect(runSteps([{ name: "tool", tool: "bad.mjs" }], { root })).toBe(4);
  });

  it("leaves the slow steps out when it shall be quick", () => {
    const ran: string[] = [];
    const steps = [step("slow", ran, { slow: true }), step("always", ran), step("quick", ran, { quick: true })];
    runSteps(steps, { quick: true });
    runSteps(steps);
    expect(ran).toEqual(["always", "quick", "slow", "always"]);
  });

  it("runs every check of this folder", () => {
    expect(STEPS.flatMap(({ tool }) => tool ?? [])).toEqual(
      expect.arrayContaining(["check-layers.mjs", "check-sizes.mjs", "check-errors.mjs", "check-docs.mjs"]),
    );
  });

  it("closes with a line that counts, and is good only where something passed and nothing failed", () => {
    const all = { numPassedTests: 3, numFailedTests: 0, numPendingTests: 0, success: true };
    expect(closing(all)).toEqual({ line: "3 passed, 0 failed", good: true });
    expect(closing({ ...all, numPendingTests: 2 }).line).toBe("3 passed, 0 failed, 2 skipped");
    expect(closing({ ...all, numFailedTests: 1 }).good).toBe(false);
    expect(closing({ ...all, success: false }).good).toBe(false);
    expect(closing({ ...all, numPassedTests: 0 }).good).toBe(false);
  });
});
