/** The table of algorithms; nothing else knows them by name. */
import { table } from "../../kernel/index.js";
import { underBan } from "./ban.js";
import { fixedWindow } from "./fixed-window.js";
import { gcra } from "./gcra.js";
import type { AlgorithmName } from "./policy.js";
import { slidingWindow } from "./sliding-window.js";
import { type Counted, countedCost, type State, type Step, type StepFunction } from "./step.js";
import { tokenBucket } from "./token-bucket.js";

/** Each algorithm's pure step. */
export const STEPS: Readonly<Record<AlgorithmName, StepFunction>> = table({
  "fixed-window": fixedWindow,
  "sliding-window": slidingWindow,
  "token-bucket": tokenBucket,
  gcra,
});

/**
 * One step of the policy's algorithm, under its ban where it has one: what the answer is, and what to keep.
 *
 * @param state What was kept for the key, `undefined` where nothing was.
 * @param now Milliseconds since the epoch.
 */
export function step(state: State | undefined, ask: Counted, now: number): Step {
  const { policy } = ask;
  const cost = countedCost(ask);
  const taken = STEPS[policy.algorithm](state, { policy, cost }, now);
  return policy.ban === undefined ? taken : underBan(taken, { rule: policy.ban, state, cost }, now);
}
