/** Reads a body before any schema has: for signatures that stand inside it, and for what an event says of itself. */
import { fromUtf8 } from "../../kernel/index.js";
import type { BodyFormat } from "./partner.js";

/** An object out of JSON: only its own members are ever read. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The object a body holds, or `undefined` where it is not UTF-8, not JSON or not an object. */
export function bodyObject(bytes: Uint8Array): JsonObject | undefined {
  return asObject(bodyValue(bytes, "json"));
}

/** What a body holds, or `undefined` where it is not UTF-8 or not in the format. */
export function bodyValue(bytes: Uint8Array, format: BodyFormat): unknown {
  const text = fromUtf8(bytes);
  if (text === undefined) return undefined;
  if (format === "form") return Object.fromEntries(new URLSearchParams(text));
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The value where it is an object and no array. */
export function asObject(value: unknown): JsonObject | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
}

/** An own member of an object. */
export function member(object: JsonObject | undefined, name: string): unknown {
  return object !== undefined && Object.hasOwn(object, name) ? object[name] : undefined;
}

/** An own member that is a text matching `shape`. */
export function textMember(object: JsonObject | undefined, name: string, shape: RegExp): string | undefined {
  const value = member(object, name);
  return typeof value === "string" && shape.test(value) ? value : undefined;
}
