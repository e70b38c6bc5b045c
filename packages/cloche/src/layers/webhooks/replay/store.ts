/** What a store must do so that each delivery has its effect once. */

/** What a claim came to. */
export type ClaimOutcome = "claimed" | "running" | "done";

/**
 * Remembers deliveries. `claim`, then `done` when the effect is committed, or `release` when it failed, so that the
 * partner's next attempt is taken up again.
 *
 * - Of any number of claims on one key at one moment, in any number of processes, exactly one is told `claimed`.
 * - Others are told `running` until the claim is settled, and `done` once it was; both for `ttlSeconds` at most.
 * - A claim that is never settled, because its process died, lapses after the store's lease and can be claimed anew.
 * - `release` undoes only a claim of the same store object that is still running; it never undoes `done`.
 * - `done` on a key that is not there does nothing.
 * - A store that cannot tell throws or rejects; it never answers `claimed` by guess.
 */
export interface ReplayStore {
  /** Said by a store that other processes do not share, so that a gate beside others refuses to start with it. */
  readonly inMemory?: true;
  /**
   * Claims a key.
   *
   * @param ttlSeconds How long the key is remembered, counted from the claim: at least as long as the partner repeats
   * a delivery (Stripe: three days), and longer than twice the signature's tolerance.
   */
  claim(key: string, ttlSeconds: number): ClaimOutcome | Promise<ClaimOutcome>;
  /** Marks a claimed key as settled for the rest of its time. */
  done(key: string): void | Promise<void>;
  /** Gives a claimed key back. */
  release(key: string): void | Promise<void>;
}

/** How long a claim may stay unsettled; must be longer than a handler may run. */
export const DEFAULT_LEASE_SECONDS = 300;
