/** Reports that anybody can post: both forms are read, nothing grows without bound, nothing private is kept. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ConfigError } from "../../kernel/index.js";
import { type CspReportsOptions, cspReports } from "./index.js";

const OLD = "application/csp-report";
const NEW = "application/reports+json; charset=utf-8";
const bytes = (value: unknown) => Buffer.from(typeof value === "string" ? value : JSON.stringify(value));

const older = {
  "csp-report": {
    "document-uri": "https://user:pass@shop.example/order/7?token=abc#me",
    "blocked-uri": "https://evil.example/x.js?stolen=1",
    "effective-directive": "script-src-elem",
    "original-policy": "default-src 'none'",
    "script-sample": "alert('typed by a user')",
    disposition: "report",
    "line-number": 12,
    "source-file": "https://shop.example/app.js",
  },
};
const newer = {
  type: "csp-violation",
  age: 10,
  url: "https://shop.example/",
  body: {
    documentURL: "https://shop.example/menu?table=7",
    blockedURL: "inline",
    effectiveDirective: "style-src-attr",
    disposition: "enforce",
    lineNumber: 3,
    sourceFile: "data:text/css,secret",
    sample: "secret",
  },
};

describe("a report", () => {
  it("of report-uri is read, without queries, fragments, credentials and samples", () => {
    expect(cspReports().read(OLD, bytes(older)).reports).toEqual([
      {
        document: "https://shop.example/order/7",
        blocked: "https://evil.example/x.js",
        directive: "script-src-elem",
        disposition: "report",
        source: "https://shop.example/app.js",
        line: 12,
      },
    ]);
  });

  it("of the Reporting API is read, others in the list are passed over", () => {
    const list = [{ type: "deprecation", body: { id: "x" } }, newer, { type: "csp-violation" }, null, 7];
    expect(cspReports().read(NEW, bytes(list)).reports).toEqual([
      {
        document: "https://shop.example/menu",
        blocked: "inline",
        directive: "style-src-attr",
        disposition: "enforce",
        source: "data:",
        line: 3,
      },
    ]);
  });

  it.each([
    ["application/json", bytes(older), "unsupported_media_type"],
    [undefined, bytes(older), "unsupported_media_type"],
    [OLD, bytes("{"), "malformed_body"],
    [OLD, bytes(""), "malformed_body"],
    [OLD, bytes("7"), "malformed_body"],
    [OLD, Buffer.from([0xff, 0xfe]), "malformed_body"],
    [OLD, bytes(`{"csp-report":"${"x".repeat(20_000)}"}`), "body_too_large"],
  ] as const)("is refused: %s", (type, body, refused) => {
    expect(cspReports().read(type, body)).toEqual({ refused });
  });

  it("comes in no greater number, and in no greater part, than was said", () => {
    const many = Array.from({ length: 50 }, () => newer);
    expect(cspReports({ maxReports: 5, maxBytes: 100_000 }).read(NEW, bytes(many)).reports).toHaveLength(5);
    const values = [0.05, 0.1, 0.5, 0.99];
    const sampled = cspReports({ sample: 0.1, random: () => values.shift() ?? 0 });
    const counts = [1, 2, 3, 4].map(() => sampled.read(OLD, bytes(older)).reports?.length);
    expect(counts).toEqual([1, 0, 0, 0]);
    expect(cspReports({ sample: 0, random: () => 0 }).read(OLD, bytes(older)).reports).toEqual([]);
  });

  it("is short and printable whatever was sent", () => {
    const anything = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.webUrl(),
      fc.jsonValue(),
      fc.string({ minLength: 300 }),
    );
    const body = fc.record({
      "document-uri": anything,
      "blocked-uri": anything,
      "effective-directive": fc.oneof(anything, fc.constant("img-src")),
      disposition: anything,
      "source-file": anything,
      "line-number": anything,
    });
    const reader = cspReports({ maxBytes: 1_048_576 });
    fc.assert(
      fc.property(body, (report) => {
        for (const one of reader.read(OLD, bytes({ "csp-report": report })).reports ?? []) {
          for (const text of [one.document, one.blocked, one.directive, one.source]) {
            expect(text).toMatch(/^[\x21-\x7e]{0,200}$/);
            expect(text).not.toMatch(/[?#]/);
          }
          expect(Number.isSafeInteger(one.line) && ["enforce", "report"].includes(one.disposition)).toBe(true);
        }
      }),
    );
  });

  it.each([{ sample: 2 }, { sample: "1" }, { maxBytes: 1 }, { maxReports: 0 }, { max: 1 }])(
    "%j stops the start",
    (options) => {
      expect(() => cspReports(options as CspReportsOptions)).toThrow(ConfigError);
    },
  );
});
