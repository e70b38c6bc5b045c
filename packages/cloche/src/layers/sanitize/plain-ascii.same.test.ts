/** What needs no cleaning is not cleaned: the short way must give what the long way gives, or it is a way past it. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { visible } from "./characters.js";
import { cleanText } from "./clean-text.js";
import { htmlCleaner } from "./html.js";
import { defaultEngine } from "./html-engine-default.js";

const ascii = fc.string({ unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)) });
const mixed = fc.string({ unit: fc.oneof(fc.constantFrom("\u0000", "\t", "\u007f", "\u00e9", "\u202e"), ascii) });

describe("a text of plain ASCII", () => {
  it("is what the whole cleaning makes of it", () => {
    fc.assert(
      fc.property(ascii, (text) => {
        expect(cleanText(text)).toBe(visible(text).trim());
      }),
    );
  });

  it("is what the parser makes of it, where nothing is markup", () => {
    const clean = htmlCleaner("comment");
    const parse = defaultEngine()({ tags: [] });
    fc.assert(
      fc.property(ascii, (text) => {
        const plain = text.replace(/[<>&]/g, "");
        expect(clean(plain)).toBe(parse(plain).trim());
      }),
    );
  });

  it("is told from every other", () => {
    fc.assert(
      fc.property(mixed, (text) => {
        expect(cleanText(text)).not.toMatch(/[^\x20-\x7e\u00e9]/);
      }),
    );
  });
});
