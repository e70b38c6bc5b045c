/** Tokens go both ways between this layer and jose, for every algorithm. */
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { calculateJwkThumbprint, createLocalJWKSet, type JSONWebKeySet, jwtVerify, SignJWT } from "jose";
import { describe, expect, it } from "vitest";
import { ALGORITHMS, type AlgorithmName, keyRing, privateKey, secretKey, tokenIssuer, tokenVerifier } from "./index.js";

const curves: Partial<Record<AlgorithmName, string>> = { ES256: "P-256", ES384: "P-384", ES512: "P-521" };

function material(algorithm: AlgorithmName) {
  const kind = ALGORITHMS[algorithm].kind;
  if (kind === "hmac") {
    const secret = randomBytes(64);
    return { key: secretKey({ algorithm, secret }), signing: secret, verifying: secret };
  }
  const pair =
    kind === "rsa"
      ? generateKeyPairSync("rsa", { modulusLength: 2048 })
      : kind === "ec"
        ? generateKeyPairSync("ec", { namedCurve: curves[algorithm] ?? "" })
        : generateKeyPairSync("ed25519");
  const pem = pair.privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  return { key: privateKey({ algorithm, pem }), signing: pair.privateKey, verifying: pair.publicKey };
}

describe.each(Object.keys(ALGORITHMS) as AlgorithmName[])("%s", (algorithm) => {
  const { key, signing, verifying } = material(algorithm);
  const ring = keyRing([key]);
  const expected = { issuer: "https://id.example", audience: "https://api.example" };

  it("signs what jose verifies", async () => {
    const { token } = tokenIssuer({ ...expected, keys: ring, lifetime: "5 minutes" }).issue({ subject: "u1" });
    const { payload, protectedHeader } = await jwtVerify(token, verifying, {
      ...expected,
      algorithms: [algorithm],
      typ: "at+jwt",
    });
    expect(payload).toMatchObject({ sub: "u1", iss: expected.issuer, aud: expected.audience });
    expect(protectedHeader.kid).toBe(ring.signer().keyId);
  });

  it("publishes a set with which jose verifies", async () => {
    const jwks = ring.jwks() as JSONWebKeySet;
    if (ALGORITHMS[algorithm].kind === "hmac") {
      expect(jwks.keys).toEqual([]);
      return;
    }
    const { token } = tokenIssuer({ ...expected, keys: ring, lifetime: "5 minutes" }).issue({ subject: "u1" });
    await expect(jwtVerify(token, createLocalJWKSet(jwks), expected)).resolves.toBeDefined();
    expect(jwks.keys[0]?.kid).toBe(await calculateJwkThumbprint(jwks.keys[0] ?? { kty: "" }));
  });

  it("verifies what jose signs", async () => {
    const token = await new SignJWT({ sub: "u1" })
      .setProtectedHeader({ alg: algorithm, typ: "at+jwt" })
      .setIssuer(expected.issuer)
      .setAudience(expected.audience)
      .setExpirationTime("5 minutes")
      .sign(signing);
    const verifier = tokenVerifier({ issuers: [{ ...expected, algorithms: [algorithm], keys: ring }] });
    expect(await verifier.check(token)).toMatchObject({ claims: { sub: "u1" } });
  });
});
