/** Keeps the documentation true: its examples compile and run, its links lead somewhere, its subpaths exist. */
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { exampleFaults } from "./docs/examples.mjs";
import { linkFaults, subpathFaults } from "./docs/links.mjs";
import { readPage } from "./docs/markdown.mjs";
import { filesBelow, textOf } from "./source/files.mjs";
import { runAsCheck } from "./source/report.mjs";

/** What counts as documentation, and the examples that need not compile, each as "page: first line of the block". */
export const DOCUMENTATION = {
  pages: ["README.md", "docs", "packages/cloche/README.md", "tools/README.md"],
  unchecked: [],
};

/** Languages whose blocks would pass unchecked, and what to write instead. */
const EVASIVE = new Set(["typescript", "js", "javascript", "mjs", "mts", "tsx", "jsx"]);

/**
 * Everything in the documentation below `root` that is not true.
 *
 * @param {string} root
 * @param {typeof DOCUMENTATION} [documentation]
 * @returns {Promise<{ violations: import("./source/report.mjs").Violation[], summary: string }>}
 */
export async function checkDocs(root, { pages: folders, unchecked } = DOCUMENTATION) {
  const pages = folders
    .flatMap((path) => pagesAt(root, path))
    .map((file) => {
      const text = textOf(root, file);
      return { file, text, ...readPage(text) };
    });
  const blocks = pages.flatMap(({ file, blocks: own }) => own.map((block) => ({ file, ...block })));
  const examples = blocks.filter(({ info }) => info[0] === "ts" && !info.includes("no-check"));
  const violations = [
    ...(pages.length === 0
      ? [{ file: "README.md", line: 1, rule: "nothing-scanned", fix: "There is no page to check." }]
      : []),
    ...blocks.flatMap((block) => blockFaults(block, unchecked)),
    ...pages.flatMap((page) => linkFaults(root, page)),
    ...subpathFaults(root, pages),
    ...(await exampleFaults(root, examples)),
  ];
  return {
    violations,
    summary: `docs hold: ${pages.length} pages, ${examples.length} examples compiled, ${running(examples)} run`,
  };
}

function pagesAt(root, path) {
  if (!existsSync(join(root, path))) return [];
  if (statSync(join(root, path)).isFile()) return [path];
  return filesBelow(join(root, path), [".md"]).map((file) => `${path}/${file}`);
}

function running(examples) {
  return examples.filter(({ info }) => info.includes("run")).length;
}

function blockFaults({ file, line, info, text, closed }, unchecked) {
  const [language] = info;
  const first = text.split("\n", 1)[0].trim();
  if (!closed) return [{ file, line, rule: "fence-not-closed", fix: "Close the block." }];
  if (EVASIVE.has(language))
    return [{ file, line, rule: "example-unchecked", fix: `Write "ts" instead of "${language}".` }];
  if (language !== "ts" || !info.includes("no-check") || unchecked.includes(`${file}: ${first}`)) return [];
  return [
    {
      file,
      line,
      rule: "example-unchecked",
      fix: "Make it compile, or list it in tools/check-docs.mjs with a reason.",
    },
  ];
}

await runAsCheck(import.meta.url, (root) => checkDocs(root));
