/** Holds the slots of concurrency limits in this process. */
import { liveHolders, noSlots, type SlotAsk, type Slots, slotVerdict } from "./slots.js";

/** Slots in this process: every answer is there at once. */
export interface MemorySlots {
  acquire(asks: readonly SlotAsk[], now: number): Slots;
  /** How many keys have a holder. */
  readonly size: number;
}

/**
 * A key is kept while somebody holds a slot under it. Where so many are held that the memory is full, no new key gets
 * one: unlike a counter, a slot that is forgotten would let one more through.
 */
export function memorySlots(maxKeys: number): MemorySlots {
  const keys = new Map<string, Map<string, number>>();
  let last = 0;
  const holdersOf = ({ key, policy }: SlotAsk, now: number): Map<string, number> => {
    const live = liveHolders(keys.get(key) ?? NOBODY, policy, now);
    if (live.size > 0) keys.set(key, live);
    else keys.delete(key);
    return live;
  };
  const give = (asks: readonly SlotAsk[], id: string): void => {
    for (const { key } of asks) {
      const holders = keys.get(key);
      if (holders?.delete(id) === true && holders.size === 0) keys.delete(key);
    }
  };
  return {
    get size() {
      return keys.size;
    },
    acquire(asks, now) {
      const held = asks.map((ask) => holdersOf(ask, now));
      const room = keys.size + asks.length <= maxKeys || sweep(keys, now) + asks.length <= maxKeys;
      const full = (index: number): boolean => (held[index]?.size ?? 0) >= (asks[index]?.policy.atOnce ?? 0);
      const fits = room && asks.every(({ policy }, index) => policy.shadow || !full(index));
      const verdicts = asks.map(({ policy }, index) => slotVerdict(policy, countOf(held[index], policy, room), fits));
      if (!fits) return noSlots(verdicts);
      last += 1;
      const id = String(last);
      const taken = asks.filter((_ask, index) => !full(index));
      for (const { key, policy } of taken) hold(keys, key, [id, now + policy.leaseSeconds * 1000]);
      return {
        verdicts,
        release: () => give(taken, id),
        renew(at) {
          const own = taken.map((ask) => ({ ask, holders: holdersOf(ask, at) }));
          if (!own.every(({ holders }) => holders.has(id))) return false;
          for (const { ask, holders } of own) holders.set(id, at + ask.policy.leaseSeconds * 1000);
          return true;
        },
      };
    },
  };
}

const NOBODY: ReadonlyMap<string, number> = new Map();

function countOf(held: Map<string, number> | undefined, { atOnce }: SlotAsk["policy"], room: boolean): number {
  return room ? (held?.size ?? 0) : atOnce;
}

function hold(keys: Map<string, Map<string, number>>, key: string, [id, until]: readonly [string, number]): void {
  const holders = keys.get(key) ?? new Map<string, number>();
  holders.set(id, until);
  keys.set(key, holders);
}

/** Drops the keys whose every lease is over. */
function sweep(keys: Map<string, Map<string, number>>, now: number): number {
  for (const [key, holders] of keys) {
    if ([...holders.values()].every((until) => until <= now)) keys.delete(key);
  }
  return keys.size;
}
