import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ConfigError } from "../../kernel/index.js";
import { cleanEmail, cleanFileName, cleanIdentifier, cleanPhone, cleanText, cleanUrl, forSms } from "./index.js";

const NAUGHTY = new URL("../../../../../../shared/vectors/naughty-strings.json", import.meta.url);
const naughty = existsSync(NAUGHTY)
  ? (JSON.parse(readFileSync(NAUGHTY, "utf8")) as { strings: readonly string[] }).strings
  : [];

// Texts made of what the cleaners look for, so that chance finds their edges.
const SPECIAL = Array.from(
  "\0\u0007\t\n\r\u0085\u00a0\u00ad\u0300\u0338\u200b\u200c\u200d\u200e\u202e\u2028\u2066\u3164\ufeff\uffff<>&=\"'/\\.:?* aAe1-_\u0645\u0915\u2640\ufe0f",
);
const unit = fc.oneof(
  fc.constantFrom(...SPECIAL, "\ud800", "\udc00", "\u{e0041}", "\u{1f469}", "\r\n", "con", ".pdf"),
  fc.string({ unit: "binary", maxLength: 3 }),
);
const hostile = fc.array(unit, { maxLength: 40 }).map((parts) => parts.join(""));

const CLEANERS: readonly [string, (text: string) => string | undefined][] = [
  ["cleanText", (text) => cleanText(text)],
  ["cleanText over lines", (text) => cleanText(text, { multiline: true })],
  ["cleanText cut", (text) => cleanText(text, { maxLength: 7 })],
  ["cleanFileName", (text) => cleanFileName(text)],
  ["cleanFileName cut", (text) => cleanFileName(text, { maxBytes: 16 })],
  ["cleanIdentifier", (text) => cleanIdentifier(text)],
  ["cleanUrl", (text) => cleanUrl(text) ?? cleanUrl(`https://example.com/${text}`)],
  ["cleanEmail", (text) => cleanEmail(text) ?? cleanEmail(`${text}@Example.com`)],
  ["cleanPhone", (text) => cleanPhone(text)],
  ["forSms", (text) => forSms(text)],
];

describe.each(CLEANERS)("%s", (_name, clean) => {
  it("changes nothing the second time", () => {
    const settles = (text: string) => {
      const once = clean(text);
      if (once !== undefined) expect(clean(once)).toBe(once);
    };
    for (const text of naughty) settles(text);
    fc.assert(fc.property(hostile, settles), { numRuns: 2_000 });
  });
});

describe("cleanText", () => {
  it.each([
    ["x < y && y > z"],
    ["<script>alert('hi')</script>"],
    ['Tom & Jerry\'s "bar"'],
    ["p@ss' OR 1=1 --"],
    ["\u{1f469}\u200d\u{1f373} \u{1f3f3}\ufe0f\u200d\u{1f308} \u2764\ufe0f"],
    ["\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"],
    ["\u0915\u094d\u200d\u0937"],
    ["Cr\u00e8me br\u00fbl\u00e9e"],
  ])("keeps what it says: %s", (text) => {
    expect(cleanText(text)).toBe(text);
  });

  it.each([
    ["  a  ", "a"],
    ["a\r\nb\tc", "a b c"],
    ["e\u0301", "\u00e9"],
    ["pay\u202eees\u202c", "payees"],
    ["ad\u200bmin", "admin"],
    ["ad\u200dmin", "admin"],
    ["a\0b\u001b[2Jc\u009b", "ab[2Jc"],
    ["a\ud800b", "ab"],
    ["hi\u{e0068}\u{e0069}", "hi"],
    ["\u3164\u200b\ufeff ", ""],
    ["\u0338x", "x"],
  ])("%j becomes %j", (text, cleaned) => {
    expect(cleanText(text)).toBe(cleaned);
  });

  it("keeps lines where they are wanted, all broken alike", () => {
    expect(cleanText("a\r\nb\rc\u2028d\te ", { multiline: true })).toBe("a\nb\nc\nd\te");
  });

  it("holds its length, and no half of a character remains", () => {
    fc.assert(
      fc.property(hostile, fc.integer({ min: 1, max: 20 }), (text, maxLength) => {
        const cleaned = cleanText(text, { maxLength });
        expect(cleaned.length).toBeLessThanOrEqual(maxLength);
        expect(Buffer.from(cleaned).toString()).toBe(cleaned);
        expect(cleaned).not.toMatch(/[\p{Cc}\u200b\u202e]/u);
      }),
    );
  });

  it("costs no more for a text that is far too long", () => {
    const long = "\u200da\u0301".repeat(1_000_000);
    const started = process.cpuUsage();
    cleanText(long, { maxLength: 280 });
    expect(process.cpuUsage(started).user).toBeLessThan(0.2e6);
  });

  it("refuses a misspelt option", () => {
    expect(() => cleanText("", { multiLine: true } as object)).toThrow(ConfigError);
  });
});
