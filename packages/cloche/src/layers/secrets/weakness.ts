/** Judges whether a secret can be guessed: placeholders, test keys, length, repetition and an estimate of its entropy. */
import { table } from "../../kernel/index.js";
import { PLACEHOLDER_PARTS, PLACEHOLDERS, TEST_KEY_PREFIXES, UNFILLED } from "./known-weak.js";

/** Every weakness by its stable code, in one sentence. */
export const WEAKNESSES = table({
  placeholder: "It is a well-known placeholder or a published example.",
  unfilled: "It is a template that nobody has filled in.",
  test_key: "It is a partner's test key.",
  surrounded_by_space: "It begins or ends with white space, which was surely not meant.",
  too_short: "It is too short.",
  repetitive: "It repeats itself.",
  low_entropy: "It can be guessed: its characters are too regular.",
});

/** The stable code of a weakness. */
export type Weakness = keyof typeof WEAKNESSES;

/** What is asked of a secret. */
export interface StrengthOptions {
  /** The least length in bytes; 32 where nothing is said. */
  readonly minBytes?: number;
  /** Whether the process serves production, where test keys are a mistake; `true` where nothing is said. */
  readonly production?: boolean;
  /** Accepts test keys in production. */
  readonly allowTest?: boolean;
}

/** Random bytes carry 8 bits each; text that carries under a quarter of that per needed byte was not drawn at random. */
const LEAST_BITS_PER_BYTE = 2;
/** Past this many bytes a longer secret need not be more random, only long enough for its algorithm. */
const ENOUGH_BYTES = 32;

/**
 * The first weakness found, or `undefined`. The estimate errs on the side of accepting: it finds what people type, not
 * what a careless generator makes (OWASP ASVS 5.0 section 13.3, RFC 7518 section 3.2 for the length).
 *
 * @example
 * secretWeakness("changeme-in-production-please-!!", { minBytes: 32 }); // "placeholder"
 */
export function secretWeakness(value: string, options: StrengthOptions = {}): Weakness | undefined {
  const { minBytes = 32, production = true, allowTest = false } = options;
  if (value !== value.trim()) return "surrounded_by_space";
  if (UNFILLED.some((shape) => shape.test(value))) return "unfilled";
  if (isPlaceholder(value)) return "placeholder";
  if (production && !allowTest && isTestKey(value)) return "test_key";
  if (Buffer.byteLength(value) < minBytes) return "too_short";
  if (minBytes === 0) return undefined;
  const unit = smallestPeriod(value);
  if (unit <= value.length / 2 && estimatedBits(value.slice(0, unit)) < leastBits(minBytes)) return "repetitive";
  return estimatedBits(value) < leastBits(minBytes) ? "low_entropy" : undefined;
}

function isPlaceholder(value: string): boolean {
  const plain = value.toLowerCase().replace(/[^a-z0-9]/g, "");
  return (
    PLACEHOLDERS.has(plain) ||
    PLACEHOLDERS.has(plain.replace(/\d+$/, "")) ||
    PLACEHOLDER_PARTS.some((part) => plain.includes(part))
  );
}

function isTestKey(value: string): boolean {
  return TEST_KEY_PREFIXES.some((prefix) => value.startsWith(prefix));
}

function leastBits(minBytes: number): number {
  return Math.min(minBytes, ENOUGH_BYTES) * LEAST_BITS_PER_BYTE;
}

/** The length of the shortest piece the text is made of by repeating it (Knuth, Morris and Pratt's failure function). */
function smallestPeriod(text: string): number {
  const border = [0];
  for (let at = 1, length = 0; at < text.length; at += 1) {
    while (length > 0 && text[at] !== text[length]) length = border[length - 1] ?? 0;
    if (text[at] === text[length]) length += 1;
    border.push(length);
  }
  return text.length - (border[text.length - 1] ?? 0);
}

/**
 * Shannon's entropy per character, times the characters that the one before does not foretell: `aaaa` and `abcdef`
 * count as one character each.
 */
function estimatedBits(text: string): number {
  const counts = new Map<number, number>();
  let surprising = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    counts.set(code, (counts.get(code) ?? 0) + 1);
    if (at === 0 || Math.abs(code - text.charCodeAt(at - 1)) > 1) surprising += 1;
  }
  let bitsPerCharacter = 0;
  for (const count of counts.values()) {
    const share = count / text.length;
    bitsPerCharacter -= share * Math.log2(share);
  }
  return bitsPerCharacter * surprising;
}
