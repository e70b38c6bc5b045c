/** The shapes of holding slots under concurrency limits, and the pure step that decides on one. */
import type { ConcurrencyPolicy } from "./concurrency.js";
import type { Told } from "./step.js";

/** One question to a store: may one more run under this key? */
export interface SlotAsk {
  /** From `partitionKey`. The keys of one call differ from each other. */
  readonly key: string;
  readonly policy: ConcurrencyPolicy;
}

/** The answer for one concurrency limit. */
export interface SlotVerdict extends Told {
  readonly policy: ConcurrencyPolicy;
}

/** The slots of one request, or the refusal of them. */
export interface Slots {
  readonly verdicts: readonly SlotVerdict[];
  /**
   * Gives the slots back, whatever the request came to; a second call does nothing. It never fails: a slot that cannot
   * be given back frees itself when its lease is over.
   */
  release(): void | Promise<void>;
  /**
   * Begins the lease anew, for a request that runs longer than that.
   *
   * @returns false where the lease was over, and the slot may be somebody else's.
   */
  renew(now: number): boolean | Promise<boolean>;
}

/** Who holds the slots of one key: until when, in milliseconds since the epoch, by the holder's id. */
export type Holders = ReadonlyMap<string, number>;

/** A caller cannot know when somebody else is done, and is told to try again soon. */
const RETRY_AFTER_SECONDS = 1;

/**
 * The holders that are left at `now`: whose lease is over has crashed or hangs, and holds nothing any more.
 * A clock that was set back makes no lease longer than it was.
 */
export function liveHolders(holders: Holders, { leaseSeconds }: ConcurrencyPolicy, now: number): Map<string, number> {
  const longest = now + leaseSeconds * 1000;
  const live = new Map<string, number>();
  for (const [id, until] of holders) if (until > now) live.set(id, Math.min(until, longest));
  return live;
}

/** The verdict where so many slots are held already. */
export function slotVerdict(policy: ConcurrencyPolicy, held: number, taken: boolean): SlotVerdict {
  const fits = held < policy.atOnce;
  const remaining = Math.max(0, policy.atOnce - held - (fits && taken ? 1 : 0));
  if (fits) return { policy, allowed: true, remaining, retryAfterSeconds: 0 };
  const refused = { policy, allowed: policy.shadow, remaining: 0, retryAfterSeconds: RETRY_AFTER_SECONDS };
  return policy.shadow ? { ...refused, shadow: true } : refused;
}

/** Slots that nobody holds: what is left to tell where the request was refused. */
export function noSlots(verdicts: readonly SlotVerdict[]): Slots {
  return { verdicts, release: () => {}, renew: () => false };
}
