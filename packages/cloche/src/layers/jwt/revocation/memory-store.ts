/** Revocations in the memory of one process: exact, synchronous and bounded. */
import { onlyKnown, wholeNumber } from "../../../kernel/index.js";
import type { LocalRevocationStore, RevocationMark } from "./store.js";

/** Options of `memoryRevocationStore`. */
export interface MemoryRevocationOptions {
  /** How many revocations are held; 100 000 by default. */
  readonly maxEntries?: number;
}

/**
 * A store for one process, which forgets everything at its end. When it is full of revocations that still matter, `put`
 * throws: to forget one would let a revoked token in again.
 *
 * @throws ConfigError `option_invalid` or `option_unknown`
 * @example
 * const revoked = revocations({ store: memoryRevocationStore(), whenAway: "deny" });
 */
export function memoryRevocationStore(options: MemoryRevocationOptions = {}): LocalRevocationStore {
  onlyKnown(options, ["maxEntries"], "memoryRevocationStore");
  const bounds = { min: 1, max: 10_000_000 };
  const maxEntries = wholeNumber(options.maxEntries ?? 100_000, "memoryRevocationStore.maxEntries", bounds);
  const marks = new Map<string, RevocationMark>();
  let generation = 0;
  return {
    read: (keys, now) => keys.map((key) => cutOff(marks.get(key), now)),
    put(mark, now) {
      generation += 1;
      const known = marks.get(mark.key);
      if (known === undefined && marks.size >= maxEntries) makeRoom(marks, maxEntries, now);
      marks.set(mark.key, known === undefined ? mark : later(known, mark));
    },
    generation: () => generation,
  };
}

function cutOff(mark: RevocationMark | undefined, now: number): number | undefined {
  return mark !== undefined && now < mark.expiresAt ? mark.notBefore : undefined;
}

function later(one: RevocationMark, other: RevocationMark): RevocationMark {
  const notBefore = Math.max(one.notBefore, other.notBefore);
  return { key: one.key, notBefore, expiresAt: Math.max(one.expiresAt, other.expiresAt) };
}

function makeRoom(marks: Map<string, RevocationMark>, maxEntries: number, now: number): void {
  for (const [key, mark] of marks) if (mark.expiresAt <= now) marks.delete(key);
  if (marks.size >= maxEntries) throw new Error("The store of revocations is full.");
}
