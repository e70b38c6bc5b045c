/** Bytes in and out: strict text encodings and a comparison whose time tells nothing. */
import { createHash, timingSafeEqual } from "node:crypto";

const BASE64URL = /^[A-Za-z0-9_-]*$/;
const HEX = /^(?:[0-9a-fA-F]{2})*$/;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;
const REPLACEMENT = "\ufffd";
const strictUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Decodes base64url as RFC 7515 section 2 writes it: no padding, no white space, and a last character whose unused
 * bits are zero (RFC 4648 section 3.5), so that one value has one spelling.
 */
export function fromBase64Url(text: string): Uint8Array | undefined {
  if (!BASE64URL.test(text) || text.length % 4 === 1) return undefined;
  const bytes = Buffer.from(text, "base64url");
  return bytes.toString("base64url") === text ? bytes : undefined;
}

/** Encodes bytes, or the UTF-8 of a text, as base64url without padding. */
export function toBase64Url(data: Uint8Array | string): string {
  return Buffer.from(data as Uint8Array).toString("base64url");
}

/** Decodes canonical base64 with padding (RFC 4648 section 4), or answers `undefined`. */
export function fromBase64(text: string): Uint8Array | undefined {
  return text.length % 4 === 0 && BASE64.test(text) && endsCanonically(text) ? Buffer.from(text, "base64") : undefined;
}

// Before the padding only characters may stand whose unused bits are zero: four bits before "==", two before "=".
function endsCanonically(text: string): boolean {
  if (!text.endsWith("=")) return true;
  return text.endsWith("==") ? "AQgw".includes(text.at(-3) ?? "") : "AEIMQUYcgkosw048".includes(text.at(-2) ?? "");
}

/** Decodes an even number of hexadecimal digits, or answers `undefined`. */
export function fromHex(text: string): Uint8Array | undefined {
  return HEX.test(text) ? Buffer.from(text, "hex") : undefined;
}

/** Decodes UTF-8, refusing (with `undefined`) any sequence that is not well-formed. A byte-order mark is kept. */
export function fromUtf8(bytes: Uint8Array): string | undefined {
  if (bytes instanceof Buffer) {
    // Whatever is not well-formed leaves a replacement character, and most texts hold none.
    const text = bytes.toString();
    if (!text.includes(REPLACEMENT)) return text;
  }
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return undefined;
  }
}

/** Whether two byte strings are equal, in a time that depends on neither's content. */
export function equalInConstantTime(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

/**
 * Whether two texts are equal, in a time that depends on neither's content nor on where they differ. Code units are
 * compared: as UTF-8, every lone surrogate would be one and the same replacement character.
 */
export function equalTextsInConstantTime(a: string, b: string): boolean {
  return timingSafeEqual(sha256(Buffer.from(a, "utf16le")), sha256(Buffer.from(b, "utf16le")));
}

/** The SHA-256 digest of bytes or of a text's UTF-8. */
export function sha256(data: Uint8Array | string): Buffer {
  return createHash("sha256").update(data).digest();
}
