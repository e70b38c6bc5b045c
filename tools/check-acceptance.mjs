/** Holds the page of what the restaurant promises to the tests it names: each is there, under that name, in that file. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { textOf } from "./source/files.mjs";
import { runAsCheck } from "./source/report.mjs";

/** The page, and where the files it names are below. */
export const PAGE = { file: "docs/restaurant/acceptance.md", below: "apps/restaurant" };

/** A file, and the names of tests in it: `file.test.ts` "one", "another". */
const NAMED = /`([^`]+\.test\.tsx?)`((?:,?\s*"[^"]+")+)/g;
const IS_RULE = /^\|[\s:|-]+\|$/;

/**
 * Every row of the page's tables that no test holds, and every test it names that is not there.
 *
 * @param {string} root
 * @param {typeof PAGE} [page]
 * @returns {{ violations: import("./source/report.mjs").Violation[], summary: string }}
 */
export function checkAcceptance(root, { file, below } = PAGE) {
  const rows = rowsOf(textOf(root, file));
  const named = rows.map(({ line, text }) => ({ line, tests: testsIn(text) }));
  const violations = [
    ...(rows.length === 0 ? [{ file, line: 1, rule: "nothing-promised", fix: "The page has no table." }] : []),
    ...named
      .filter(({ tests }) => tests.length === 0)
      .map(({ line }) => ({ file, line, rule: "row-without-test", fix: 'Name its test: `file.test.ts` "name".' })),
    ...named.flatMap(({ line, tests }) =>
      tests.flatMap((test) => faultOf(root, below, test).map((fix) => ({ file, line, rule: "test-missing", fix }))),
    ),
  ];
  const many = named.reduce((sum, { tests }) => sum + tests.length, 0);
  return { violations, summary: `acceptance holds: ${rows.length} rows, held by ${many} tests` };
}

/** The rows below the heads of tables, with the numbers of their lines. */
function rowsOf(text) {
  const lines = text.split("\n");
  return lines
    .map((line, index) => ({ text: line, line: index + 1 }))
    .filter(
      ({ text: row }, index) => row.startsWith("|") && !IS_RULE.test(row) && !IS_RULE.test(lines[index + 1] ?? ""),
    );
}

function testsIn(row) {
  return [...row.matchAll(NAMED)].flatMap(([, path, names]) =>
    [...names.matchAll(/"([^"]+)"/g)].map(([, name]) => ({ path, name })),
  );
}

/** A title stands first in a call, whichever call that is: `it(`, `it.each(...)(`, `it.runIf(...)(`. */
function faultOf(root, below, { path, name }) {
  if (!existsSync(join(root, below, path))) return [`There is no ${below}/${path}.`];
  const title = name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`\\(\\s*["'\`]${title}["'\`],`).test(textOf(root, `${below}/${path}`))
    ? []
    : [`${path} has no test "${name}".`];
}

await runAsCheck(import.meta.url, (root) => checkAcceptance(root));
