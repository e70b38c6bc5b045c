/** A replay store in this process: exact, synchronous, bounded; others do not see it and a restart forgets it. */
import { type Clock, onlyKnown, systemClock, wholeNumber } from "../../../kernel/index.js";
import { type ClaimOutcome, DEFAULT_LEASE_SECONDS, type ReplayStore } from "./store.js";

/** Options of `memoryReplayStore`. */
export interface MemoryReplayOptions {
  /** How many keys are held; 100 000 by default. */
  readonly maxEntries?: number;
  /** How long a claim may stay unsettled; 300 by default. */
  readonly leaseSeconds?: number;
  readonly clock?: Clock;
}

/** A replay store that answers at once. */
export interface MemoryReplayStore extends ReplayStore {
  claim(key: string, ttlSeconds: number): ClaimOutcome;
  done(key: string): void;
  release(key: string): void;
}

interface Entry {
  done: boolean;
  readonly leaseUntil: number;
  readonly expiresAt: number;
}

/**
 * A replay store for one process. When it is full, the oldest settled key is forgotten; where every key is still
 * running, a new one is told `running`, so that the partner tries again later.
 *
 * @throws ConfigError `option_invalid` or `option_unknown`
 * @example
 * const replay = memoryReplayStore({ maxEntries: 10_000 });
 */
export function memoryReplayStore(options: MemoryReplayOptions = {}): MemoryReplayStore {
  onlyKnown(options, ["maxEntries", "leaseSeconds", "clock"], "memoryReplayStore");
  const clock = options.clock ?? systemClock;
  const maxEntries = within(options.maxEntries ?? 100_000, "maxEntries", 10_000_000);
  const leaseSeconds = within(options.leaseSeconds ?? DEFAULT_LEASE_SECONDS, "leaseSeconds", 86_400);
  const entries = new Map<string, Entry>();
  return {
    inMemory: true,
    claim(key, ttlSeconds) {
      const now = clock.now();
      const known = entries.get(key);
      if (known !== undefined && known.expiresAt > now) {
        if (known.done) return "done";
        if (known.leaseUntil > now) return "running";
      }
      entries.delete(key);
      if (!hasRoom(entries, maxEntries, now)) return "running";
      const leaseUntil = now + leaseSeconds * 1000;
      entries.set(key, { done: false, leaseUntil, expiresAt: now + ttlSeconds * 1000 });
      return "claimed";
    },
    done(key) {
      const known = entries.get(key);
      if (known !== undefined) known.done = true;
    },
    release(key) {
      if (entries.get(key)?.done === false) entries.delete(key);
    },
  };
}

function within(value: number, name: string, max: number): number {
  return wholeNumber(value, `memoryReplayStore.${name}`, { min: 1, max });
}

/** Drops what has lapsed from the old end, then, where that is not enough, the oldest settled entry. */
function hasRoom(entries: Map<string, Entry>, maxEntries: number, now: number): boolean {
  for (const [key, entry] of entries) {
    if (entry.expiresAt > now) break;
    entries.delete(key);
  }
  if (entries.size < maxEntries) return true;
  for (const [key, entry] of entries) {
    if (entry.done || entry.leaseUntil <= now) return entries.delete(key);
  }
  return false;
}
