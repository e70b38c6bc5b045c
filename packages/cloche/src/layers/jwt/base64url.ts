/** Decodes base64url strictly without encoding it again: the hot path's form of what the kernel does in general. */

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** The six bits of each character, by its code. */
const BITS = new Uint8Array(128);
for (let value = 0; value < ALPHABET.length; value += 1) BITS[ALPHABET.charCodeAt(value)] = value;

/** The bits of the last character that stand for nothing, by how many characters are in the last group. */
const UNUSED_BITS: readonly (number | undefined)[] = [0, undefined, 0b1111, 0b11];

/**
 * The bytes of a text that holds nothing but characters of the alphabet, or `undefined` where it is not the one spelling
 * of its bytes: a length no bytes have, or a last character whose unused bits are not zero (RFC 4648 section 3.5).
 */
export function fromAlphabet(text: string): Buffer | undefined {
  const unused = UNUSED_BITS[text.length % 4];
  if (unused === undefined) return undefined;
  if (((BITS[text.charCodeAt(text.length - 1)] ?? 0) & unused) !== 0) return undefined;
  return Buffer.from(text, "base64url");
}
