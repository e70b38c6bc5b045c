/** Runs everything that must hold, in order, and stops at the first step that fails: `npm test`. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ensureRedis } from "./redis.mjs";
import { isStarted, PROJECT } from "./source/report.mjs";

const SUMMARY = "node_modules/.cache/vitest-summary.json";
const TYPESCRIPT = "typescript/bin/tsc";
const VITEST = ["vitest/vitest.mjs", "run", "--reporter=default", "--reporter=json", `--outputFile.json=${SUMMARY}`];

/** Each step: a program below node_modules, a tool beside this one, or work done here. `slow` ones `--quick` leaves out. */
export const STEPS = [
  { name: "build", program: [TYPESCRIPT, "-b"] },
  {
    name: "pages",
    program: ["vite/bin/vite.js", "build", "--logLevel", "warn", "--config", "apps/restaurant/vite.config.ts"],
  },
  { name: "types of the tools", program: [TYPESCRIPT, "-p", "tools"] },
  { name: "format and lint", program: ["@biomejs/biome/bin/biome", "check", "--error-on-warnings"] },
  { name: "lint with types", program: ["oxlint/bin/oxlint", "--type-aware", "--deny-warnings"] },
  { name: "layers", tool: "check-layers.mjs" },
  { name: "sizes", tool: "check-sizes.mjs" },
  { name: "words", tool: "check-words.mjs" },
  { name: "acceptance", tool: "check-acceptance.mjs" },
  { name: "errors page", tool: "check-errors.mjs" },
  { name: "docs", tool: "check-docs.mjs", slow: true },
  { name: "redis", work: () => console.log(ensureRedis()) },
  { name: "tests", program: VITEST, slow: true },
  { name: "quick tests", program: [...VITEST, "packages/cloche"], quick: true },
];

/**
 * Runs the steps that are meant, and says how long each took.
 *
 * @param {readonly (typeof STEPS)[number][]} steps
 * @param {{ quick?: boolean, root?: string }} [options]
 * @returns {number} The exit code.
 */
export function runSteps(steps, { quick = false, root = PROJECT } = {}) {
  const meant = steps.filter((step) => (quick ? !step.slow : !step.quick));
  for (const step of meant) {
    const begun = performance.now();
    const code = runStep(step, root);
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    console.log(`${code === 0 ? "ok" : "FAILED"}  ${step.name}  ${seconds} s`);
    if (code !== 0) return code;
  }
  return 0;
}

function runStep({ program, tool, work }, root) {
  if (work !== undefined) return attempt(work);
  const given =
    tool === undefined ? [join(root, "node_modules", program[0]), ...program.slice(1)] : [join(root, "tools", tool)];
  const { status } = spawnSync(process.execPath, given, { cwd: root, stdio: ["ignore", "inherit", "inherit"] });
  return status ?? 1;
}

function attempt(work) {
  try {
    work();
    return 0;
  } catch (error) {
    console.error(error.message);
    return 1;
  }
}

/**
 * The closing line, from what vitest wrote, and whether it is good news: a run in which nothing ran is none.
 *
 * @param {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, success: boolean }} summary
 * @returns {{ line: string, good: boolean }}
 */
export function closing({ numPassedTests: passed, numFailedTests: failed, numPendingTests: skipped, success }) {
  const line = `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
  return { line, good: success && failed === 0 && passed > 0 };
}

function main() {
  const summary = join(PROJECT, SUMMARY);
  mkdirSync(join(PROJECT, "node_modules/.cache"), { recursive: true });
  rmSync(summary, { force: true });
  const code = runSteps(STEPS, { quick: process.argv.includes("--quick") });
  if (!existsSync(summary)) return code || 1;
  const { line, good } = closing(JSON.parse(readFileSync(summary, "utf8")));
  console.log(line);
  return code || (good ? 0 : 1);
}

if (isStarted(import.meta.url)) process.exitCode = main();
