/** Which characters a cleaned text may not keep, and why. */

/** CRLF, CR, vertical tab, form feed, next line, and Unicode's line and paragraph separators. */
const LINE_BREAKS = /\r\n|[\r\v\f\u0085\u2028\u2029]/g;
/** Controls other than tab and line feed, lone surrogates, and code points that are no characters. */
const UNUSABLE = /[^\P{Cc}\t\n]|\p{Cs}|\p{Noncharacter_Code_Point}/gu;
/**
 * Characters that are there without being seen: bidirectional marks, overrides and isolates (CVE-2021-42574), zero-width
 * spaces, soft hyphens, annotation anchors, tag characters that smuggle ASCII, and blank Hangul fillers.
 */
const INVISIBLE =
  /[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;

// Joiners shape emoji and many scripts. Between letters of these scripts they only make two names look alike.
const JOINING =
  "(?:(?![\\p{sc=Latin}\\p{sc=Greek}\\p{sc=Cyrillic}\\p{sc=Inherited}])[\\p{L}\\p{M}]|\\p{Extended_Pictographic}|[\\p{Emoji_Modifier}\\u2640\\u2642\\ufe0f])";
const STRAY_JOINERS = new RegExp(`(?<!${JOINING})[\\u200c\\u200d]+|[\\u200c\\u200d]+(?!${JOINING})`, "gu");

const PLAIN_ASCII = /^[ -~]*$/;

/** Whether every character shows, joins nothing and has one spelling, as in most texts: there is nothing to clean. */
export function isPlainAscii(text: string): boolean {
  return PLAIN_ASCII.test(text);
}
/** ASCII that shows, tabs and line feeds: nothing of it is looked for below, and it is in form NFC as it stands. */
const PLAIN = /^[\t\n\x20-\x7e]*$/;

/** The text in form NFC with every line break as a line feed, and without what no text needs. */
export function visible(text: string): string {
  return PLAIN.test(text) ? text : searched(text);
}

function searched(text: string): string {
  const seen = text.replace(LINE_BREAKS, "\n").replace(UNUSABLE, "").replace(INVISIBLE, "");
  // Composing may change what stands beside a joiner, and removing one may bring a letter and its mark together.
  return seen.normalize("NFC").replace(STRAY_JOINERS, "").normalize("NFC");
}

/** The first `length` UTF-16 code units, without splitting a character in two. */
export function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  const last = text.charCodeAt(length - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 1 : length);
}
