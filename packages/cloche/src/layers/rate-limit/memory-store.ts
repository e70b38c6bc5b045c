/** Keeps counters in this process, in bounded memory. */
import { onlyKnown, wholeNumber } from "../../kernel/index.js";
import { type MemorySlots, memorySlots } from "./memory-slots.js";
import type { SlotAsk, Slots } from "./slots.js";
import type { Ask, State, Step, Verdict } from "./step.js";
import { step } from "./steps.js";

/** Options of the memory store. */
export interface MemoryLimitStoreOptions {
  /** How many counters are kept at most, 100,000 where nothing is said. */
  readonly maxKeys?: number;
}

/** A limit store in this process: every answer is there at once. */
export interface MemoryLimitStore {
  take(asks: readonly Ask[], now: number): readonly Verdict[];
  forget(key: string): void;
  acquire(asks: readonly SlotAsk[], now: number): Slots;
  /** How many counters are kept. */
  readonly size: number;
}

interface Cell {
  state: State;
  expiresAt: number;
}

type Cells = Map<string, Cell>;

const SWEEP_INTERVAL_MILLISECONDS = 1000;

/**
 * Keeps counters in this process. For one process; several count apart, so give them a Redis store.
 *
 * Where the memory is full, expired counters go first, then the oldest of those that have used no more than half
 * their quota, and only then the rest: filling the store with new keys does not wash out the counter of somebody who
 * was refused.
 *
 * @throws ConfigError `option_unknown` or `option_invalid`
 * @example
 * const store = memoryLimitStore({ maxKeys: 50_000 });
 */
export function memoryLimitStore(options: MemoryLimitStoreOptions = {}): MemoryLimitStore {
  onlyKnown(options, ["maxKeys"], "memoryLimitStore");
  return new MemoryStore(
    wholeNumber(options.maxKeys ?? 100_000, "memoryLimitStore.maxKeys", { min: 1, max: 10_000_000 }),
  );
}

class MemoryStore implements MemoryLimitStore {
  readonly #maxKeys: number;
  readonly #light: Cells = new Map();
  readonly #heavy: Cells = new Map();
  readonly #slots: MemorySlots;
  #oldestLight = this.#light.keys();
  #oldestHeavy = this.#heavy.keys();
  #lastSweep = Number.NEGATIVE_INFINITY;

  constructor(maxKeys: number) {
    this.#maxKeys = maxKeys;
    this.#slots = memorySlots(maxKeys);
  }

  get size(): number {
    return this.#light.size + this.#heavy.size;
  }

  take(asks: readonly Ask[], now: number): readonly Verdict[] {
    const [only] = asks;
    if (asks.length === 1 && only !== undefined) return [this.#takeOne(only, now)];
    const steps = asks.map((ask) => step(this.#stateOf(ask.key, now), ask, now));
    const counts = steps.every(({ fits }, index) => fits || asks[index]?.policy.shadow === true);
    return asks.map((ask, index) => this.#settle(ask, steps[index] as Step, { counts, now }));
  }

  forget(key: string): void {
    this.#light.delete(key);
    this.#heavy.delete(key);
  }

  acquire(asks: readonly SlotAsk[], now: number): Slots {
    return this.#slots.acquire(asks, now);
  }

  /** What `take` comes to where nothing else has a say: the usual case. */
  #takeOne(ask: Ask, now: number): Verdict {
    const taken = step(this.#stateOf(ask.key, now), ask, now);
    if (ask.cost !== 0 && (taken.fits || taken.struck)) this.#keep(ask.key, taken, now);
    return taken.verdict;
  }

  #settle(ask: Ask, taken: Step, { counts, now }: { counts: boolean; now: number }): Verdict {
    if (ask.cost === 0) return taken.verdict;
    if (taken.fits && !counts) return step(this.#stateOf(ask.key, now), { policy: ask.policy, cost: 0 }, now).verdict;
    if (taken.fits || taken.struck) this.#keep(ask.key, taken, now);
    return taken.verdict;
  }

  #stateOf(key: string, now: number): State | undefined {
    const cell = this.#light.get(key) ?? this.#heavy.get(key);
    return cell === undefined || cell.expiresAt <= now ? undefined : cell.state;
  }

  #keep(key: string, { state, verdict, keepMilliseconds }: Step, now: number): void {
    const heavy = verdict.remaining * 2 < verdict.policy.burst;
    const home = heavy ? this.#heavy : this.#light;
    const expiresAt = now + keepMilliseconds;
    const known = home.get(key);
    if (known === undefined) {
      const other = heavy ? this.#light : this.#heavy;
      if (!other.delete(key)) this.#makeRoom(now);
      home.set(key, { state, expiresAt });
    } else {
      known.state = state;
      known.expiresAt = expiresAt;
    }
  }

  #makeRoom(now: number): void {
    this.#sweep(now);
    if (this.size < this.#maxKeys) return;
    if (this.#light.size > 0) this.#oldestLight = dropOldest(this.#light, this.#oldestLight);
    else this.#oldestHeavy = dropOldest(this.#heavy, this.#oldestHeavy);
  }

  // No timer: only new keys need room, and they come through here.
  #sweep(now: number): void {
    if (now >= this.#lastSweep && now - this.#lastSweep < SWEEP_INTERVAL_MILLISECONDS) return;
    this.#lastSweep = now;
    for (const cells of [this.#light, this.#heavy]) {
      for (const [key, cell] of cells) if (cell.expiresAt <= now) cells.delete(key);
    }
  }
}

/**
 * Drops the oldest key and returns where to go on. The iterator is kept from call to call: a new one would step over
 * the places of all the keys that were dropped before, which makes a flood of new keys slow.
 */
function dropOldest(cells: Cells, keys: MapIterator<string>): MapIterator<string> {
  const next = keys.next();
  const from = next.done === true ? cells.keys() : keys;
  const oldest = next.done === true ? from.next() : next;
  if (oldest.done !== true) cells.delete(oldest.value);
  return from;
}
