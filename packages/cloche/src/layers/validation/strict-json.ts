/** Reads JSON so that no other reader could understand it differently (RFC 8259, and RFC 7493 on duplicate names). */
import { fromUtf8 } from "../../kernel/index.js";
import type { BodyCaps } from "./caps.js";
import type { InputFault } from "./input-faults.js";
import { measure } from "./structure.js";

/** A parsed value, or why there is none. */
export type StrictJson = { readonly value: unknown } | { readonly fault: InputFault };

const BYTE_ORDER_MARK = 0xfeff;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const LAST_WHITE_SPACE = 0x20;

/** Parses UTF-8 bytes as JSON, refusing duplicate names, prototype names and whatever breaks a cap. */
export function strictJson(bytes: Uint8Array, caps: BodyCaps): StrictJson {
  const text = fromUtf8(bytes);
  if (text === undefined) return { fault: "not_utf8" };
  if (text.charCodeAt(0) === BYTE_ORDER_MARK) return { fault: "byte_order_mark" };
  const written = countNames(text, caps.keys);
  if (written > caps.keys) return { fault: "too_many_names" };
  const parsed = parse(text);
  if (parsed === undefined) return { fault: "not_json" };
  const kept = measure(parsed.value, caps);
  if (typeof kept === "string") return { fault: kept };
  // JSON.parse keeps the last of two equal names, so fewer names kept than written means that one came twice.
  return kept < written ? { fault: "duplicate_name" } : parsed;
}

function parse(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    // The engine's message quotes the input, so it goes no further.
    return undefined;
  }
}

/** Counts the texts that a colon follows, up to one more than `limit`. Exact for a text that is JSON. */
function countNames(text: string, limit: number): number {
  let count = 0;
  let open = text.indexOf('"');
  while (open !== -1 && count <= limit) {
    const close = closingQuote(text, open + 1);
    if (close === -1) return count;
    if (nextVisible(text, close + 1) === COLON) count += 1;
    open = text.indexOf('"', close + 1);
  }
  return count;
}

function closingQuote(text: string, from: number): number {
  let close = text.indexOf('"', from);
  while (close !== -1 && isEscaped(text, close)) close = text.indexOf('"', close + 1);
  return close;
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text.charCodeAt(at - 1 - backslashes) === BACKSLASH) backslashes += 1;
  return backslashes % 2 === 1;
}

function nextVisible(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) <= LAST_WHITE_SPACE) at += 1;
  return text.charCodeAt(at);
}
