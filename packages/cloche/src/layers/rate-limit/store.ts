/** What a place that keeps counters must do. */
import type { Emit } from "../../kernel/index.js";
import type { ConcurrencyPolicy } from "./concurrency.js";
import type { Policy } from "./policy.js";
import type { SlotAsk, Slots } from "./slots.js";
import type { Ask, Verdict } from "./step.js";

/** Keeps the counters. `describeLimitStore` of `cloche/testing` holds what every implementation promises. */
export interface LimitStore {
  /**
   * Asks and counts in one atomic call. Where any policy refuses, none of them counts the request, so that a caller who
   * is refused by the hour does not also lose the day's quota.
   *
   * @param now Milliseconds since the epoch; a store with a clock of its own uses that instead.
   */
  take(asks: readonly Ask[], now: number): readonly Verdict[] | Promise<readonly Verdict[]>;
  /** Forgets what was counted under a key, a ban included, such as the failed attempts before a successful sign-in. */
  forget?(key: string): void | Promise<void>;
  /**
   * Takes a slot under each key in one atomic call, all or none. A store without it cannot hold concurrency limits.
   *
   * @param now Milliseconds since the epoch; a store with a clock of its own uses that instead.
   */
  acquire?(asks: readonly SlotAsk[], now: number): Slots | Promise<Slots>;
  /**
   * Stops the start where the store cannot keep this policy.
   *
   * @throws ConfigError `option_invalid`
   */
  check?(policy: Policy | ConcurrencyPolicy, where: string): void;
  /** Takes who is told its events where nobody was named. A gate calls it at start, so that no outage goes unheard. */
  hear?(emit: Emit): void;
}
