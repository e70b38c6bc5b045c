/** Holds the pages' texts to their translation files: a component writes no words of its own. */
import { filesBelow, textOf } from "./source/files.mjs";
import { lineAt } from "./source/mask.mjs";
import { runAsCheck } from "./source/report.mjs";

/** Where components are that speak to people. */
export const PAGES = "apps/restaurant/web/";

const COMMENT = /\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/[^\n]*/g;
/** What stands between a tag's end and the next tag or expression; arrows and comparisons are no tags. */
const BETWEEN_TAGS = /(?<=[\w"'})/\s]>|[\w)}"'`]\}|\/>)([^<>{}()=;`$]*\p{L}[^<>{}()=;`$]*)(?=<\/?[A-Za-z]|\{)/gu;
const SPOKEN =
  /\s(?:aria-(?:label|description|roledescription|valuetext)|alt|label|placeholder|title)="([^"]*\p{L}[^"]*)"/gu;

/**
 * Every text that a component of the pages holds itself.
 *
 * @param {string} root
 * @param {string} [pages] The folder below `root`.
 * @returns {{ violations: import("./source/report.mjs").Violation[], summary: string }}
 */
export function checkWords(root, pages = PAGES) {
  const files = filesBelow(root, [".tsx"]).filter((file) => file.startsWith(pages));
  if (files.length === 0) {
    return {
      violations: [{ file: pages, line: 1, rule: "nothing-scanned", fix: "Run from the project's root." }],
      summary: "",
    };
  }
  const violations = files.flatMap((file) => {
    const text = textOf(root, file).replaceAll(COMMENT, (one) => one.replaceAll(/[^\n]/g, " "));
    return [...text.matchAll(BETWEEN_TAGS), ...text.matchAll(SPOKEN)].map((found) => ({
      file,
      line: lineAt(text, found.index),
      rule: "words-in-a-component",
      fix: `Say "${found[1].trim().slice(0, 40)}" in the page's words/, in every language.`,
    }));
  });
  return { violations, summary: `words hold: ${files.length} components without words of their own` };
}

await runAsCheck(import.meta.url, (root) => checkWords(root));
