/** What a place that keeps counters must do. */
import type { Ask, Verdict } from "./step.js";

/** Keeps the counters. `limit-store.contract.ts` holds what every implementation promises. */
export interface LimitStore {
  /**
   * Asks and counts in one atomic call. Where any policy refuses, none of them counts the request, so that a caller who
   * is refused by the hour does not also lose the day's quota.
   *
   * @param now Milliseconds since the epoch; a store with a clock of its own uses that instead.
   */
  take(asks: readonly Ask[], now: number): readonly Verdict[] | Promise<readonly Verdict[]>;
  /** Forgets what was counted under a key, such as the failed attempts before a successful sign-in. */
  forget?(key: string): void | Promise<void>;
}
