import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  forAttribute,
  forContentDisposition,
  forCsv,
  forEscPos,
  forHeader,
  forHtml,
  forLogLine,
  forScriptJson,
  forSms,
  forTwiml,
  forUrl,
} from "./index.js";

const text = fc.oneof(fc.string(), fc.string({ unit: "binary" }));

describe("no text leaves the place it is put in", () => {
  it("HTML", () => {
    expect(forHtml(`<a href="x" title='y'>&`)).toBe("&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;");
    fc.assert(
      fc.property(text, (value) => {
        expect(forHtml(value)).not.toMatch(/[<>"']/);
      }),
    );
  });

  it("an attribute without quotes", () => {
    expect(forAttribute("x onload=y")).toBe("x&#x20;onload&#x3D;y");
    fc.assert(
      fc.property(text, (value) => {
        expect(forAttribute(value)).not.toMatch(/[\s"'`=<>/]/);
      }),
    );
  });

  it("a URL", () => {
    expect(forUrl("../a?b=c&d#e'(\ud800")).toBe("..%2Fa%3Fb%3Dc%26d%23e%27%28%EF%BF%BD");
    fc.assert(
      fc.property(text, (value) => {
        expect(forUrl(value)).toMatch(/^[A-Za-z0-9._~%-]*$/);
      }),
    );
  });

  it("a script element, and the value arrives unchanged", () => {
    expect(forScriptJson("</script><!--")).toBe('"\\u003c/script\\u003e\\u003c!--"');
    expect(forScriptJson(undefined)).toBe("null");
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const json = forScriptJson(value);
        expect(json).not.toMatch(/[<>&'\u2028\u2029]/);
        expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it.each([
    ["=1+1", `"'=1+1"`],
    ["+1", `"'+1"`],
    ["-1", `"'-1"`],
    ["@SUM(A1)", `"'@SUM(A1)"`],
    ["\t=1", `"'\t=1"`],
    ["  =1", `"'  =1"`],
    ["\uff1d1", `"'\uff1d1"`],
    ['a"b,c', '"a""b,c"'],
    [-1, "-1"],
    [null, '""'],
    ["plain", '"plain"'],
  ])("a spreadsheet: %j", (value, cell) => {
    expect(forCsv(value)).toBe(cell);
  });

  it("a log line", () => {
    expect(forLogLine("a\r\n\u001b[31mb\u202e\\n")).toBe("a\\u000d\\u000a\\u001b[31mb\\u202e\\\\n");
    expect(forLogLine("x".repeat(5_000))).toHaveLength(2_048);
    fc.assert(
      fc.property(text, (value) => {
        expect(forLogLine(value)).not.toMatch(/[\p{Cc}\p{Cf}\u2028\u2029]/u);
      }),
    );
  });

  it("a header", () => {
    expect(forHeader("a\r\nset-cookie: b")).toBe("a  set-cookie: b");
    // The low byte of U+010A is a line feed.
    expect(forHeader("a\u010ab\u010dc")).toBe("a?b?c");
    fc.assert(
      fc.property(text, (value) => {
        expect(new Headers({ x: forHeader(value) }).has("x")).toBe(true);
      }),
    );
    fc.assert(
      fc.property(text, (value) => {
        expect(forContentDisposition(value)).toMatch(
          /^attachment; filename="[^"\\\r\n]*"; filename\*=UTF-8''[\w.~%-]+$/,
        );
      }),
    );
  });

  it("a text message, and TwiML", () => {
    expect(forSms("a\u0007b\nc")).toBe("ab\nc");
    expect(forSms("x".repeat(9_000))).toHaveLength(1_600);
    expect(forTwiml("</Say><Dial>&\u0000\u001b")).toBe("&lt;/Say&gt;&lt;Dial&gt;&amp;");
  });

  it("a receipt, whatever bytes the driver makes of it", () => {
    expect(forEscPos("\u001bp\u0000x\u001dV1")).toBe("pxV1");
    expect(forEscPos("p\u011bt \u20ac5 \u201cok\u201d \u{1f355}")).toBe('pet EUR5 "ok" ?');
    expect(forEscPos("a\nb")).toBe("a b");
    fc.assert(
      fc.property(text, fc.boolean(), (value, multiline) => {
        const printed = forEscPos(value, { multiline });
        for (const encoding of ["latin1", "ascii"] as const) {
          const bytes = Buffer.from(printed, encoding);
          const commands = bytes.filter((byte) => (byte < 0x20 && !(multiline && byte === 0x0a)) || byte === 0x7f);
          expect(commands).toHaveLength(0);
        }
      }),
    );
  });
});
