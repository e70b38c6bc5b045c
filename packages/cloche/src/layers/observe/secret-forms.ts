/** The spellings in which a secret's value may turn up in a text. */
import type { Secret } from "../../kernel/index.js";
import { cleanText } from "./clean-text.js";

/** Shorter values would turn up in innocent text. */
const LEAST_LENGTH = 6;
const MAX_DEPTH = 4;

/** Every spelling of a secret's value worth looking for. */
export function secretForms(secret: Secret<unknown>): ReadonlySet<string> {
  const forms = new Set<string>();
  for (const value of leaves(secret.reveal(), 0)) {
    for (const form of spellings(value)) if (form.length >= LEAST_LENGTH) forms.add(form);
  }
  return forms;
}

function leaves(value: unknown, depth: number): (string | Uint8Array)[] {
  if (typeof value === "string") return [value, ...urlPassword(value)];
  if (typeof value === "number" || typeof value === "bigint") return [String(value)];
  if (value instanceof Uint8Array) return [value];
  if (value instanceof URL) return [value.href, ...urlPassword(value.href)];
  if (typeof value !== "object" || value === null || depth >= MAX_DEPTH) return [];
  return Object.values(value).flatMap((each) => leaves(each, depth + 1));
}

/** The password inside a connection string, which drivers quote alone. */
function urlPassword(text: string): string[] {
  if (!text.includes("://") || !URL.canParse(text)) return [];
  const { password } = new URL(text);
  if (password === "") return [];
  try {
    return [password, decodeURIComponent(password)];
  } catch {
    return [password];
  }
}

function spellings(value: string | Uint8Array): string[] {
  const bytes = Buffer.from(value as Uint8Array);
  const encoded = [...base64Forms(bytes), bytes.toString("hex"), bytes.toString("hex").toUpperCase()];
  if (typeof value !== "string") return encoded;
  const uri = uriForms(value);
  return [value, cleanText(value), JSON.stringify(value).slice(1, -1), ...uri, ...encoded];
}

function uriForms(value: string): string[] {
  try {
    const encoded = encodeURIComponent(value);
    return [encoded, encoded.replaceAll("%20", "+"), encoded.replace(/%../g, (octet) => octet.toLowerCase())];
  } catch {
    // A lone surrogate has no URI form.
    return [];
  }
}

/**
 * Base64 at each of the three places a value can have inside a longer one, such as the password in
 * `Basic base64(user:password)`: the characters that depend on the neighbours are left out.
 */
function base64Forms(bytes: Buffer): string[] {
  return [0, 1, 2].flatMap((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString("base64")
      .replace(/=+$/, "");
    const start = offset === 0 ? 0 : offset + 1;
    const end = (offset + bytes.length) % 3 === 0 ? text.length : text.length - 1;
    const core = text.slice(start, end);
    return [core, core.replaceAll("+", "-").replaceAll("/", "_"), encodeURIComponent(core)];
  });
}
