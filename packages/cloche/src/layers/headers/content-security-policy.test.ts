/** Policies with holes, policies that cannot be written, and sound ones. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ConfigError } from "../../kernel/index.js";
import { type CspDirectives, contentSecurityPolicy, dangerously, inlineHash, NONCE } from "./index.js";

const SOUND: CspDirectives = { "default-src": ["'none'"], "base-uri": ["'none'"], "frame-ancestors": ["'none'"] };

function build(change: CspDirectives | Record<string, unknown>) {
  return contentSecurityPolicy({ directives: { ...SOUND, ...change } as CspDirectives });
}

describe("a policy with a hole", () => {
  it.each<[string, Record<string, unknown>, RegExp]>([
    ["no default-src", { "default-src": false }, /default-src/],
    ["plug-ins on", { "default-src": ["'self'"] }, /object-src/],
    ["plug-ins of a host", { "object-src": ["https://a.example"] }, /object-src/],
    ["no base-uri", { "base-uri": false }, /base-uri/],
    ["a foreign base", { "base-uri": ["https://a.example"] }, /base-uri/],
    ["no frame-ancestors", { "frame-ancestors": false }, /frame-ancestors/],
    ["scripts from everywhere", { "script-src": ["*"] }, /script-src/],
    ["scripts of a scheme", { "script-src": ["https:"] }, /script-src/],
    ["scripts of any host", { "script-src": ["https://*"] }, /script-src/],
    ["scripts of any host and port", { "script-src": ["https://*:443"] }, /script-src/],
    ["scripts in data", { "script-src": ["data:"] }, /script-src/],
    ["scripts without TLS", { "script-src": ["http://a.example"] }, /script-src/],
    ["pictures without TLS", { "img-src": ["http://a.example"] }, /img-src/],
    ["sockets without TLS", { "connect-src": ["ws://a.example"] }, /connect-src/],
    ["inline scripts", { "script-src": ["'UNSAFE-inline'"] }, /dangerously/],
    ["eval", { "script-src": ["'unsafe-eval'"] }, /dangerously/],
    ["eval of wasm", { "script-src": ["'wasm-unsafe-eval'"] }, /dangerously/],
    ["framed by anybody", { "frame-ancestors": ["*"] }, /frame-ancestors/],
    ["none beside a host", { "img-src": ["'none'", "https://a.example"] }, /stands alone/],
    ["strict-dynamic that trusts nothing", { "script-src": ["'strict-dynamic'"] }, /NONCE/],
    ["a source twice", { "img-src": ["'self'", "'self'"] }, /twice/],
  ])("is refused: %s", (_what, change, message) => {
    expect(() => build(change)).toThrow(message);
    expect(() => build(change)).toThrow(/\[policy_contradiction\]/);
  });
});

describe("a policy that cannot be written", () => {
  it.each<[string, Record<string, unknown>]>([
    ["a semicolon", { "img-src": ["https://a.example; script-src *"] }],
    ["a comma", { "img-src": ["https://a.example,https://b.example"] }],
    ["a line break", { "img-src": ["https://a.example\r\nset-cookie: a=b"] }],
    ["a space", { "img-src": ["'self' data:"] }],
    ["a letter beyond ASCII", { "img-src": ["https://k\u00fcche.example"] }],
    ["no source", { "img-src": [] }],
    ["an empty source", { "img-src": [""] }],
    ["a number", { "img-src": [1] }],
    ["a text for a list", { "img-src": "'self'" }],
    ["true for a list", { "img-src": true }],
    ["a list for a flag", { "upgrade-insecure-requests": ["'self'"] }],
    ["a keyword without quotes", { "img-src": ["self"] }],
    ["a hash without quotes", { "script-src": ["sha256-hqBEA/HXB3aJU2FgOnYN8rkAgEVgyfi3Vs1j2/XMPBA="] }],
    ["a half-quoted keyword", { "img-src": ["'self"] }],
    ["a nonce that never changes", { "script-src": ["'nonce-abc123'"] }],
    ["an unsafe keyword without quotes", { "script-src": ["unsafe-inline"] }],
  ])("is refused: %s", (_what, change) => {
    expect(() => build(change)).toThrow(ConfigError);
    expect(() => build(change)).toThrow(/\[option_invalid\]/);
  });

  it("is refused: a directive that does not exist, with the one that was meant", () => {
    expect(() => build({ "frame-anchestors": ["'none'"] })).toThrow(/"frame-ancestors"/);
    expect(() => build({ scriptSrc: ["'self'"] })).toThrow(/"script-src"/);
  });

  it("never lets a source end a directive or a header", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 40 }), (source) => {
        try {
          const { value } = build({ "img-src": [source] });
          expect(value.split(";")).toHaveLength(4);
          expect(value).toMatch(/^[\x20-\x2b\x2d-\x7e]+$/);
        } catch (error) {
          expect(error).toBeInstanceOf(ConfigError);
        }
      }),
    );
  });

  it("does not repeat the source in the message", () => {
    expect(() => build({ "img-src": ["https://hunter2.example;"] })).not.toThrow(/hunter2/);
  });
});

describe("a sound policy", () => {
  it("is written in one fixed order, whatever order it was given in", () => {
    const value = build({ "img-src": ["'self'"], "script-src": ["'self'"] }).value;
    expect(value).toBe(
      "default-src 'none'; script-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'",
    );
  });

  it("takes the hash of an inline script as the specification's example has it", () => {
    const hash = inlineHash("alert('Hello, world.');");
    expect(hash).toBe("'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='");
    expect(build({ "script-src": [hash] }).value).toContain(hash);
    expect(() => inlineHash("x", "md5" as never)).toThrow(ConfigError);
  });

  it("takes hashes, hosts, sandboxes and trusted types", () => {
    const value = build({
      "script-src": ["'sha256-hqBEA/HXB3aJU2FgOnYN8rkAgEVgyfi3Vs1j2/XMPBA='", "https://*.cdn.example"],
      sandbox: ["allow-forms"],
      "require-trusted-types-for": ["'script'"],
    }).value;
    expect(value).toContain("https://*.cdn.example");
    expect(value).toContain("sandbox allow-forms; require-trusted-types-for 'script'");
    expect(build({ sandbox: [] }).value).toMatch(/sandbox$/);
  });

  it("names a nonce wherever it was asked for, and none where it was not", () => {
    const policy = build({ "script-src": [NONCE, "'strict-dynamic'"], "style-src": [NONCE] });
    const nonce = "a".repeat(24);
    expect(policy.needsNonce).toBe(true);
    expect(policy.withNonce(nonce, false).match(/'nonce-a{24}'/g)).toHaveLength(2);
    expect(policy.value).toContain("script-src 'strict-dynamic'; style-src 'none'");
    expect(build({}).needsNonce).toBe(false);
  });

  it("may only report", () => {
    expect(contentSecurityPolicy({ directives: SOUND, reportOnly: true }).headerName).toBe(
      "content-security-policy-report-only",
    );
  });

  it("keeps a danger that has its reason", () => {
    const policy = build({
      "script-src": ["'self'", dangerously({ source: "'wasm-unsafe-eval'", because: "the barcode reader is wasm" })],
    });
    expect(policy.value).toContain("script-src 'self' 'wasm-unsafe-eval'");
  });
});

describe("a keyword or host that does not do what it seems to", () => {
  const BASE = { "default-src": ["'none'"], "base-uri": ["'none'"], "frame-ancestors": ["'none'"] } as const;
  const build = (directives: CspDirectives, reportOnly = false) =>
    contentSecurityPolicy({ directives: { ...BASE, ...directives }, reportOnly });

  it.each([
    { "img-src": [NONCE] },
    { "img-src": ["'strict-dynamic'"] },
    { "style-src": ["'strict-dynamic'"] },
    { "connect-src": ["'sha256-hqBEA/HXB3aJU2FgOnYN8rkAgEVgyfi3Vs1j2/XMPBA='"] },
    { "font-src": [dangerously({ source: "'unsafe-eval'", because: "copied from script-src" })] },
    { "frame-ancestors": [dangerously({ source: "'unsafe-inline'", because: "copied" })] },
    { "frame-ancestors": [NONCE] },
    { sandbox: ["allow-scripts", "allow-same-origin"] },
    { sandbox: ["allow-everything"] },
    { "require-trusted-types-for": ["'style'"] },
    { "script-src": ["https://cdn.jsdelivr.net"] },
    { "script-src": ["unpkg.com"] },
    { "script-src": ["https://CDNJS.cloudflare.com/ajax/libs/"] },
    { "script-src": ["https://*.com"] },
  ] as CspDirectives[])("%j is refused", (directives) => {
    expect(() => build(directives)).toThrow(/\[policy_contradiction\]/);
  });

  it.each([
    { "script-src": [NONCE, "'strict-dynamic'"], "style-src": [NONCE] },
    { "script-src": ["https://js.stripe.com", "https://*.shop.example"] },
    { "script-src": [dangerously({ source: "https://unpkg.com", because: "the map's viewer is there alone" })] },
    { "img-src": ["https://unpkg.com"] },
    { sandbox: [] },
    { sandbox: ["allow-scripts", "allow-forms"] },
    { "require-trusted-types-for": ["'script'"], "trusted-types": ["default"] },
    { "upgrade-insecure-requests": true },
  ] as CspDirectives[])("%j is taken", (directives) => {
    expect(() => build(directives)).not.toThrow();
  });

  it.each([{ sandbox: [] }, { "upgrade-insecure-requests": true }] as CspDirectives[])(
    "%j means nothing in a policy that only reports",
    (directives) => {
      expect(() => build(directives, true)).toThrow(/only reports/);
    },
  );
});
