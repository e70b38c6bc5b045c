/** Cleans plain text without changing what it says: no character that shows is removed, and nothing is escaped. */
import { onlyKnown, wholeNumber } from "../../kernel/index.js";
import { cut, isPlainAscii, visible } from "./characters.js";

/** How a text is cleaned. */
export interface CleanTextOptions {
  /** The most UTF-16 code units to keep. Default: 65,536. */
  readonly maxLength?: number;
  /** Whether line feeds and tabs stay; otherwise each becomes a space. Default: no. */
  readonly multiline?: boolean;
}

const DEFAULT_MAX_LENGTH = 65_536;
/** How much longer than its result a text may be before it is cleaned. */
const RAW_FACTOR = 4;
// A combining mark at the start would join whatever the text is put after: U+0338 turns ">" into another character.
const LEADING = /^[\s\p{M}\u200c\u200d]+/u;
const OPTIONS = ["maxLength", "multiline"];

/**
 * Cleans a text: Unicode form NFC, no control or invisible characters, no bidirectional overrides, no lone surrogates,
 * no white space at either end. Cleaning twice changes nothing more.
 *
 * Markup stays as it is: `x < y` and `<script>` are texts, and making them harmless is the task of the encoder for the
 * place they are shown in (ASVS 5.0, 1.2.1).
 *
 * @throws ConfigError `option_unknown`, `option_invalid`
 * @example
 * cleanText("  two\r\nlines\u202e "); // "two lines"
 */
export function cleanText(text: string, options: CleanTextOptions = {}): string {
  onlyKnown(options, OPTIONS, "cleanText");
  const { maxLength = DEFAULT_MAX_LENGTH, multiline = false } = options;
  wholeNumber(maxLength, "cleanText.maxLength", { min: 1, max: 16_777_216 });
  return clean(text, maxLength, multiline);
}

/** The longest text worth cleaning where `maxLength` may remain. */
export function rawLimit(maxLength: number): number {
  return maxLength * RAW_FACTOR;
}

/** `cleanText` for options that were read at start. */
export function clean(text: string, maxLength: number, multiline: boolean): string {
  // The cap comes first so that a long text costs no more to clean than a short one.
  const capped = cut(text, rawLimit(maxLength));
  const settled = settle(capped, multiline);
  return settled.length <= maxLength ? settled : settle(cut(settled, maxLength), multiline);
}

function settle(text: string, multiline: boolean): string {
  if (isPlainAscii(text)) return text.trim();
  const seen = visible(text);
  return (multiline ? seen : seen.replace(/[\t\n]/g, " ")).replace(LEADING, "").trimEnd();
}
