/** A map of texts that never holds more than a set number, and keeps what is in use. */

/** A bounded map. */
export interface BoundedMap<Value> {
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
  delete(key: string): void;
  size(): number;
}

/**
 * A map of at most `capacity` entries. It keeps two halves: new entries and those used again go into the young half, and
 * when that is full the old half is dropped whole. So every step is O(1) and what is in use survives.
 */
export function boundedMap<Value>(capacity: number): BoundedMap<Value> {
  const half = Math.max(1, Math.floor(capacity / 2));
  let young = new Map<string, Value>();
  let old = new Map<string, Value>();

  function set(key: string, value: Value): void {
    if (young.size >= half && !young.has(key)) {
      old = capacity === 1 ? new Map() : young;
      young = new Map();
    }
    young.set(key, value);
  }

  return {
    get(key) {
      if (capacity === 0) return undefined;
      const kept = young.get(key);
      if (kept !== undefined) return kept;
      const value = old.get(key);
      if (value === undefined) return undefined;
      old.delete(key);
      set(key, value);
      return value;
    },
    set(key, value) {
      if (capacity === 0) return;
      old.delete(key);
      set(key, value);
    },
    delete(key) {
      young.delete(key);
      old.delete(key);
    },
    size: () => young.size + old.size,
  };
}
