/** Prints what a check found, one violation a line, and says by the exit code whether there was any. */
import { realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";

/**
 * @typedef {object} Violation
 * @property {string} file
 * @property {number} line
 * @property {string} rule
 * @property {string} fix What to do about it.
 */

/** @typedef {{ violations: readonly Violation[], summary: string }} Result */

/** The folder above `tools/`. */
export const PROJECT = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");

/**
 * Runs a check where its file is the one that was started.
 *
 * @param {string} moduleUrl The check's `import.meta.url`.
 * @param {(root: string, given: readonly string[]) => Result | Promise<Result>} check
 */
export async function runAsCheck(moduleUrl, check) {
  if (!isStarted(moduleUrl)) return;
  const given = process.argv.slice(2);
  const root = given.find((argument) => !argument.startsWith("--")) ?? PROJECT;
  const { violations, summary } = await check(root, given);
  for (const { file, line, rule, fix } of violations) console.error(`${file}:${line}  ${rule}  ${fix}`);
  console.log(violations.length === 0 ? summary : `${violations.length} to mend`);
  process.exitCode = violations.length === 0 ? 0 : 1;
}

/**
 * Whether the module is the file that node was started with.
 *
 * @param {string} moduleUrl
 * @returns {boolean}
 */
export function isStarted(moduleUrl) {
  return process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(moduleUrl);
}
