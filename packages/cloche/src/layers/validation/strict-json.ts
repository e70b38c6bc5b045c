/** Reads JSON so that no other reader could understand it differently (RFC 8259, and RFC 7493 on duplicate names). */
import { fromUtf8, readEscapedJson } from "../../kernel/index.js";
import type { BodyCaps } from "./caps.js";
import type { InputFault } from "./input-faults.js";
import { measure } from "./structure.js";

/** A parsed value, or why there is none. */
export type StrictJson = { readonly value: unknown } | { readonly fault: InputFault };

const BYTE_ORDER_MARK = 0xfeff;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;

/** Parses UTF-8 bytes as JSON, refusing duplicate names, prototype names and whatever breaks a cap. */
export function strictJson(bytes: Uint8Array, caps: BodyCaps): StrictJson {
  const text = fromUtf8(bytes);
  if (text === undefined) return { fault: "not_utf8" };
  if (text.charCodeAt(0) === BYTE_ORDER_MARK) return { fault: "byte_order_mark" };
  // Most bodies have a colon for each name and no other, and counting those is much faster than reading the text.
  const colons = countColons(text, caps.keys);
  if (colons > caps.keys && countNames(bytes, caps.keys) > caps.keys) return { fault: "too_many_names" };
  const parsed = parse(text);
  if (parsed === undefined) return { fault: "not_json" };
  const kept = measure(parsed.value, caps);
  if (typeof kept === "string") return { fault: kept };
  if (text.includes("\\")) return readEscaped(text, caps);
  // JSON.parse keeps the last of two equal names, so fewer names kept than written means that one came twice.
  const written = kept < colons ? countNames(bytes, caps.keys) : kept;
  return kept < written ? { fault: "duplicate_name" } : parsed;
}

function readEscaped(text: string, caps: BodyCaps): StrictJson {
  const { value, namesTwice } = readEscapedJson(text);
  const kept = measure(value, caps);
  if (typeof kept === "string") return { fault: kept };
  return namesTwice ? { fault: "duplicate_name" } : { value };
}

function parse(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    // The engine's message quotes the input, so it goes no further.
    return undefined;
  }
}

/** Counts the colons, up to one more than `limit`: never fewer than there are names. */
function countColons(text: string, limit: number): number {
  let count = 0;
  for (let at = text.indexOf(":"); at !== -1 && count <= limit; at = text.indexOf(":", at + 1)) count += 1;
  return count;
}

/** Counts the colons outside texts, up to one more than `limit`: in JSON, one follows each name and nothing else. */
function countNames(bytes: Uint8Array, limit: number): number {
  let count = 0;
  let inText = false;
  for (let at = 0; at < bytes.length && count <= limit; at += 1) {
    const byte = bytes[at];
    if (byte === QUOTE) inText = !inText;
    else if (inText) at += byte === BACKSLASH ? 1 : 0;
    else if (byte === COLON) count += 1;
  }
  return count;
}
