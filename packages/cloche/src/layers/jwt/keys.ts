/** What a key is to the rest of the layer: bound to one algorithm, with its material out of reach. */
import type { JsonWebKey } from "node:crypto";
import type { AlgorithmName } from "./algorithms.js";

/** A key that can verify. Bound to one algorithm for good (RFC 8725 section 3.1). */
export interface VerificationKey {
  readonly algorithm: AlgorithmName;
  /** The `kid` its tokens carry; `undefined` where the key answers to any. */
  readonly keyId: string | undefined;
  /** A name that follows from the key itself: the JWK thumbprint (RFC 7638), or a digest for a secret. */
  readonly thumbprint: string;
  /** Whether `signature` is this key's over the ASCII text `input`. */
  verify(input: string, signature: Uint8Array): boolean;
  /** The public half as a JWK (RFC 7517); `undefined` for a secret. */
  publicJwk(): JsonWebKey | undefined;
}

/** A key that can sign, and verify what it signed. */
export interface SigningKey extends VerificationKey {
  /** The signature over the ASCII text `input`, in JOSE form. */
  sign(input: string): Uint8Array;
}

/** The keys that fit a token; `undefined` where the source could not be reached. */
export type FoundKeys = readonly VerificationKey[] | undefined;

/** Where an issuer's keys come from: one key, a set, a ring, or a URL. A single key is a source too. */
export interface KeySource {
  /** The algorithms its keys are bound to, where that is known at start. */
  readonly algorithms: readonly AlgorithmName[] | undefined;
  /** The keys bound to `algorithm` that answer to `keyId`. Answers at once where nothing must be fetched. */
  find(algorithm: AlgorithmName, keyId: string | undefined): FoundKeys | Promise<FoundKeys>;
  /**
   * A number that changes whenever a key is added or removed, so that nothing verified by a removed key lives on.
   * `undefined` while the keys must be asked for again before anything may be remembered of them.
   */
  generation(): number | undefined;
}

const NO_KEYS: readonly VerificationKey[] = Object.freeze([]);

/** Those of `keys` that are bound to `algorithm` and answer to `keyId`; without a key id, all of that algorithm. */
export function fittingKeys(
  keys: readonly VerificationKey[],
  algorithm: AlgorithmName,
  keyId: string | undefined,
): readonly VerificationKey[] {
  const fitting = keys.filter(
    (key) => key.algorithm === algorithm && (keyId === undefined || key.keyId === undefined || key.keyId === keyId),
  );
  return fitting.length === 0 ? NO_KEYS : fitting;
}

/** A key that is also a source of just itself. */
export type StandaloneKey<Key extends VerificationKey> = Key & KeySource;

/** Makes `key` usable wherever a source of keys is asked for. */
export function standalone<Key extends VerificationKey>(key: Key): StandaloneKey<Key> {
  const alone = Object.freeze([key]);
  return Object.freeze({
    ...key,
    algorithms: Object.freeze([key.algorithm]),
    find: (algorithm: AlgorithmName, keyId: string | undefined) => fittingKeys(alone, algorithm, keyId),
    generation: () => 0,
  });
}
