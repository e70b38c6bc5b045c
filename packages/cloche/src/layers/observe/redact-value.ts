/** Copies any value into plain data without what must not be written down, within bounds and without ever throwing. */
import { Secret } from "../../kernel/index.js";
import type { Cleaner } from "./cleaner.js";
import { safeErrorWith } from "./safe-error.js";
import { isCardNumber, REDACTED } from "./sensitive-patterns.js";

/** The state of one walk. */
interface Walk {
  readonly cleaner: Cleaner;
  /** The objects between the root and here; meeting one again is a cycle. */
  readonly above: Set<object>;
  /** How many more values may be copied. A wide and deep value would otherwise grow as a power of its width. */
  left: number;
}

type Entry = readonly [key: string, value: unknown];

const MAX_DEPTH = 8;
const MAX_ENTRIES = 100;
const MAX_VALUES = 2000;
const UNREADABLE = "[unreadable]";
const HEADERS_WITH_SECRETS =
  /^(?:authorization|proxy-authorization|cookie|set-cookie|x-api-key|x-csrf-token|x-auth-token)$/i;

/** A bounded, clean copy of `value`: plain objects, arrays and primitives. */
export function redactValue(value: unknown, cleaner: Cleaner): unknown {
  return copied(value, { cleaner, above: new Set(), left: MAX_VALUES });
}

function copied(value: unknown, walk: Walk): unknown {
  if (typeof value === "string") return walk.cleaner.text(value);
  if (typeof value === "object" && value !== null) return copiedObject(value, walk);
  if (typeof value === "number" || typeof value === "bigint") return copiedNumber(value);
  if (typeof value === "function" || typeof value === "symbol") return `[${typeof value}]`;
  return value;
}

/** JSON has no bigint; a number can be a card's. */
function copiedNumber(value: number | bigint): number | string {
  const text = String(value);
  if (isCardNumber(text) && text.length > 13) return REDACTED;
  return typeof value === "bigint" ? text : value;
}

function copiedObject(value: object, walk: Walk): unknown {
  if (walk.above.has(value)) return "[circular]";
  if (walk.above.size >= MAX_DEPTH) return "[too deep]";
  if (walk.left <= 0) return "[too large]";
  walk.left -= 1;
  walk.above.add(value);
  try {
    return special(value, walk) ?? structure(value, walk);
  } catch {
    return UNREADABLE;
  } finally {
    walk.above.delete(value);
  }
}

/** Kinds of object whose own keys do not say what they hold. */
function special(value: object, { cleaner }: Walk): unknown {
  if (value instanceof Secret) return `[secret ${cleaner.text(value.label)}]`;
  if (value instanceof Error) return safeErrorWith(value, cleaner);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "[no date]" : value.toISOString();
  if (value instanceof URL || value instanceof RegExp) return cleaner.text(String(value));
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `[${value.byteLength} bytes]`;
  if (value instanceof Promise || value instanceof WeakMap || value instanceof WeakSet) return "[opaque]";
  return undefined;
}

function structure(value: object, walk: Walk): unknown {
  if (Array.isArray(value)) return copiedArray(value, walk);
  if (value instanceof Set) return copiedArray([...firstOf(value)], walk);
  if (value instanceof Map || value instanceof Headers || value instanceof URLSearchParams) {
    return copiedEntries(pairsOf(value, walk.cleaner), walk);
  }
  return copiedEntries(fieldsOf(value), walk);
}

/** In a list such as Node's `rawHeaders`, names and values take turns. */
function copiedArray(values: readonly unknown[], walk: Walk): unknown[] {
  const copy = values.slice(0, MAX_ENTRIES).map((value, index) => {
    const before = index === 0 ? undefined : values[index - 1];
    const named = typeof before === "string" && HEADERS_WITH_SECRETS.test(before);
    return named ? REDACTED : copied(value, walk);
  });
  if (values.length > MAX_ENTRIES) copy.push(`[${values.length - MAX_ENTRIES} more]`);
  return copy;
}

function copiedEntries(entries: Iterable<Entry>, walk: Walk): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  const isPair = pairTest(walk.cleaner);
  let count = 0;
  let sensitivePair = false;
  for (const [key, value] of entries) {
    count += 1;
    if (count > MAX_ENTRIES) {
      copy["..."] = "[more]";
      break;
    }
    sensitivePair ||= isPair(key, value);
    const hidden = walk.cleaner.isSensitive(key) || (sensitivePair && key.toLowerCase() === "value");
    copy[safeKey(key, walk)] = hidden ? hiddenValue(value) : copied(value, walk);
  }
  return copy;
}

/** A key may itself hold what must not be written, and `__proto__` would be no key of the copy. */
function safeKey(key: string, { cleaner }: Walk): string {
  const cleaned = cleaner.text(key);
  return cleaned === "__proto__" ? "[__proto__]" : cleaned;
}

/** Yes or no, and nothing at all, tell no secret. */
function hiddenValue(value: unknown): unknown {
  return typeof value === "boolean" || value === null || value === undefined ? value : REDACTED;
}

/** Finds `{ name: "password", value: "..." }`. */
function pairTest({ isSensitive }: Cleaner): (key: string, value: unknown) => boolean {
  return (key, value) => /^(?:name|key|header|field)$/i.test(key) && typeof value === "string" && isSensitive(value);
}

function* firstOf<Value>(values: Iterable<Value>): Generator<Value> {
  let count = 0;
  for (const value of values) {
    if (count > MAX_ENTRIES) return;
    count += 1;
    yield value;
  }
}

function* pairsOf(value: Iterable<[unknown, unknown]>, { text }: Cleaner): Generator<Entry> {
  for (const [key, each] of firstOf(value)) yield [typeof key === "string" ? key : text(`[${typeof key}]`), each];
}

function* fieldsOf(value: object): Generator<Entry> {
  for (const key of Object.keys(value)) yield [key, fieldOf(value, key)];
}

/** A getter may throw. */
function fieldOf(value: object, key: string): unknown {
  try {
    return (value as Record<string, unknown>)[key];
  } catch {
    return UNREADABLE;
  }
}
