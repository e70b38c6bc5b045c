/** Used proofs in the memory of one process: exact, synchronous and bounded. */
import { type Clock, onlyKnown, systemClock, wholeNumber } from "../../../kernel/index.js";
import type { ProofStore } from "./proof-store.js";

/** Options of `memoryProofStore`. */
export interface MemoryProofOptions {
  /** How many proofs are held; 200 000 by default. */
  readonly maxEntries?: number;
  readonly clock?: Clock;
}

/** A store that answers at once. */
export interface MemoryProofStore extends ProofStore {
  claim(key: string, ttlSeconds: number): "claimed" | "done" | "full";
}

/**
 * A store for one process. When it is full of proofs that could still be replayed, new ones are refused: to forget one
 * would let it count twice.
 *
 * @throws ConfigError `option_invalid` or `option_unknown`
 * @example
 * const proofs = dpopProofs({ publicBaseUrl, store: memoryProofStore(), whenAway: "deny" });
 */
export function memoryProofStore(options: MemoryProofOptions = {}): MemoryProofStore {
  onlyKnown(options, ["maxEntries", "clock"], "memoryProofStore");
  const bounds = { min: 1, max: 10_000_000 };
  const maxEntries = wholeNumber(options.maxEntries ?? 200_000, "memoryProofStore.maxEntries", bounds);
  const clock = options.clock ?? systemClock;
  const ends = new Map<string, number>();
  return {
    claim(key, ttlSeconds) {
      const now = clock.now();
      if ((ends.get(key) ?? 0) > now) return "done";
      ends.delete(key);
      dropExpired(ends, now);
      if (ends.size >= maxEntries) return "full";
      ends.set(key, now + ttlSeconds * 1000);
      return "claimed";
    },
  };
}

/** Proofs live about equally long, so the oldest end first. */
function dropExpired(ends: Map<string, number>, now: number): void {
  for (const [key, end] of ends) {
    if (end > now) return;
    ends.delete(key);
  }
}
