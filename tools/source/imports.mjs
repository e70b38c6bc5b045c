/** Finds every import of a TypeScript source: static, type-only, side-effect, re-export, dynamic and require. */
import { lineAt } from "./mask.mjs";

const KEYWORD = /(?<![\w$])(?:import|export|require)(?![\w$])/g;
const STATIC =
  /import(?:\s+(type)(?=\s+[\w$]|\s*[{*])(?!\s+from\s*["'])|(?=[\s{*"']))([\w$\s{},*"']*?)(?:(?<=[\s}*])from)?\s*(?=["'])/y;
const RE_EXPORT =
  /export(?:\s+(type)(?=\s*[{*]))?\s*(\*(?:\s*as\s+(?:[\w$]+|["']_*["']))?|\{[^}]*\})\s*from\s*(?=["'])/y;
const CALL = /(import|require)\s*(?:\?\.\s*)?\(\s*(["'`]?)/y;
const DEFAULT_KEYWORD = /(?<![\w$.])export\s*(?:\*\s*as\s)?\s*default(?![\w$])/g;
const EXPORT_LIST = /(?<![\w$.])export\s*(?:type\s*)?\{([^}]*)\}/g;

/**
 * @typedef {object} Import
 * @property {string | undefined} specifier The module named; undefined where it is computed.
 * @property {boolean} typeOnly Whether nothing of it is left at run time.
 * @property {string} names The clause between the keyword and `from`, masked.
 * @property {number} line
 */

/**
 * Every import in a masked source.
 *
 * @param {import("./mask.mjs").Masked} masked
 * @returns {Import[]}
 */
export function importsOf(masked) {
  const found = [];
  for (const { index } of masked.code.matchAll(KEYWORD)) {
    if (isMember(masked.code, index)) continue;
    const one = fromStatement(masked, index) ?? fromCall(masked, index);
    if (one !== undefined) found.push({ ...one, line: lineAt(masked.code, index) });
  }
  return found;
}

/** Whether the word is a property (`a.import`); three dots before it are a spread instead. */
function isMember(code, index) {
  const before = code.slice(0, index).trimEnd();
  return before.endsWith(".") && !before.endsWith("...");
}

function fromStatement({ code, texts }, index) {
  for (const pattern of [STATIC, RE_EXPORT]) {
    pattern.lastIndex = index;
    const statement = pattern.exec(code);
    if (statement === null) continue;
    const specifier = texts.get(pattern.lastIndex);
    if (specifier !== undefined) return { specifier, typeOnly: statement[1] === "type", names: statement[2].trim() };
  }
  return undefined;
}

function fromCall({ code, texts }, index) {
  CALL.lastIndex = index;
  const call = CALL.exec(code);
  if (call === null) return undefined;
  const specifier = call[2] === "" ? undefined : texts.get(CALL.lastIndex - 1);
  if (call[1] === "require" && specifier === undefined) return undefined;
  return { specifier, typeOnly: /\btypeof\s*$/.test(code.slice(0, index)), names: "" };
}

/**
 * The lines that export something as `default`.
 *
 * @param {import("./mask.mjs").Masked} masked
 * @returns {number[]}
 */
export function defaultExportsOf({ code }) {
  const keywords = [...code.matchAll(DEFAULT_KEYWORD)];
  const lists = [...code.matchAll(EXPORT_LIST)].filter(([, names]) => names.split(",").some(exportsDefault));
  return [...keywords, ...lists].map(({ index }) => lineAt(code, index));
}

function exportsDefault(name) {
  return name.trim().split(/\s+/).at(-1) === "default";
}
