/** When an outgoing webhook is tried again, as a pure function. */
import type { SendOutcome } from "./outcome.js";

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** The pauses that Standard Webhooks recommends, in seconds: about three days in all. */
const PAUSES = [5, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR] as const;
const LONGEST = 24 * HOUR;

/** What to do after an attempt. */
export type NextStep =
  | { readonly step: "done" }
  | { readonly step: "retry"; readonly afterSeconds: number }
  /** Send nothing more to this endpoint until its owner switches it on again. */
  | { readonly step: "disable" }
  | { readonly step: "give_up" };

/**
 * The step after an attempt.
 *
 * @param attempt The number of the attempt that ended so, from 1.
 * @param random From 0 up to 1; a quarter of each pause to either side is left to chance.
 * @example
 * nextStep(1, outcome, Math.random()); // { step: "retry", afterSeconds: 5.4 }
 */
export function nextStep(attempt: number, { outcome, retryAfterSeconds = 0 }: SendOutcome, random: number): NextStep {
  if (outcome === "delivered") return { step: "done" };
  if (outcome === "disabled") return { step: "disable" };
  const pause = PAUSES[Math.max(attempt, 1) - 1];
  if (outcome === "refused" || pause === undefined) return { step: "give_up" };
  const wanted = Math.min(retryAfterSeconds, LONGEST);
  return { step: "retry", afterSeconds: Math.max(pause * (0.75 + random / 2), wanted) };
}
