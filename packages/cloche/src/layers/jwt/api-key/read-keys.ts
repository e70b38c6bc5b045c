/** Finds the record of a key, and relies on what it found for no longer than it may. */
import { type BoundedMap, boundedMap } from "../bounded-map.js";
import type { ApiKeySettings } from "./settings.js";
import type { ApiKeyRecord } from "./store.js";

/** A reader of records. */
export interface KeyReader {
  /** The record, `undefined` where there is none, or `"away"` where the store could not be asked. */
  read(keyId: string): Found | Promise<Found>;
  /** Forgets what was read, because this process changed it. */
  forget(keyId: string): void;
}

/** What a look-up comes to. */
export type Found = ApiKeyRecord | undefined | "away";

/** How many records are relied on. */
const MOST_KEPT = 10_000;

interface Kept {
  readonly record: ApiKeyRecord;
  readonly readAt: number;
}

/** A reader that keeps records for `maxStale`. Ids that were not found are not kept: made-up ones would fill it. */
export function keyReader({ store, watch, clock, maxStale }: ApiKeySettings): KeyReader {
  const kept: BoundedMap<Kept> = boundedMap(maxStale === 0 ? 0 : MOST_KEPT);
  let changes = 0;
  return {
    read(keyId) {
      const now = clock.now();
      const known = kept.get(keyId);
      if (known !== undefined && now >= known.readAt && now - known.readAt < maxStale) return known.record;
      const before = changes;
      return watch.ask<ApiKeyRecord | undefined, Found>({
        ask: () => store.find(keyId),
        answered(record) {
          // What was read before a change must not be kept after it.
          if (record !== undefined && before === changes) kept.set(keyId, { record, readAt: now });
          return record;
        },
        away: () => "away",
      });
    },
    forget(keyId) {
      changes += 1;
      kept.delete(keyId);
    },
  };
}
