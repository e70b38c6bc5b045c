/** What a text message costs: one sign outside the alphabet more than halves what a segment holds. */
import { expect, it } from "vitest";
import { smsLength } from "./sms-length.js";

const EURO = "\u20ac";
const EMOJI = "\u{1f354}";
const CYRILLIC = "\u0434";

it.each<[string, string, readonly [string, number, number, number]]>([
  ["nothing", "", ["gsm7", 0, 0, 160]],
  ["one sign", "a", ["gsm7", 1, 1, 159]],
  ["one full message", "a".repeat(160), ["gsm7", 160, 1, 0]],
  ["one sign too many", "a".repeat(161), ["gsm7", 161, 2, 145]],
  ["two full segments", "a".repeat(306), ["gsm7", 306, 2, 0]],
  ["three segments", "a".repeat(307), ["gsm7", 307, 3, 152]],
  ["umlauts", "\u00e4\u00f6\u00fc\u00c4\u00d6\u00dc\u00df", ["gsm7", 7, 1, 153]],
  ["accents of the alphabet", "\u00e8\u00e9\u00f9\u00ec\u00f2\u00c7\u00f1\u00e0", ["gsm7", 8, 1, 152]],
  ["an accent that is not in it", "\u00e7", ["ucs2", 1, 1, 69]],
  ["Greek capitals", "\u0394\u03a6\u0393\u039b\u03a9\u03a0\u03a8\u03a3\u0398\u039e", ["gsm7", 10, 1, 150]],
  ["a Greek small letter", "\u03b1", ["ucs2", 1, 1, 69]],
  ["every sign of the extension, twice each", `^{}\\[~]|${EURO}\f`, ["gsm7", 20, 1, 140]],
  ["a message full of them", EURO.repeat(80), ["gsm7", 160, 1, 0]],
  ["one of them that would be torn apart", `${"a".repeat(152)}${EURO}${"a".repeat(152)}`, ["gsm7", 306, 3, 152]],
  ["a backtick", "`", ["ucs2", 1, 1, 69]],
  ["a tab", "\t", ["ucs2", 1, 1, 69]],
  ["a narrow space, as times are written", "1:05\u202fPM", ["ucs2", 7, 1, 63]],
  ["one full message of another script", CYRILLIC.repeat(70), ["ucs2", 70, 1, 0]],
  ["one sign too many of it", CYRILLIC.repeat(71), ["ucs2", 71, 2, 63]],
  ["one full message of pairs", EMOJI.repeat(35), ["ucs2", 70, 1, 0]],
  ["pairs, none of which is torn apart", EMOJI.repeat(67), ["ucs2", 134, 3, 65]],
  ["one emoji among letters", `${"a".repeat(69)}${EMOJI}`, ["ucs2", 71, 2, 63]],
  ["the escape itself", "\u001b", ["ucs2", 1, 1, 69]],
])("%s", (_, text, [encoding, units, segments, left]) => {
  expect(smsLength(text)).toEqual({ encoding, units, segments, left });
});
