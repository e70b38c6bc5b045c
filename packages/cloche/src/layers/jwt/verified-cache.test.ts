/** A remembered token must never outlive its time or its key, nor answer for another token. */
import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fixedClock } from "../../kernel/index.js";
import { keyRing, type SigningKey, secretKey, tokenIssuer, tokenVerifier, type VerificationKey } from "./index.js";
import { verifiedCache } from "./verified-cache.js";

const secret = () => secretKey({ algorithm: "HS256", secret: randomBytes(32) });

/** A key that counts how often it verifies, so that a look-up can be told from a verification. */
function counting(key: SigningKey): SigningKey & { readonly count: () => number } {
  let count = 0;
  return {
    ...key,
    count: () => count,
    verify: (input, signature) => {
      count += 1;
      return key.verify(input, signature);
    },
  };
}

function setUp(cacheEntries?: number) {
  const clock = fixedClock(Date.UTC(2026, 5, 1));
  const key = counting(secret());
  const ring = keyRing([key]);
  const issuer = tokenIssuer({ issuer: "i", audience: "a", keys: ring, lifetime: 60, clock });
  const verifier = tokenVerifier({
    issuers: [{ issuer: "i", audience: "a", algorithms: ["HS256"], keys: ring }],
    clock,
    clockSkew: 0,
    ...(cacheEntries === undefined ? {} : { cacheEntries }),
  });
  return { clock, key, ring, issuer, verifier };
}

describe("a remembered token", () => {
  it("is verified once", async () => {
    const { key, issuer, verifier } = setUp();
    const { token } = issuer.issue({ subject: "u" });
    const first = await verifier.check(token);
    expect(await verifier.check(token)).toBe(first);
    expect(key.count()).toBe(1);
  });

  it("is verified every time where the cache is off", async () => {
    const { key, issuer, verifier } = setUp(0);
    const { token } = issuer.issue({ subject: "u" });
    await verifier.check(token);
    await verifier.check(token);
    expect(key.count()).toBe(2);
  });

  it("expires on time", async () => {
    const { clock, issuer, verifier } = setUp();
    const { token } = issuer.issue({ subject: "u" });
    expect(await verifier.check(token)).toHaveProperty("claims");
    clock.advance(59_999);
    expect(await verifier.check(token)).toHaveProperty("claims");
    clock.advance(1);
    expect(await verifier.check(token)).toEqual({ fault: "token_expired" });
  });

  it("is not valid before its time on a clock that was set back", async () => {
    const { clock, issuer, verifier } = setUp();
    const { token } = issuer.issue({ subject: "u" });
    expect(await verifier.check(token)).toHaveProperty("claims");
    clock.advance(-10_000);
    expect(await verifier.check(token)).toEqual({ fault: "token_issued_ahead" });
  });

  it("is forgotten the moment its key is removed", async () => {
    const { ring, issuer, verifier } = setUp();
    const { token } = issuer.issue({ subject: "u" });
    expect(await verifier.check(token)).toHaveProperty("claims");
    ring.replace([secret()]);
    expect(await verifier.check(token)).toEqual({ fault: "token_key_unknown" });
  });

  it("never enters where it was refused", async () => {
    const { clock, key, issuer, verifier } = setUp();
    const { token } = issuer.issue({ subject: "u" });
    const broken = `${token.slice(0, -6)}AAAAAA`;
    expect((await verifier.check(broken)).fault).toBeDefined();
    expect((await verifier.check(broken)).fault).toBeDefined();
    expect(key.count()).toBe(2);
    clock.advance(-60_000);
    expect((await verifier.check(token)).fault).toBe("token_issued_ahead");
    clock.advance(60_000);
    expect((await verifier.check(token)).fault).toBeUndefined();
  });
});

const noKeys: readonly VerificationKey[] = [];
const keys = { algorithms: undefined, find: () => noKeys, generation: () => 0 };

describe("the cache itself", () => {
  it("never answers with another token's value, keeps its bound, and forgets in time", () => {
    const step = fc.record({
      token: fc.nat(30),
      until: fc.integer({ min: 0, max: 50 }),
      now: fc.nat(60),
      put: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.array(step, { maxLength: 200 }), (capacity, steps) => {
        const cache = verifiedCache<string>(capacity);
        const truth = new Map<string, { value: string; until: number }>();
        steps.forEach(({ token, until, now, put }, index) => {
          const name = `t${token}`;
          if (put) {
            cache.set(name, { from: 0, until, value: `${name}#${index}`, keys, generation: 0 });
            truth.set(name, { value: `${name}#${index}`, until });
          } else {
            const got = cache.get(name, now);
            if (got !== undefined) {
              expect(got).toBe(truth.get(name)?.value);
              expect(now).toBeLessThan(truth.get(name)?.until ?? 0);
            }
          }
          expect(cache.size()).toBeLessThanOrEqual(capacity);
        });
      }),
      { numRuns: 500 },
    );
  });

  it("keeps what is in use while thousands of others pass through", () => {
    const cache = verifiedCache<number>(100);
    const entry = (value: number) => ({ from: 0, until: 10, value, keys, generation: 0 });
    cache.set("used", entry(1));
    for (let index = 0; index < 5000; index += 1) {
      cache.set(`passing ${index}`, entry(index));
      if (index % 20 === 0) expect(cache.get("used", 1)).toBe(1);
    }
  });
});
