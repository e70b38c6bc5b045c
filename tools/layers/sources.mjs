/** Reads every source of the project once: its imports, its default exports and its bare code. */
import { posix } from "node:path";
import { filesBelow, textOf } from "../source/files.mjs";
import { defaultExportsOf, importsOf } from "../source/imports.mjs";
import { mask } from "../source/mask.mjs";

const ENDINGS = [".ts", ".tsx", ".mts", ".cts", ".mjs", ".cjs", ".js", ".jsx"];

/** What a written ending may stand for; NodeNext writes `.js` and means `.ts`. */
const STANDS_FOR = [
  [/\.jsx?$/, [".ts", ".tsx", ".js", ".jsx", ".d.ts"]],
  [/\.mjs$/, [".mts", ".mjs", ".d.mts"]],
  [/\.cjs$/, [".cts", ".cjs"]],
  [/$/, ["", ".ts", ".tsx", "/index.ts", "/index.tsx"]],
];

/**
 * @param {string} root
 * @returns {{ file: string, code: string, readable: boolean, imports: import("../source/imports.mjs").Import[], defaults: number[] }[]}
 */
export function readSources(root) {
  return filesBelow(root, ENDINGS).map((file) => {
    const masked = mask(textOf(root, file));
    const { code, readable } = masked;
    return { file, code, readable, imports: importsOf(masked), defaults: defaultExportsOf(masked) };
  });
}

/**
 * One edge for each import whose module is named; `target` is the path meant by a relative one, `known` whether the
 * project has a source there.
 */
export function edgesOf(sources) {
  const files = new Set(sources.map(({ file }) => file));
  return sources.flatMap(({ file, imports }) =>
    imports
      .filter(({ specifier }) => specifier !== undefined)
      .map(({ specifier, typeOnly, line }) => ({
        file,
        line,
        specifier,
        typeOnly,
        ...targetOf(file, specifier, files),
      })),
  );
}

function targetOf(file, specifier, files) {
  if (!specifier.startsWith(".") && !specifier.startsWith("/")) return { target: undefined, known: false };
  const written = posix.join(posix.dirname(file), specifier.replace(/[?#].*$/, ""));
  const target = candidates(written).find((path) => files.has(path));
  return { target: target ?? written, known: target !== undefined };
}

function candidates(written) {
  return STANDS_FOR.flatMap(([ending, forms]) =>
    ending.test(written) ? forms.map((form) => written.replace(ending, form)) : [],
  );
}
