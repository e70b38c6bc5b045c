/** Reads a JSON object that means the same to every parser: valid UTF-8 and no member named twice (RFC 8725bis). */
import { fromUtf8, readEscapedJson } from "../../kernel/index.js";

/** A JSON object as it was read. */
export type JsonObject = Record<string, unknown>;

/** Deeper nesting than any real token has; it bounds the recursion below. */
const MAX_DEPTH = 32;

/** The object, or why the bytes are none that can be trusted to mean one thing. */
export type StrictJson = { readonly object: JsonObject } | { readonly problem: "malformed" | "doubled" };

const MALFORMED: StrictJson = Object.freeze({ problem: "malformed" as const });
const DOUBLED: StrictJson = Object.freeze({ problem: "doubled" as const });

/**
 * Reads `bytes` as one JSON object. `JSON.parse` keeps the last of two members with one name while other parsers keep
 * the first, so a doubled name lets two services read two different tokens.
 */
export function readJsonObject(bytes: Uint8Array): StrictJson {
  const text = fromUtf8(bytes);
  const value = text === undefined ? undefined : parsed(text);
  if (text === undefined || !isObject(value)) return MALFORMED;
  const members = countMembers(value, 0);
  if (members === undefined) return MALFORMED;
  if (text.includes("\\")) return readEscaped(text);
  return writesEachOnce(text, members) ? { object: value } : DOUBLED;
}

function readEscaped(text: string): StrictJson {
  const { value, namesTwice } = readEscapedJson(text);
  if (!isObject(value) || countMembers(value, 0) === undefined) return MALFORMED;
  return namesTwice ? DOUBLED : { object: value };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** How many members the value has at all depths; `undefined` where it is too deep or names `__proto__`. */
function countMembers(value: unknown, depth: number): number | undefined {
  if (typeof value !== "object" || value === null) return 0;
  if (depth > MAX_DEPTH) return undefined;
  return Array.isArray(value) ? countInList(value, depth) : countInObject(value as JsonObject, depth);
}

function countInList(list: readonly unknown[], depth: number): number | undefined {
  let count = 0;
  for (const child of list) {
    const below = countMembers(child, depth + 1);
    if (below === undefined) return undefined;
    count += below;
  }
  return count;
}

/** Walks by `for in`, which makes no list of the members first. */
function countInObject(value: JsonObject, depth: number): number | undefined {
  let count = 0;
  for (const name in value) {
    // A member of this name would reach the prototype of whatever object a handler assigns the claims to.
    if (name === "__proto__") return undefined;
    const below = countMembers(value[name], depth + 1);
    if (below === undefined) return undefined;
    count += below + 1;
  }
  return count;
}

/** Whether the text writes exactly as many members as were read. */
function writesEachOnce(text: string, members: number): boolean {
  return (isDense(text) && countQuotedColons(text) === members) || countColons(text) === members;
}

/** Whether every colon after a member's name follows its quote directly. Line breaks and tabs stand outside strings only. */
function isDense(text: string): boolean {
  return !(text.includes(" :") || text.includes("\n") || text.includes("\t") || text.includes("\r"));
}

/**
 * How often a quote stands before a colon: in dense JSON at least once for every member that is written, and more often
 * only where a string begins with a colon or holds an escaped quote. So where it equals the members, none is doubled.
 */
function countQuotedColons(text: string): number {
  let count = 0;
  for (let at = text.indexOf('":'); at !== -1; at = text.indexOf('":', at + 2)) count += 1;
  return count;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;

/** How many colons stand outside strings: in valid JSON, exactly one for every member that is written. */
function countColons(text: string): number {
  let count = 0;
  let inString = false;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === QUOTE) inString = !inString;
    else if (code === BACKSLASH) index += 1;
    else if (code === COLON && !inString) count += 1;
  }
  return count;
}
