/** Remembers verified tokens by their whole text, never more than a set number, for no longer than they are valid. */
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
 * A cache of at most `capacity` tokens. It keeps two halves: new entries and those used again go into the young half,
 * and when that is full the old half is dropped whole. So every step is O(1) and what is in use survives.
 *
 * The key is the token itself: a shorter key, such as a digest of a part, could answer with another token's claims.
 */
export function verifiedCache<Value>(capacity: number): VerifiedCache<Value> {
  const half = Math.max(1, Math.floor(capacity / 2));
  let young = new Map<string, Remembered<Value>>();
  let old = new Map<string, Remembered<Value>>();

  function put(token: string, entry: Remembered<Value>): void {
    if (young.size >= half) {
      old = capacity === 1 ? new Map() : young;
      young = new Map();
    }
    young.set(token, entry);
  }

  return {
    get(token, now) {
      const kept = young.get(token);
      const entry = kept ?? old.get(token);
      if (entry === undefined) return undefined;
      if (now < entry.from || now >= entry.until || entry.keys.generation() !== entry.generation) {
        young.delete(token);
        old.delete(token);
        return undefined;
      }
      if (kept === undefined) {
        old.delete(token);
        put(token, entry);
      }
      return entry.value;
    },
    set(token, entry) {
      if (capacity > 0) put(token, entry);
    },
    size: () => young.size + old.size,
  };
}
