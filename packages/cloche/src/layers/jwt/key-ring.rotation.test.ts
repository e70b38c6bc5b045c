/** Keys that are exchanged while the process runs: planned, and in an emergency. */
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { fixedClock } from "../../kernel/index.js";
import { keyRing, keySet, privateKey, type SigningKey, secretKey, tokenIssuer, tokenVerifier } from "./index.js";

function pair(keyId?: string): SigningKey {
  const { privateKey: key } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const jwk = key.export({ format: "jwk" });
  return privateKey(keyId === undefined ? { algorithm: "ES256", jwk } : { algorithm: "ES256", jwk, keyId });
}

const names = { issuer: "i", audience: "a" };

describe("a ring", () => {
  it("signs with the newest and verifies with all, until a key is left out", async () => {
    const [old, next] = [pair("old"), pair("new")];
    const ring = keyRing([old]);
    const issuer = tokenIssuer({ ...names, keys: ring, lifetime: 60 });
    const verifier = tokenVerifier({ issuers: [{ ...names, algorithms: ["ES256"], keys: ring }] });
    const before = issuer.issue({ subject: "u" }).token;
    ring.replace([next, old]);
    const after = issuer.issue({ subject: "u" }).token;
    expect(await verifier.check(before)).toHaveProperty("header.kid", "old");
    expect(await verifier.check(after)).toHaveProperty("header.kid", "new");
    ring.replace([next]);
    expect(await verifier.check(before)).toEqual({ fault: "token_key_unknown" });
    expect(await verifier.check(after)).toHaveProperty("claims");
  });

  it("publishes the public halves only, and they verify elsewhere", async () => {
    const ring = keyRing([pair(), pair("named")]);
    const published = ring.jwks();
    expect(JSON.stringify(published)).not.toMatch(/"(?:d|p|q|k)":/);
    expect(published.keys.map(({ kid, alg, use }) => ({ kid, alg, use }))).toEqual([
      { kid: ring.signer().keyId, alg: "ES256", use: "sig" },
      { kid: "named", alg: "ES256", use: "sig" },
    ]);
    const elsewhere = tokenVerifier({ issuers: [{ ...names, algorithms: ["ES256"], keys: keySet(published) }] });
    const { token } = tokenIssuer({ ...names, keys: ring, lifetime: 60 }).issue({ subject: "u" });
    expect(await elsewhere.check(token)).toHaveProperty("claims.sub", "u");
  });

  it("offers a key for its own algorithm only", () => {
    const { privateKey: key } = generateKeyPairSync("ec", { namedCurve: "P-384" });
    const wide = privateKey({ algorithm: "ES384", jwk: key.export({ format: "jwk" }), keyId: "wide" });
    const ring = keyRing([pair("a"), wide]);
    expect(ring.find("ES384", "wide")).toHaveLength(1);
    expect(ring.find("ES384", "a")).toEqual([]);
    expect(ring.find("ES384", undefined)).toEqual([wide]);
  });

  it("stays as it was where the exchange is refused", () => {
    const ring = keyRing([pair("a")]);
    expect(() => ring.replace([pair("b"), secretKey({ algorithm: "HS256", secret: randomBytes(32) })])).toThrow();
    expect(ring.signer().keyId).toBe("a");
    expect(ring.generation()).toBe(0);
  });
});

describe("an issued token", () => {
  const clock = fixedClock(Date.UTC(2026, 5, 1));
  const ring = keyRing([secretKey({ algorithm: "HS256", secret: randomBytes(32) })]);
  const issuer = tokenIssuer({ ...names, keys: ring, lifetime: "15 minutes", clock, clientId: "web" });
  const verifier = tokenVerifier({
    issuers: [
      {
        ...names,
        algorithms: ["HS256"],
        keys: ring,
        requiredClaims: ["sub", "client_id", "iat", "jti"],
        maxLifetime: 900,
      },
    ],
    clock,
  });

  it("has everything RFC 9068 asks for", async () => {
    const { token, expiresIn, expiresAt, tokenId } = issuer.issue({ subject: "u", claims: { roles: ["cook"] } });
    expect(await verifier.check(token)).toMatchObject({
      header: { alg: "HS256", typ: "at+jwt", kid: ring.signer().keyId },
      claims: { iss: "i", aud: "a", sub: "u", client_id: "web", roles: ["cook"], jti: tokenId },
    });
    expect(expiresIn).toBe(900);
    expect(expiresAt).toBe(clock.now() + 900_000);
  });

  it("never has the id of another", () => {
    const ids = new Set(Array.from({ length: 500 }, () => issuer.issue({ subject: "u" }).tokenId));
    expect(ids.size).toBe(500);
    expect([...ids].every((id) => Buffer.from(id, "base64url").length >= 16)).toBe(true);
  });

  it.each(["iss", "aud", "sub", "exp", "iat", "nbf", "jti", "client_id"])("lets no caller set %s", (name) => {
    expect(() => issuer.issue({ subject: "u", claims: { [name]: "x" } })).toThrow(name);
    expect(() => issuer.issue({ subject: "" })).toThrow("subject");
  });
});
