/** Pairing codes: eight characters of which three name the code's row and five are its secret. */
import { createHash, randomInt, timingSafeEqual } from "node:crypto";

/** Letters and digits that are not taken for one another (Crockford's base 32). */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const SELECTOR = 3;
const LENGTH = 8;

/** A code in its two parts. */
export interface CodeParts {
  readonly selector: string;
  /** SHA-256 over the whole code, hexadecimal. */
  readonly secretHash: string;
}

/** A new code, 25 bits of it secret: with five tries in ten minutes nobody guesses it. */
export function newCode(): string {
  return Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");
}

/** Takes a code apart. */
export function partsOf(code: string): CodeParts {
  return { selector: code.slice(0, SELECTOR), secretHash: sha256(code) };
}

/** Whether two digests are the same, in constant time. */
export function sameHash(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

/** SHA-256 in hexadecimal. */
export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
