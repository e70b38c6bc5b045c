/** One value has one spelling: whoever rewrites a token or a signature without changing its bytes is refused. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromBase64, fromBase64Url, fromHex, fromUtf8, sha256, toBase64Url } from "./index.js";

const bytes = fc.uint8Array({ maxLength: 96 });
const plain = (value: Uint8Array | undefined) => value && [...value];

const ENCODINGS = [
  { name: "base64url", write: (value: Uint8Array) => toBase64Url(value), read: fromBase64Url },
  { name: "base64", write: (value: Uint8Array) => Buffer.from(value).toString("base64"), read: fromBase64 },
  { name: "hex", write: (value: Uint8Array) => Buffer.from(value).toString("hex"), read: fromHex },
] as const;

describe.each(ENCODINGS)("$name", ({ name, write, read }) => {
  it("gives every value back", () => {
    fc.assert(
      fc.property(bytes, (value) => {
        expect(plain(read(write(value)))).toEqual([...value]);
      }),
    );
  });

  it("accepts no text that is not the one spelling of what it decodes to", () => {
    const alphabet = fc.constantFrom(...Array.from("ABCDwxyz0189+/-_= \n\0ag\u00e9"));
    fc.assert(
      fc.property(fc.string({ unit: alphabet, maxLength: 12 }), (text) => {
        const value = read(text);
        if (value !== undefined) expect(write(value)).toBe(name === "hex" ? text.toLowerCase() : text);
      }),
      { numRuns: 2000 },
    );
  });

  it("refuses a spelling with anything put in, before, between or behind", () => {
    const foreign = fc.constantFrom(" ", "\n", "\r", "\t", "\0", "=", ".", ",", "%", "\u00a0", "\uff21", "\u200b");
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 48 }), fc.nat(), foreign, (value, place, sign) => {
        const text = write(value);
        const at = place % (text.length + 1);
        expect(read(text.slice(0, at) + sign + text.slice(at))).toBeUndefined();
      }),
    );
  });

  it("reads megabytes without running out of stack", () => {
    const long = write(new Uint8Array(12_000_000));
    expect(read(long)).toHaveLength(12_000_000);
    expect(read(`${long}!`)).toBeUndefined();
  });
});

describe("base64url", () => {
  it.each([
    ["padding", "YQ=="],
    ["a lone character", "Y"],
    ["a lone character behind others", "YWJjZ"],
    ["unused bits that are not zero, one byte", "YR"],
    ["unused bits that are not zero, two bytes", "YWJ"],
    ["the other alphabet", "-_+/"],
  ])("refuses %s", (_what, text) => expect(fromBase64Url(text)).toBeUndefined());

  it("writes a text by its UTF-8 and the empty value as nothing", () => {
    expect(toBase64Url("\u00e9?>")).toBe("w6k_Pg");
    expect(toBase64Url("")).toBe("");
    expect(plain(fromBase64Url(""))).toEqual([]);
  });

  it("writes only the part of a buffer that a view shows", () => {
    expect(toBase64Url(new Uint8Array([1, 2, 3, 4]).subarray(1, 3))).toBe("AgM");
  });
});

describe("base64", () => {
  it.each([
    ["missing padding", "YQ"],
    ["half of its padding", "YQ="],
    ["too much padding", "YWJj="],
    ["padding alone", "=="],
    ["padding in the middle", "YQ==YQ=="],
    ["unused bits that are not zero", "YR=="],
    ["the other alphabet", "-_-_"],
  ])("refuses %s", (_what, text) => expect(fromBase64(text)).toBeUndefined());
});

describe("hexadecimal", () => {
  it("reads both cases and refuses half a byte, a prefix and letters beyond f", () => {
    expect(plain(fromHex("00fFAb"))).toEqual([0, 255, 171]);
    for (const text of ["0", "abc", "0x00", "gg", "\uff10\uff10"]) expect(fromHex(text)).toBeUndefined();
  });
});

describe("UTF-8", () => {
  it("gives every well-formed text back, its byte-order mark too", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(fromUtf8(Buffer.from(text, "utf8"))).toBe(text);
      }),
    );
    expect(fromUtf8(Buffer.from([0xef, 0xbb, 0xbf, 0x61]))).toBe("\ufeffa");
  });

  it.each([
    ["an overlong slash", [0xc0, 0xaf]],
    ["an overlong NUL", [0xc0, 0x80]],
    ["a surrogate", [0xed, 0xa0, 0x80]],
    ["a code point past the last", [0xf4, 0x90, 0x80, 0x80]],
    ["a lone continuation", [0x80]],
    ["a sequence cut short", [0xe2, 0x82]],
    ["Latin-1", [0x63, 0x61, 0x66, 0xe9]],
  ])("refuses %s instead of putting a replacement there", (_what, sequence) => {
    expect(fromUtf8(new Uint8Array(sequence))).toBeUndefined();
  });
});

describe("SHA-256", () => {
  it("is the standard's (FIPS 180-4), of bytes and of a text's UTF-8 alike", () => {
    const abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    expect(sha256("abc").toString("hex")).toBe(abc);
    expect(sha256(Buffer.from("abc")).toString("hex")).toBe(abc);
  });
});
