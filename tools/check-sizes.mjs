/** Holds the budgets of size: short files, thin adapters, and nothing but ASCII in sources. */
import { filesBelow, textOf } from "./source/files.mjs";
import { codeLines, lineAt, mask } from "./source/mask.mjs";
import { runAsCheck } from "./source/report.mjs";

/** The budgets as data. `tables` are files of pure data, which may be as long as what they list. */
export const BUDGETS = {
  sources: [".ts", ".tsx", ".mts", ".mjs", ".js", ".jsx", ".css", ".sql"],
  code: [".ts", ".tsx", ".mts", ".mjs", ".js", ".jsx"],
  fileLines: 250,
  adapters: "packages/cloche/src/adapters/",
  adapterLines: 120,
  tables: [],
};

const TEST = /\.(?:test|contract|test-d)\.[mc]?[jt]sx?$/;
const TEST_FOLDER = /(?:^|\/)(?:test|e2e)\//;
const NOT_ASCII = /[^\n\r\t\x20-\x7e]/g;
/** Translation files are read by people who know the language: its letters and marks stay, what cannot be seen does not. */
const TRANSLATION = /\/words\/(?:[\w-]+\/)*[a-z]{2}(?:\.[\w-]+)?\.ts$/;
const NOT_WRITTEN = /[^\n\r\t\x20-\x7e\p{L}\p{M}\p{Sc}\p{Pd}\p{Pi}\p{Pf}\p{Po}\p{Ps}\u2192\u00d7]/gu;

/**
 * Every file below `root` that is over its budget.
 *
 * @param {string} root
 * @param {typeof BUDGETS} [budgets]
 * @returns {{ violations: import("./source/report.mjs").Violation[], summary: string }}
 */
export function checkSizes(root, budgets = BUDGETS) {
  const files = filesBelow(root, budgets.sources).map((file) => ({ file, text: textOf(root, file) }));
  const sized = files
    .filter(({ file }) => isSized(file, budgets))
    .map(({ file, text }) => ({ file, lines: codeLines(mask(text)) }));
  const violations = [
    ...(files.length === 0
      ? [{ file: ".", line: 1, rule: "nothing-scanned", fix: "Run from the project's root." }]
      : []),
    ...files.flatMap(notAscii),
    ...sized.filter(({ file }) => !budgets.tables.includes(file)).flatMap((one) => tooLong(one, budgets)),
    ...tooThick(sized, budgets),
  ];
  return { violations, summary: `sizes hold: ${files.length} files, longest ${longest(sized)} code lines` };
}

function isSized(file, { code }) {
  return code.some((ending) => file.endsWith(ending)) && !TEST.test(file) && !TEST_FOLDER.test(file);
}

function longest(sized) {
  return Math.max(0, ...sized.map(({ lines }) => lines));
}

function notAscii({ file, text }) {
  const lines = new Set(
    [...text.matchAll(TRANSLATION.test(file) ? NOT_WRITTEN : NOT_ASCII)].map(({ index }) => lineAt(text, index)),
  );
  return [...lines].map((line) => ({
    file,
    line,
    rule: "not-ascii",
    fix: "Write the character as an escape, or in ASCII.",
  }));
}

function tooLong({ file, lines }, { fileLines }) {
  if (lines <= fileLines) return [];
  return [
    { file, line: 1, rule: "file-too-long", fix: `${lines} code lines, ${fileLines} at most: split it by idea.` },
  ];
}

/** Sums each adapter, whether it is a folder or one file. */
function tooThick(sized, { adapters, adapterLines }) {
  const totals = new Map();
  for (const { file, lines } of sized.filter((one) => one.file.startsWith(adapters))) {
    const name = adapters + file.slice(adapters.length).split(/[/.]/)[0];
    totals.set(name, (totals.get(name) ?? 0) + lines);
  }
  const thick = [...totals].filter(([, lines]) => lines > adapterLines);
  const advice = "move what a second adapter would need to the gate.";
  return thick.map(([file, lines]) => ({
    file,
    line: 1,
    rule: "adapter-too-thick",
    fix: `${lines} code lines, ${adapterLines} at most: ${advice}`,
  }));
}

await runAsCheck(import.meta.url, (root) => checkSizes(root));
