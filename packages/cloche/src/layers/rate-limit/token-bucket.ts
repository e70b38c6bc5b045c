/** Counts what was taken from a bucket that fills steadily. */
import { type Counted, type State, type Step, stepOf } from "./step.js";

/**
 * Keeps the moment of the last step in `at` and what is missing from the bucket in `used`, in tokens times the
 * window's milliseconds: each millisecond gives back `quota` of those, so every sum is a whole number.
 */
export function tokenBucket(state: State | undefined, { policy, cost }: Counted, now: number): Step {
  const window = policy.windowSeconds * 1000;
  const missing = settle(state, policy.quota, now);
  const free = policy.burst * window - missing;
  const need = Math.max(1, cost) * window;
  const fits = need <= free;
  const used = fits ? missing + cost * window : missing;
  const untilFull = Math.ceil(used / policy.quota);
  return stepOf({
    policy,
    fits,
    state: { at: now, used, before: 0 },
    remaining: Math.floor((policy.burst * window - used) / window),
    resetMilliseconds: untilFull,
    retryMilliseconds: Math.ceil((need - free) / policy.quota),
    keepMilliseconds: Math.max(1, untilFull),
  });
}

function settle(state: State | undefined, quota: number, now: number): number {
  if (state === undefined) return 0;
  return Math.max(0, state.used - Math.max(0, now - state.at) * quota);
}
