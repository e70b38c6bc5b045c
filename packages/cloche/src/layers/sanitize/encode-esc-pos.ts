/** Writes text for a receipt printer, where a control byte is a command: cut paper, open the drawer, print again. */
import { entry, onlyKnown, table } from "../../kernel/index.js";
import { clean } from "./clean-text.js";

/** How a text is written for a printer. */
export interface EscPosOptions {
  /** Whether line feeds stay; otherwise each becomes a space. Default: no. */
  readonly multiline?: boolean;
  /** The most characters. Default: 1,000. */
  readonly maxLength?: number;
}

const OPTIONS = ["multiline", "maxLength"];
const DEFAULT_MAX_LENGTH = 1_000;

const REPLACEMENTS = table({
  "\u2018": "'",
  "\u2019": "'",
  "\u201c": '"',
  "\u201d": '"',
  "\u2013": "-",
  "\u2014": "-",
  "\u2026": "...",
  "\u20ac": "EUR",
  "\u0152": "OE",
  "\u0153": "oe",
  "\u0141": "L",
  "\u0142": "l",
});

/**
 * The text in printable Latin-1. Anything else is spelled with its base letter, or as a question mark: an encoder that
 * keeps only the low byte would turn U+011B into ESC.
 *
 * @throws ConfigError `option_unknown`
 * @example
 * forEscPos("no onions\u001bp0"); // "no onionsp0"
 */
export function forEscPos(text: string, options: EscPosOptions = {}): string {
  onlyKnown(options, OPTIONS, "forEscPos");
  const { multiline = false, maxLength = DEFAULT_MAX_LENGTH } = options;
  return clean(text, maxLength, multiline)
    .replaceAll("\t", " ")
    .replace(/[^\n\x20-\x7e\u00a1-\u00ff]/gu, inLatin1)
    .slice(0, maxLength);
}

function inLatin1(character: string): string {
  const spelled = entry<string>(REPLACEMENTS, character) ?? character.normalize("NFKD").replace(/\p{M}/gu, "");
  return spelled !== "" && /^[\x20-\x7e\u00a1-\u00ff]*$/.test(spelled) ? spelled : "?";
}
