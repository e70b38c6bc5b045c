/** A ring of keys of one's own: the newest signs, all verify, and the public halves can be published. */
import type { JsonWebKey } from "node:crypto";
import { type AlgorithmName, isSymmetric } from "./algorithms.js";
import { unusable } from "./config-faults.js";
import type { KeySource, SigningKey, VerificationKey } from "./keys.js";

/** Keys of one's own, which can be exchanged while the process runs. */
export interface KeyRing extends KeySource {
  /** The key that signs. */
  signer(): RingKey<SigningKey>;
  /** The public halves as a JWK Set (RFC 7517), to be served at a JWKS address. Secrets never appear in it. */
  jwks(): { readonly keys: readonly JsonWebKey[] };
  /**
   * Exchanges the keys, newest first. Keep a retired key until the last token it signed has expired; leave out a
   * stolen one at once, and every token it verified is forgotten with it.
   *
   * @throws ConfigError `key_unusable`
   */
  replace(keys: RingKeys): void;
}

/** The keys of a ring, newest first. The first must be able to sign. */
export type RingKeys = readonly [SigningKey, ...VerificationKey[]];

/** A key under the `kid` it has in the ring. */
export interface RingKey<Key extends VerificationKey = VerificationKey> {
  readonly keyId: string;
  readonly key: Key;
}

interface Ring {
  readonly signer: RingKey<SigningKey>;
  readonly all: readonly VerificationKey[];
  readonly byId: ReadonlyMap<string, VerificationKey>;
}

/**
 * A ring of `keys`, newest first. A key without a `keyId` of its own goes by its thumbprint.
 *
 * @throws ConfigError `key_unusable` where the first key cannot sign, two keys share an id, or shared secrets are mixed
 * with key pairs.
 * @example
 * const ring = keyRing([privateKey({ algorithm: "EdDSA", pem: secrets.newKey }), retiredKey]);
 */
export function keyRing(keys: RingKeys): KeyRing {
  let ring = forge(keys);
  let generation = 0;
  return Object.freeze({
    get algorithms() {
      return [...new Set(ring.all.map((key) => key.algorithm))];
    },
    signer: () => ring.signer,
    jwks: () => ({ keys: [...ring.byId].flatMap(([kid, key]) => published(key, kid)) }),
    find: (algorithm: AlgorithmName, keyId: string | undefined) => find(ring, algorithm, keyId),
    generation: () => generation,
    replace(next: RingKeys) {
      ring = forge(next);
      generation += 1;
    },
  });
}

function find({ all, byId }: Ring, algorithm: AlgorithmName, keyId: string | undefined): readonly VerificationKey[] {
  if (keyId === undefined) return all.filter((key) => key.algorithm === algorithm);
  const key = byId.get(keyId);
  return key?.algorithm === algorithm ? [key] : [];
}

function published(key: VerificationKey, kid: string): JsonWebKey[] {
  const jwk = key.publicJwk();
  return jwk === undefined ? [] : [{ ...jwk, kid }];
}

function forge(keys: RingKeys): Ring {
  const all = Object.freeze([...keys]);
  const first = all[0];
  if (first === undefined || !("sign" in first)) throw unusable("keyRing", "Put a key first that can sign.");
  if (new Set(all.map((key) => isSymmetric(key.algorithm))).size > 1) {
    throw unusable("keyRing", "Do not mix shared secrets with key pairs; use one ring for each.");
  }
  const byId = new Map(all.map((key) => [key.keyId ?? key.thumbprint, key] as const));
  if (byId.size !== all.length) throw unusable("keyRing", "Give each key an id of its own.");
  return { signer: { keyId: first.keyId ?? first.thumbprint, key: first as SigningKey }, all, byId };
}
