/** A JWK Set (RFC 7517 section 5) that is given as an object, as a source of keys. */
import type { JsonWebKey } from "node:crypto";
import { onlyKnown } from "../../kernel/index.js";
import { type AlgorithmName, algorithmName, isAlgorithmName, isSymmetric } from "./algorithms.js";
import { invalidOption, unusable } from "./config-faults.js";
import { hasPrivateMember, jwkKeyId } from "./key-checks.js";
import { fittingKeys, type KeySource, type VerificationKey } from "./keys.js";
import { fromJwk, verificationKey } from "./public-key.js";

/** A JWK Set. */
export interface JsonWebKeySet {
  readonly keys: readonly JsonWebKey[];
}

/** What may be said about a set beside its keys. */
export interface KeySetOptions {
  /** The algorithm of RSA keys that name none themselves; `RS256` by default. */
  readonly algorithm?: AlgorithmName;
}

/** More keys than any issuer publishes; it bounds how often one token without a `kid` is tried. */
const MAX_KEYS = 32;

/**
 * The public keys of a JWK Set. Keys for encryption and of types that are not supported are passed over.
 *
 * @throws ConfigError `key_unusable` where a key is private, symmetric or unusable, or none is left; `option_invalid`.
 * @example
 * const keys = keySet({ keys: [{ kty: "OKP", crv: "Ed25519", x: "11qYAY...", kid: "2026-01", alg: "EdDSA" }] });
 */
export function keySet(jwks: JsonWebKeySet, options: KeySetOptions = {}): KeySource {
  onlyKnown(options, ["algorithm"], "keySet");
  const rsa = rsaDefault(options.algorithm, "keySet.algorithm");
  const listed = listedKeys(jwks);
  if (listed === undefined) {
    throw invalidOption("keySet", 'Give an object with a list called "keys", of 32 keys at most.');
  }
  const keys = listed.flatMap((jwk, index) => readKey(jwk, rsa, `keySet.keys[${index}]`));
  if (keys.length === 0) throw unusable("keySet", "It holds no key that can verify.");
  if (hasDoubledId(keys)) throw unusable("keySet", "Two keys for one algorithm share a kid; give each its own.");
  const algorithms = Object.freeze([...new Set(keys.map((key) => key.algorithm))]);
  return Object.freeze({
    algorithms,
    find: (algorithm: AlgorithmName, keyId: string | undefined) => fittingKeys(keys, algorithm, keyId),
    generation: () => 0,
  });
}

function hasDoubledId(keys: readonly VerificationKey[]): boolean {
  const named = keys.filter((key) => key.keyId !== undefined);
  return new Set(named.map(({ keyId, algorithm }) => `${algorithm} ${keyId}`)).size !== named.length;
}

/** The algorithm that RSA keys without an `alg` of their own are bound to. */
export function rsaDefault(value: unknown, where: string): AlgorithmName {
  if (value === undefined) return "RS256";
  const name = algorithmName(value, where);
  if (isSymmetric(name)) throw unusable(where, "A key set holds public keys only.");
  return name;
}

/** The keys of a published set that can be used; what cannot be is passed over (RFC 7517 section 5). */
export function usableKeys(jwks: unknown, rsa: AlgorithmName): readonly VerificationKey[] | undefined {
  return listedKeys(jwks)?.flatMap((jwk, index) => {
    try {
      return readKey(jwk, rsa, `keys[${index}]`);
    } catch {
      return [];
    }
  });
}

function listedKeys(jwks: unknown): readonly JsonWebKey[] | undefined {
  const keys: unknown = typeof jwks === "object" && jwks !== null && "keys" in jwks ? jwks.keys : undefined;
  if (!Array.isArray(keys) || keys.length > MAX_KEYS) return undefined;
  return keys.every((key): key is JsonWebKey => typeof key === "object" && key !== null) ? keys : undefined;
}

function readKey(jwk: JsonWebKey, rsa: AlgorithmName, where: string): VerificationKey[] {
  if (hasPrivateMember(jwk)) throw unusable(where, "It holds a private or symmetric key; publish public keys only.");
  const algorithm = boundAlgorithm(jwk, rsa);
  if (jwk.use === "enc" || algorithm === undefined) return [];
  return [verificationKey(fromJwk(jwk, algorithm, where), { algorithm, keyId: jwkKeyId(jwk), where })];
}

const BY_CURVE: ReadonlyMap<unknown, AlgorithmName> = new Map([
  ["P-256", "ES256"],
  ["P-384", "ES384"],
  ["P-521", "ES512"],
  ["Ed25519", "EdDSA"],
]);

/** The one algorithm a JWK stands for: the one it names, or the one that its curve or type leaves. */
function boundAlgorithm({ alg, kty, crv }: JsonWebKey, rsa: AlgorithmName): AlgorithmName | undefined {
  if (alg !== undefined) return isAlgorithmName(alg) && !isSymmetric(alg) ? alg : undefined;
  return kty === "RSA" ? rsa : BY_CURVE.get(crv);
}
