/** Refuses key material that does not fit the algorithm it is declared for (RFC 7517, RFC 7518, RFC 8725). */
import { createPublicKey, type JsonWebKey, type KeyObject } from "node:crypto";
import { fromBase64Url, sha256, toBase64Url } from "../../kernel/index.js";
import { type AlgorithmName, algorithm } from "./algorithms.js";
import { unusable } from "./config-faults.js";
import { hasRocaFingerprint } from "./roca.js";

/** NIST SP 800-131A: nothing shorter than 2048 bits signs any more. The upper bound keeps a verification short. */
const RSA_BITS = { min: 2048, max: 8192 };

/**
 * Holds an asymmetric key against its algorithm.
 *
 * @throws ConfigError `key_unusable`
 */
export function requireFittingKey(key: KeyObject, name: AlgorithmName, where: string): void {
  const { kind, curve } = algorithm(name);
  if (kind === "rsa") requireFittingRsa(key, name, where);
  else if (key.asymmetricKeyType !== kind) throw unusable(where, `${name} needs a key of type ${kind}.`);
  if (curve !== undefined && key.asymmetricKeyDetails?.namedCurve !== curve) {
    throw unusable(where, `${name} needs a key on the curve ${curve}.`);
  }
}

function requireFittingRsa(key: KeyObject, name: AlgorithmName, where: string): void {
  const type = key.asymmetricKeyType;
  const details = key.asymmetricKeyDetails;
  if (type !== "rsa" && !(type === "rsa-pss" && name.startsWith("PS"))) {
    throw unusable(where, `${name} needs an RSA key.`);
  }
  if (details?.hashAlgorithm !== undefined && details.hashAlgorithm !== algorithm(name).hash) {
    throw unusable(where, `${name} needs an RSA-PSS key for its own hash.`);
  }
  const bits = details?.modulusLength ?? 0;
  if (bits < RSA_BITS.min || bits > RSA_BITS.max) {
    throw unusable(where, `An RSA key needs ${RSA_BITS.min} to ${RSA_BITS.max} bits.`);
  }
  // With the exponent 1 every text is its own signature.
  if ((details?.publicExponent ?? 0n) < 3n) throw unusable(where, "The public exponent is too small.");
  if (type === "rsa" && hasRocaFingerprint(modulus(key))) throw unusable(where, "Its primes can be guessed (ROCA).");
}

function modulus(key: KeyObject): Uint8Array {
  const open = key.type === "private" ? createPublicKey(key) : key;
  return Buffer.from(open.export({ format: "jwk" }).n ?? "", "base64url");
}

/** The members that only a private or symmetric JWK has (RFC 7518 sections 6.2.2, 6.3.2, 6.4). */
const PRIVATE_MEMBERS = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"] as const;

/** Whether the JWK holds anything that must stay secret. */
export function hasPrivateMember(jwk: JsonWebKey): boolean {
  return PRIVATE_MEMBERS.some((name) => Object.hasOwn(jwk, name));
}

/**
 * Holds what a JWK says of itself against what it is wanted for (RFC 7517 section 4).
 *
 * @throws ConfigError `key_unusable`
 */
export function requireFittingJwk(
  jwk: JsonWebKey,
  wanted: { algorithm: AlgorithmName; operation: "sign" | "verify" },
  where: string,
): void {
  const { alg, use, key_ops: operations, kid } = jwk;
  if (alg !== undefined && alg !== wanted.algorithm) {
    throw unusable(where, `The JWK is bound to another algorithm than ${wanted.algorithm}.`);
  }
  if (use !== undefined && use !== "sig") throw unusable(where, 'Its "use" is not "sig".');
  if (operations !== undefined && !(Array.isArray(operations) && operations.includes(wanted.operation))) {
    throw unusable(where, `Its "key_ops" do not include "${wanted.operation}".`);
  }
  if (kid !== undefined && (typeof kid !== "string" || kid === "")) throw unusable(where, 'Its "kid" is not a text.');
  for (const name of ["n", "e", "x", "y", "d"] as const) {
    const value = jwk[name];
    if (value !== undefined && (typeof value !== "string" || fromBase64Url(value) === undefined)) {
      throw unusable(where, `Its "${name}" is not base64url.`);
    }
  }
}

/** The members a thumbprint is made of, in their order (RFC 7638 section 3.2, RFC 8037 section 2). */
const THUMBPRINT_MEMBERS = ["crv", "e", "kty", "n", "x", "y"] as const;

/** The JWK thumbprint of a public key (RFC 7638), SHA-256, base64url. */
export function jwkThumbprint(jwk: JsonWebKey): string {
  const members = THUMBPRINT_MEMBERS.filter((name) => jwk[name] !== undefined).map((name) => [name, jwk[name]]);
  return toBase64Url(sha256(JSON.stringify(Object.fromEntries(members))));
}

/** The `kid` of a JWK that was checked. */
export function jwkKeyId(jwk: JsonWebKey | undefined): string | undefined {
  return typeof jwk?.kid === "string" ? jwk.kid : undefined;
}
