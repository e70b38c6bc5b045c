/** Runs a route's steps in order, at once where nothing has to be waited for. */
import { isPending, isRefusal, type Refusal } from "../kernel/index.js";
import type { EarlyAnswer, Passage } from "./decision.js";

/** What ends a request before its handler. */
export type Halt = Refusal | EarlyAnswer;

/** One step of the way to the handler: fills its part of the passage, or halts. */
export type Step = (passage: Passage) => Halt | undefined | PromiseLike<Halt | undefined>;

/** Runs the steps until one halts. */
export function runSteps(
  steps: readonly Step[],
  passage: Passage,
  from = 0,
): Halt | undefined | Promise<Halt | undefined> {
  for (let index = from; index < steps.length; index += 1) {
    const outcome = steps[index]?.(passage);
    if (outcome === undefined) continue;
    if (isPending(outcome)) {
      return Promise.resolve(outcome).then((settled) => haltOf(settled) ?? runSteps(steps, passage, index + 1));
    }
    return haltOf(outcome);
  }
  return undefined;
}

/** Anything else than a halt or nothing is a defect, and must not let a request pass. */
function haltOf(outcome: Halt | undefined): Halt | undefined {
  if (outcome === undefined || isRefusal(outcome) || "early" in outcome) return outcome;
  throw new TypeError("A step gave something that is no refusal.");
}
