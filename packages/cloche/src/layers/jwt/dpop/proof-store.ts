/** Where used proofs are remembered, so that none counts twice (RFC 9449 section 11.1). */
import { isPending } from "../pending.js";

/**
 * Remembers keys for a time. Of any number of claims on one key at one moment, in any number of processes, exactly one
 * answers `claimed`; a store that cannot tell throws or rejects. The replay stores of `cloche/webhooks` fit as they are.
 */
export interface ProofStore {
  /** Claims a key for `ttlSeconds`; anything but `claimed` means that it was claimed before, or that there is no room. */
  claim(key: string, ttlSeconds: number): string | Promise<string>;
  /** Settles a claimed key for the rest of its time, where the store would otherwise give it up sooner. */
  done?(key: string): void | Promise<void>;
}

/** Claims a key and settles it. */
export function claimForGood(store: ProofStore, key: string, ttlSeconds: number): boolean | Promise<boolean> {
  const settle = (outcome: string): boolean | Promise<boolean> => {
    if (outcome !== "claimed") return false;
    const done = store.done?.(key);
    return isPending(done) ? Promise.resolve(done).then(() => true) : true;
  };
  const outcome = store.claim(key, ttlSeconds);
  return isPending(outcome) ? Promise.resolve(outcome).then(settle) : settle(outcome);
}
