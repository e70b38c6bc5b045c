/** Counts in a window that a key's first request opens. */
import { type Counted, type State, type Step, stepOf } from "./step.js";

/** Keeps the window's start in `at` and the count in `used`. */
export function fixedWindow(state: State | undefined, { policy, cost }: Counted, now: number): Step {
  const window = policy.windowSeconds * 1000;
  const settled = settle(state, window, now);
  const fits = settled.used + Math.max(1, cost) <= policy.quota;
  const used = fits ? settled.used + cost : settled.used;
  const left = settled.at + window - now;
  return stepOf({
    policy,
    fits,
    state: { at: settled.at, used, before: 0 },
    remaining: policy.quota - used,
    resetMilliseconds: left,
    retryMilliseconds: left,
    keepMilliseconds: left,
  });
}

function settle(state: State | undefined, window: number, now: number): State {
  if (state === undefined || now - state.at >= window) return { at: now, used: 0, before: 0 };
  // A clock that was set back neither frees the key nor locks it for longer than a window.
  return now < state.at ? { ...state, at: now } : state;
}
