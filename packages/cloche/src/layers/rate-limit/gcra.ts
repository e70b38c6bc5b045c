/** The generic cell rate algorithm (ITU-T I.371): one theoretical arrival time per key. */
import { type Counted, type State, type Step, stepOf } from "./step.js";

/**
 * Keeps the theoretical arrival time in `at`, in whole microseconds. The interval between requests is rounded up to
 * one, so that rounding never lets more through than was promised.
 */
export function gcra(state: State | undefined, { policy, cost }: Counted, now: number): Step {
  const interval = Math.ceil((policy.windowSeconds * 1_000_000) / policy.quota);
  const tolerance = policy.burst * interval;
  const present = now * 1000;
  // The upper bound matters only where the clock was set back: nobody waits longer than a whole burst takes to return.
  const arrival = Math.min(Math.max(state?.at ?? present, present), present + tolerance);
  const need = Math.max(1, cost) * interval;
  const fits = arrival + need - present <= tolerance;
  const next = fits ? arrival + cost * interval : arrival;
  return stepOf({
    policy,
    fits,
    state: { at: next, used: 0, before: 0 },
    remaining: Math.floor((tolerance - (next - present)) / interval),
    resetMilliseconds: Math.floor((next - present) / 1000),
    retryMilliseconds: Math.ceil((arrival + need - tolerance - present) / 1000),
    keepMilliseconds: Math.max(1, Math.ceil((next - present) / 1000)),
  });
}
