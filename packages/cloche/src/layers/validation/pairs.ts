/** Splits the parts of a request that hold texts into names and values, decoding each exactly once (ASVS 5.0, 1.1.1). */
import { type FieldError, table } from "../../kernel/index.js";
import type { InputFault } from "./input-faults.js";

/** The parts of a request that hold named texts. */
export type FieldsPart = Exclude<FieldError["in"], "body">;

/** One name and its value. */
export type Pair = readonly [name: string, value: string];

/** The pairs in the order they came, or why there are none. */
export type Pairs = readonly Pair[] | InputFault;

/** Reads a text in the form a part of the request has on the wire. */
export const PAIRS_OF_TEXT = table({
  query: (text: string, limit: number) => urlEncodedPairs(text.startsWith("?") ? text.slice(1) : text, limit),
  cookie: cookiePairs,
  path: unreadable,
  header: unreadable,
} satisfies Record<FieldsPart, (text: string, limit: number) => Pairs>);

/** Reads `application/x-www-form-urlencoded` text: a query or a form, at most `limit` pairs. */
export function urlEncodedPairs(text: string, limit: number): Pairs {
  const pairs: Pair[] = [];
  const pieces = text.split("&", limit + 1);
  if (pieces.length > limit) return "too_many_names";
  for (const piece of pieces) {
    if (piece === "") continue;
    const equals = piece.indexOf("=");
    const name = decode(equals === -1 ? piece : piece.slice(0, equals));
    const value = equals === -1 ? "" : decode(piece.slice(equals + 1));
    if (name === undefined || value === undefined) return "percent_encoding_invalid";
    pairs.push([name, value]);
  }
  return pairs;
}

/** Reads the pairs of a record, such as a router's parameters or another parser's query. */
export function recordPairs(record: Readonly<Record<string, unknown>>, limit: number): Pairs {
  const pairs: Pair[] = [];
  for (const name of Object.keys(record)) {
    const value = record[name];
    if (value === undefined) continue;
    for (const text of Array.isArray(value) ? (value as unknown[]) : [value]) {
      if (pairs.length === limit) return "too_many_names";
      if (typeof text !== "string") return "value_unreadable";
      pairs.push([name, text]);
    }
  }
  return pairs;
}

/** Reads a Cookie header (RFC 6265 section 5.4); values stay encoded, as the section gives them no meaning. */
function cookiePairs(text: string, limit: number): Pairs {
  const pairs: Pair[] = [];
  const pieces = text.split(";", limit + 1);
  if (pieces.length > limit) return "too_many_names";
  for (const piece of pieces) {
    const equals = piece.indexOf("=");
    if (equals !== -1) pairs.push([piece.slice(0, equals).trim(), piece.slice(equals + 1).trim()]);
  }
  return pairs;
}

function unreadable(): Pairs {
  return "value_unreadable";
}

function decode(text: string): string | undefined {
  const spaced = text.includes("+") ? text.replaceAll("+", " ") : text;
  if (!spaced.includes("%")) return spaced;
  try {
    return decodeURIComponent(spaced);
  } catch {
    return undefined;
  }
}
