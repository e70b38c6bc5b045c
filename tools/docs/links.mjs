/** Finds links of the documentation that lead nowhere, and public subpaths that do not exist. */
import { existsSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { subpathsOf } from "../layers/direction.mjs";
import { filesBelow, textOf } from "../source/files.mjs";
import { lineAt, mask } from "../source/mask.mjs";
import { anchorsOf, linksOf, readPage } from "./markdown.mjs";

const ELSEWHERE = /^(?:[a-z][a-z0-9+.-]*:|\/\/)/i;
const SUBPATH = /(?<![\w@./-])cloche\/[a-z][\w-]*(?:\/[\w-]+)*(?:\.json)?/g;
const LIBRARY = "packages/cloche/package.json";

/** @returns {import("../source/report.mjs").Violation[]} */
export function linkFaults(root, { file, prose }) {
  return linksOf(prose).flatMap(({ line, target }) => {
    const fix = ELSEWHERE.test(target) ? undefined : whyBroken(root, file, decodeURI(target));
    return fix === undefined ? [] : [{ file, line, rule: "broken-link", fix }];
  });
}

function whyBroken(root, file, target) {
  const [path, anchor] = target.split("#", 2);
  const base = path.startsWith("/") ? "." : posix.dirname(file);
  const wanted = path === "" ? file : posix.join(base, path);
  if (wanted.startsWith("..")) return `"${target}" leads out of the project.`;
  if (!existsSync(join(root, wanted))) return `There is no ${wanted}.`;
  if (anchor === undefined || !wanted.endsWith(".md")) return undefined;
  return anchorsOf(readPage(textOf(root, wanted)).prose).has(anchor)
    ? undefined
    : `${wanted} has no heading #${anchor}.`;
}

/** Every mention of a `cloche/...` in the pages, or in a comment of a source, that the package does not export. */
export function subpathFaults(root, pages) {
  const known = new Set(subpathsOf(JSON.parse(readFileSync(join(root, LIBRARY), "utf8"))));
  const sources = filesBelow(root, [".ts", ".tsx"]).map((file) => ({ file, text: commentsOf(textOf(root, file)) }));
  return [...pages, ...sources].flatMap(({ file, text }) =>
    [...text.matchAll(SUBPATH)]
      .filter(([name]) => !known.has(name))
      .map(({ 0: name, index }) => ({
        file,
        line: lineAt(text, index),
        rule: "unknown-subpath",
        fix: `${name} is not exported; known are ${[...known].join(", ")}.`,
      })),
  );
}

/** The source with everything but its comments blanked. */
function commentsOf(source) {
  const { code } = mask(source);
  return source.replace(/[^\n]/g, (char, at) => (code[at] === " " ? char : " "));
}
