/** Looks for secrets in a text: known values, also as base64 has them, and keys of well-known shapes. */
import type { Secret } from "../../../kernel/index.js";
import { secretWeakness } from "../../../layers/secrets/index.js";
import { KEY_SHAPES } from "./key-shapes.js";

/** A value to look for. */
export interface Value {
  readonly label: string;
  readonly text: string;
}

/** What was found, and in which line. */
export interface Held {
  readonly what: string;
  readonly line: number;
}

/** Shorter texts turn up by chance. */
const LEAST_LENGTH = 8;

/** The values worth looking for. A placeholder stands in many files and is told of as weak. */
export function searchable(secrets: readonly Secret[]): readonly Value[] {
  return secrets.flatMap((secret) => {
    const text = secret.reveal();
    const isTelling = text.length >= LEAST_LENGTH && secretWeakness(text, { minBytes: 0 }) !== "placeholder";
    return isTelling ? [{ label: secret.label, text }] : [];
  });
}

/** The known values that stand in a text. */
export function knownIn(text: string, values: readonly Value[]): readonly Held[] {
  return values.flatMap(({ label, text: value }) => {
    const at = [value, ...encoded(value)].map((form) => text.indexOf(form)).find((found) => found !== -1);
    return at === undefined ? [] : [{ what: `the secret ${label}`, line: lineOf(text, at) }];
  });
}

/** The keys of well-known shapes that stand in a text. */
export function shapedIn(text: string): readonly Held[] {
  return KEY_SHAPES.flatMap(({ what, shape }) => {
    const match = [...text.matchAll(shape)].find(([key]) => !isMadeUp(key));
    return match === undefined ? [] : [{ what, line: lineOf(text, match.index) }];
  });
}

/** Base64 wherever the value begins within three bytes, without the characters that its neighbours decide. */
function encoded(value: string): readonly string[] {
  const bytes = Buffer.from(value);
  return [0, 1, 2].map((before) => {
    const whole = Buffer.concat([Buffer.alloc(before), bytes])
      .toString("base64")
      .replace(/=+$/, "");
    const first = Math.ceil((before * 8) / 6);
    return whole.slice(first, Math.floor(((before + bytes.length) * 8) / 6));
  });
}

/** Documents and tests show keys that somebody typed, or that are a typed text in base64. */
function isMadeUp(key: string): boolean {
  const body = key.replace(/^[a-z]+_(?:live_)?/, "");
  const weakness = secretWeakness(body, { minBytes: 16, production: false });
  if (weakness !== undefined && weakness !== "too_short") return true;
  return key.startsWith("whsec_") && /^[\x20-\x7e]+$/.test(Buffer.from(body, "base64").toString("latin1"));
}

function lineOf(text: string, at: number): number {
  return text.slice(0, at).split("\n").length;
}
