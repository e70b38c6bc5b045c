/** The small part of Structured Fields (RFC 9651) that message signatures use, read strictly. */
import { fromBase64 } from "../../../kernel/index.js";

/** A bare item: a text in quotes, a whole number, or a byte sequence between colons. */
export type BareItem = string | number | Uint8Array;

/** Parameters in their order. */
export type Parameters = ReadonlyMap<string, BareItem>;

/** One member of a dictionary, with its value exactly as written. */
export interface DictionaryMember {
  readonly key: string;
  /** Everything behind the `=`. */
  readonly written: string;
  /** The texts of an inner list, or the one item. */
  readonly value: readonly BareItem[] | BareItem;
  readonly parameters: Parameters;
}

/** A place in a text that moves forward. */
interface Cursor {
  readonly text: string;
  at: number;
}

const MAX_LENGTH = 8192;
const KEY = /[a-z*][a-z0-9_\-.*]*/y;
const STRING = /"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"/y;
const INTEGER = /-?\d{1,15}(?![\d.])/y;
const BYTES = /:([A-Za-z0-9+/]*={0,2}):/y;
const BETWEEN = /[ \t]*,[ \t]*/y;
const SPACES = / +/y;

/** The members of a dictionary (section 4.2.2), or `undefined` where any of it is not well-formed or doubled. */
export function readDictionary(text: string): readonly DictionaryMember[] | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const cursor: Cursor = { text, at: 0 };
  const members = new Map<string, DictionaryMember>();
  for (;;) {
    const member = readMember(cursor);
    if (member === undefined || members.has(member.key)) return undefined;
    members.set(member.key, member);
    if (cursor.at === text.length) return [...members.values()];
    if (take(cursor, BETWEEN) === undefined || cursor.at === text.length) return undefined;
  }
}

function readMember(cursor: Cursor): DictionaryMember | undefined {
  const key = take(cursor, KEY)?.[0];
  if (key === undefined || !skip(cursor, "=")) return undefined;
  const start = cursor.at;
  const value = cursor.text[start] === "(" ? readList(cursor) : readItem(cursor);
  const parameters = value === undefined ? undefined : readParameters(cursor);
  if (value === undefined || parameters === undefined) return undefined;
  return { key, written: cursor.text.slice(start, cursor.at), value, parameters };
}

/** An inner list (section 4.2.1.2) of items without parameters: a component with one is none of those known here. */
function readList(cursor: Cursor): readonly BareItem[] | undefined {
  const items: BareItem[] = [];
  cursor.at += 1;
  if (skip(cursor, ")")) return items;
  for (;;) {
    const item = readItem(cursor);
    if (item === undefined) return undefined;
    items.push(item);
    if (skip(cursor, ")")) return items;
    if (take(cursor, SPACES)?.[0] !== " ") return undefined;
  }
}

function readParameters(cursor: Cursor): Parameters | undefined {
  const parameters = new Map<string, BareItem>();
  while (skip(cursor, ";")) {
    const key = take(cursor, KEY)?.[0];
    if (key === undefined || parameters.has(key) || !skip(cursor, "=")) return undefined;
    const value = readItem(cursor);
    if (value === undefined) return undefined;
    parameters.set(key, value);
  }
  return parameters;
}

function readItem(cursor: Cursor): BareItem | undefined {
  const text = take(cursor, STRING)?.[1];
  if (text !== undefined) return text.replaceAll(/\\(["\\])/g, "$1");
  const bytes = take(cursor, BYTES)?.[1];
  if (bytes !== undefined) return fromBase64(bytes);
  const number = take(cursor, INTEGER)?.[0];
  return number === undefined ? undefined : Number(number);
}

function take(cursor: Cursor, pattern: RegExp): RegExpExecArray | undefined {
  pattern.lastIndex = cursor.at;
  const match = pattern.exec(cursor.text);
  if (match === null) return undefined;
  cursor.at = pattern.lastIndex;
  return match;
}

function skip(cursor: Cursor, sign: string): boolean {
  if (cursor.text[cursor.at] !== sign) return false;
  cursor.at += 1;
  return true;
}

/** Writes a text item (section 4.1.6). */
export function writeText(text: string): string {
  return `"${text.replaceAll(/["\\]/g, "\\$&")}"`;
}

/** Writes a byte sequence (section 4.1.8). */
export function writeBytes(bytes: Uint8Array): string {
  return `:${Buffer.from(bytes).toString("base64")}:`;
}
