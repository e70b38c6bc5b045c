/** Counts in two adjoining windows, the older one weighted by how much of it still lies within the last window. */
import { type Counted, type State, type Step, stepOf } from "./step.js";

/**
 * Keeps the current window's start in `at`, its count in `used` and the previous window's in `before`. All sums are in
 * count times milliseconds, so that they are whole numbers and the weight is exact.
 */
export function slidingWindow(state: State | undefined, { policy, cost }: Counted, now: number): Step {
  const window = policy.windowSeconds * 1000;
  const { at, used, before } = settle(state, window, now);
  const need = Math.max(1, cost);
  const left = at + window - now;
  const free = (policy.quota - used) * window - before * left;
  const fits = need * window <= free;
  const counted = fits ? cost : 0;
  return stepOf({
    policy,
    fits,
    state: { at, used: used + counted, before },
    remaining: Math.floor(free / window) - counted,
    resetMilliseconds: left,
    retryMilliseconds: fits ? 0 : untilRoom({ used, before, left, window, room: policy.quota - need }),
    keepMilliseconds: left + window,
  });
}

function settle(state: State | undefined, window: number, now: number): State {
  if (state === undefined || now - state.at >= 2 * window) return { at: now, used: 0, before: 0 };
  if (now - state.at >= window) return { at: state.at + window, used: 0, before: state.used };
  return now < state.at ? { ...state, at: now } : state;
}

interface Crowd {
  readonly used: number;
  readonly before: number;
  /** Milliseconds left of the current window. */
  readonly left: number;
  readonly window: number;
  /** How much may be there already for the cost to fit. */
  readonly room: number;
}

function untilRoom({ used, before, left, window, room }: Crowd): number {
  if (used <= room) return Math.ceil(left - ((room - used) * window) / before);
  return left + Math.max(0, Math.ceil(window - (Math.max(0, room) * window) / Math.max(1, used)));
}
