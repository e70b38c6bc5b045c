/** Reads a JSON object that means the same to every parser: valid UTF-8 and no member named twice (RFC 8725bis). */
import { fromUtf8 } from "../../kernel/index.js";

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
  return members === countColons(text) ? { object: value } : DOUBLED;
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
  // A member of this name would reach the prototype of whatever object a handler assigns the claims to.
  if (depth > MAX_DEPTH || Object.hasOwn(value, "__proto__")) return undefined;
  const children = Object.values(value);
  let count = Array.isArray(value) ? 0 : children.length;
  for (const child of children) {
    const below = countMembers(child, depth + 1);
    if (below === undefined) return undefined;
    count += below;
  }
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
