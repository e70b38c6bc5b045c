/** A public key of an issuer, from PEM or JWK. */

import { createPublicKey, type JsonWebKey, type KeyObject, X509Certificate } from "node:crypto";
import { type Clock, nonEmptyText, onlyKnown, sha256, systemClock, toBase64Url } from "../../kernel/index.js";
import { type AlgorithmName, algorithmName, isSymmetric } from "./algorithms.js";
import { unusable } from "./config-faults.js";
import { hasPrivateMember, jwkKeyId, jwkThumbprint, requireFittingJwk, requireFittingKey } from "./key-checks.js";
import { type StandaloneKey, standalone, type VerificationKey } from "./keys.js";
import { verifyOperation } from "./signature.js";

/** What a public key is made of: `pem` or `jwk`, not both. */
export interface PublicKeyOptions {
  /** The one algorithm the key may be used for. */
  readonly algorithm: AlgorithmName;
  /** A public key (SPKI, or PKCS #1 for RSA), or a certificate that is valid now. */
  readonly pem?: string;
  /** A JWK without private members (RFC 7517). */
  readonly jwk?: JsonWebKey;
  /** The `kid` of its tokens. By default the JWK's own; without one, the key answers to any. */
  readonly keyId?: string;
  /** Tells whether a certificate is valid. */
  readonly clock?: Clock;
}

/**
 * A key that verifies what its private half has signed.
 *
 * @throws ConfigError `key_unusable` where the key is private, too short, on another curve or of another type than the
 * algorithm asks for, or where a certificate is not valid yet or no more; `algorithm_unknown`.
 * @example
 * const key = publicKey({ algorithm: "ES256", pem: readFileSync("issuer.pem", "utf8"), keyId: "2026-01" });
 */
export function publicKey(options: PublicKeyOptions): StandaloneKey<VerificationKey> {
  const where = "publicKey";
  onlyKnown(options, ["algorithm", "pem", "jwk", "keyId", "clock"], where);
  const name = algorithmName(options.algorithm, `${where}.algorithm`);
  if (isSymmetric(name)) throw unusable(`${where}.algorithm`, `${name} needs secretKey.`);
  const keyId = options.keyId === undefined ? undefined : nonEmptyText(options.keyId, `${where}.keyId`);
  if ((options.pem === undefined) === (options.jwk === undefined)) throw unusable(where, "Give either pem or jwk.");
  const key = options.jwk === undefined ? fromPem(options, `${where}.pem`) : fromJwk(options.jwk, name, `${where}.jwk`);
  return standalone(verificationKey(key, { algorithm: name, keyId: keyId ?? jwkKeyId(options.jwk), where }));
}

/** How a key is to be named and what it is bound to. */
export interface KeyBinding {
  readonly algorithm: AlgorithmName;
  readonly keyId: string | undefined;
  readonly where: string;
}

/** Binds a public `KeyObject`, once it has been held against the algorithm. */
export function verificationKey(key: KeyObject, { algorithm, keyId, where }: KeyBinding): VerificationKey {
  requireFittingKey(key, algorithm, where);
  const jwk = exportedJwk(key);
  const thumbprint =
    jwk === undefined ? toBase64Url(sha256(key.export({ type: "spki", format: "der" }))) : jwkThumbprint(jwk);
  return Object.freeze({
    algorithm,
    keyId,
    thumbprint,
    verify: verifyOperation(algorithm, key),
    publicJwk: () => jwk && { ...jwk, kid: keyId ?? thumbprint, alg: algorithm, use: "sig" },
  });
}

/** The public `KeyObject` of a JWK, once the JWK has been held against what it is wanted for. */
export function fromJwk(jwk: JsonWebKey, name: AlgorithmName, where: string): KeyObject {
  if (hasPrivateMember(jwk)) throw unusable(where, "It holds a private key; give the public half only.");
  requireFittingJwk(jwk, { algorithm: name, operation: "verify" }, where);
  try {
    return createPublicKey({ key: jwk, format: "jwk" });
  } catch {
    throw unusable(where, "It is not a public JWK that can be read.");
  }
}

function fromPem({ pem, clock = systemClock }: PublicKeyOptions, where: string): KeyObject {
  if (typeof pem !== "string") throw unusable(where, "Give the PEM as a text.");
  // node:crypto would quietly derive the public half, and the private one would lie where it is not guarded.
  if (pem.includes("PRIVATE KEY")) throw unusable(where, "It holds a private key; give the public half only.");
  if (pem.includes("BEGIN CERTIFICATE")) requireCurrent(pem, clock.now(), where);
  try {
    return createPublicKey(pem.trim());
  } catch {
    throw unusable(where, "It is not a public key in PEM form.");
  }
}

/** A certificate speaks for its key within its dates only (RFC 5280 section 4.1.2.5). */
function requireCurrent(pem: string, now: number, where: string): void {
  const { from, to } = certificateDates(pem, where);
  if (now < from) throw unusable(where, "The certificate is not valid yet.");
  if (now > to) throw unusable(where, "The certificate has expired; give the one that took its place.");
}

function certificateDates(pem: string, where: string): { readonly from: number; readonly to: number } {
  try {
    const { validFrom, validTo } = new X509Certificate(pem.trim());
    return { from: Date.parse(validFrom), to: Date.parse(validTo) };
  } catch {
    throw unusable(where, "It is not a certificate that can be read.");
  }
}

/** The key as a JWK; `undefined` for the RSA-PSS keys that have no JWK form. */
function exportedJwk(key: KeyObject): JsonWebKey | undefined {
  return key.asymmetricKeyType === "rsa-pss" ? undefined : key.export({ format: "jwk" });
}
