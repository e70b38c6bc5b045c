/** Runs a route's steps in order, at once where nothing has to be waited for. */
import type { Refusal } from "../kernel/index.js";
import type { Passage } from "./decision.js";

/** One step of the way to the handler: fills its part of the passage, or refuses. */
export type Step = (passage: Passage) => Refusal | undefined | Promise<Refusal | undefined>;

/** Runs the steps until one refuses. */
export function runSteps(
  steps: readonly Step[],
  passage: Passage,
  from = 0,
): Refusal | undefined | Promise<Refusal | undefined> {
  for (let index = from; index < steps.length; index += 1) {
    const outcome = steps[index]?.(passage);
    if (outcome instanceof Promise) {
      return outcome.then((refusal) => refusal ?? runSteps(steps, passage, index + 1));
    }
    if (outcome !== undefined) return outcome;
  }
  return undefined;
}
