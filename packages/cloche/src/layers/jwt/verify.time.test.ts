/** Tokens out of their time, and times that are none (RFC 7519 section 4.1.4 to 4.1.6, T8). */
import { createHmac, randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ConfigError, fixedClock } from "../../kernel/index.js";
import { secretKey, type TokenVerifierOptions, tokenVerifier } from "./index.js";

const START = Date.UTC(2026, 5, 1);
const NOW = START / 1000;
const SECRET = randomBytes(32);
const keys = secretKey({ algorithm: "HS256", secret: SECRET });
const rule = { issuer: "i", audience: "a", algorithms: ["HS256"], keys } as const;

function token(times: string): string {
  const b64 = (value: string) => Buffer.from(value).toString("base64url");
  const input = `${b64('{"alg":"HS256","typ":"at+jwt"}')}.${b64(`{"iss":"i","aud":"a"${times}}`)}`;
  return `${input}.${createHmac("sha256", SECRET).update(input).digest("base64url")}`;
}

async function faultAt(times: string, options: Partial<TokenVerifierOptions> = {}, maxLifetime?: number) {
  const issuers = [maxLifetime === undefined ? rule : { ...rule, maxLifetime }];
  return (await tokenVerifier({ issuers, clock: fixedClock(START), ...options }).check(token(times))).fault;
}

describe("expiry", () => {
  it.each([
    ["missing", ""],
    ["a text", `,"exp":"${NOW + 60}"`],
    ["null", `,"exp":null`],
    ["true", `,"exp":true`],
    ["a list", `,"exp":[${NOW + 60}]`],
    ["an object", `,"exp":{}`],
    ["infinite", `,"exp":1e400`],
    ["negative", `,"exp":-1`],
    ["in milliseconds", `,"exp":${START + 60_000}`],
  ])("refuses an exp that is %s", async (_, times) => {
    expect(await faultAt(times)).toBe("token_time_malformed");
  });

  it.each([
    [1, undefined],
    [0, "token_expired"],
    [-1, "token_expired"],
    [0.5, undefined],
  ])("with no skew, judges an exp %d s away", async (away, expected) => {
    expect(await faultAt(`,"exp":${NOW + away}`, { clockSkew: 0 })).toBe(expected);
  });

  it("widens by the skew and no further", async () => {
    expect(await faultAt(`,"exp":${NOW - 4}`)).toBeUndefined();
    expect(await faultAt(`,"exp":${NOW - 5}`)).toBe("token_expired");
    expect(await faultAt(`,"exp":${NOW - 119}`, { clockSkew: 120 })).toBeUndefined();
    expect(await faultAt(`,"exp":${NOW - 120}`, { clockSkew: 120 })).toBe("token_expired");
  });

  it("refuses a skew over two minutes at start", () => {
    expect(() => tokenVerifier({ issuers: [rule], clockSkew: 121 })).toThrow(ConfigError);
    expect(() => tokenVerifier({ issuers: [rule], clockSkew: -1 })).toThrow(ConfigError);
  });
});

describe("not before and issued at", () => {
  const exp = `,"exp":${NOW + 600}`;

  it.each([
    [`,"nbf":${NOW}`, undefined],
    [`,"nbf":${NOW + 5}`, undefined],
    [`,"nbf":${NOW + 6}`, "token_premature"],
    [`,"iat":${NOW + 5}`, undefined],
    [`,"iat":${NOW + 6}`, "token_issued_ahead"],
    [`,"iat":${NOW - 60},"nbf":${NOW + 60}`, "token_premature"],
    [`,"nbf":"${NOW}"`, "token_time_malformed"],
    [`,"nbf":null`, "token_time_malformed"],
    [`,"nbf":1e999`, "token_time_malformed"],
    [`,"iat":"${NOW}"`, "token_time_malformed"],
    [`,"iat":-5`, "token_time_malformed"],
    [`,"iat":false`, "token_time_malformed"],
  ])("judges %s", async (times, expected) => {
    expect(await faultAt(exp + times)).toBe(expected);
  });
});

describe("the longest lifetime", () => {
  it("is measured from iat, which it requires", async () => {
    expect(await faultAt(`,"iat":${NOW},"exp":${NOW + 900}`, {}, 900)).toBeUndefined();
    expect(await faultAt(`,"iat":${NOW},"exp":${NOW + 901}`, {}, 900)).toBe("token_lifetime_excessive");
    expect(await faultAt(`,"exp":${NOW + 60}`, {}, 900)).toBe("token_claim_missing");
  });
});

describe("any times", () => {
  it("are accepted exactly where the standard says", async () => {
    const around = fc.integer({ min: -200, max: 200 });
    const optional = fc.option(around, { nil: undefined });
    const property = fc.asyncProperty(around, optional, optional, fc.integer({ min: 0, max: 120 }), check);
    async function check(exp: number, nbf: number | undefined, iat: number | undefined, skew: number) {
      const part = (name: string, at: number | undefined) => (at === undefined ? "" : `,"${name}":${NOW + at}`);
      const fault = await faultAt(part("exp", exp) + part("nbf", nbf) + part("iat", iat), { clockSkew: skew });
      expect(fault === undefined).toBe(exp + skew > 0 && (nbf ?? 0) <= skew && (iat ?? 0) <= skew);
    }
    await fc.assert(property, { numRuns: 500 });
  });
});
