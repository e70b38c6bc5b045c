/** Writes JSON the one way RFC 8785 allows, so that the same row always has the same bytes. */

/** What JSON can hold. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [name: string]: JsonValue | undefined };

/**
 * The canonical text of a value (RFC 8785): names sorted by their UTF-16 code units, no white space, numbers and texts
 * as ECMAScript writes them. A member that is `undefined` is left out.
 *
 * @throws TypeError for NaN, an infinity, a lone surrogate, or what is no JSON
 */
export function canonicalJson(value: JsonValue): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number" && Number.isFinite(value)) return JSON.stringify(value);
  if (typeof value === "string") return quoted(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (isPlain(value)) return `{${members(value).join(",")}}`;
  throw new TypeError("Only JSON has a canonical form.");
}

function members(value: Readonly<Record<string, JsonValue | undefined>>): readonly string[] {
  const names = Object.keys(value).filter((name) => value[name] !== undefined);
  // The default order of `sort` is by UTF-16 code units, which is the one the standard asks for.
  return names.sort().map((name) => `${quoted(name)}:${canonicalJson(value[name] as JsonValue)}`);
}

const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

function quoted(text: string): string {
  if (LONE_SURROGATE.test(text)) throw new TypeError("A text is not well-formed Unicode.");
  return JSON.stringify(text);
}

function isPlain(value: unknown): value is Readonly<Record<string, JsonValue | undefined>> {
  return Object.prototype.toString.call(value) === "[object Object]";
}
