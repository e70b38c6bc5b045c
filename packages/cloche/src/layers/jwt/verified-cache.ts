/** Remembers verified tokens by their whole text, never more than a set number, for no longer than they are valid. */
import { boundedMap } from "./bounded-map.js";
import type { Validity } from "./claims.js";
import type { KeySource } from "./keys.js";

/** What is remembered of a verified token. */
export interface Remembered<Value> extends Validity {
  readonly value: Value;
  readonly keys: KeySource;
  /** The generation of `keys` that verified it. */
  readonly generation: number;
}

/** A bounded cache; only what was verified may be put in. */
export interface VerifiedCache<Value> {
  get(token: string, now: number): Value | undefined;
  set(token: string, entry: Remembered<Value>): void;
  /** How many tokens are remembered. */
  size(): number;
}

/**
 * A cache of at most `capacity` tokens, which keeps those in use.
 *
 * The key is the token itself: a shorter key, such as a digest of a part, could answer with another token's claims.
 */
export function verifiedCache<Value>(capacity: number): VerifiedCache<Value> {
  const entries = boundedMap<Remembered<Value>>(capacity);
  return {
    get(token, now) {
      const entry = entries.get(token);
      if (entry === undefined) return undefined;
      if (now >= entry.from && now < entry.until && entry.keys.generation() === entry.generation) return entry.value;
      entries.delete(token);
      return undefined;
    },
    set: (token, entry) => entries.set(token, entry),
    size: () => entries.size(),
  };
}
