/** Counts failed credentials and signatures by address, so that guessing ends before it costs any cryptography. */
import { configFault, type Refusal } from "../kernel/index.js";
import {
  LIMIT_PROBLEM_TYPES,
  memoryLimitStore,
  partitionKeys,
  readLimit,
  type Verdict,
} from "../layers/rate-limit/index.js";
import type { Passage } from "./decision.js";
import { addressReader, limitRefusal } from "./limit-steps.js";
import type { GateParts } from "./parts.js";
import type { Step } from "./pipeline.js";

/** The check before a credential is looked at, and the count of those that failed. */
export interface FailureLimit {
  readonly step: Step;
  readonly count: (passage: Passage, refusal: Refusal) => void;
}

/** How many failures an address may present where the gate says nothing. */
export const DEFAULT_FAILURES = "60 per 15 minutes by address";

const COUNTED = new Set(["token_invalid", "signature_invalid", "request_malformed"]);
const limits = new WeakMap<GateParts, FailureLimit>();

/** The gate's one failure limit; counted in this process, as it guards this process's time. */
export function failureLimit(parts: GateParts): FailureLimit {
  const known = limits.get(parts);
  if (known !== undefined) return known;
  const made = makeLimit(parts);
  limits.set(parts, made);
  return made;
}

function makeLimit({ options }: GateParts): FailureLimit {
  const policy = readLimit(options.limits?.failures ?? DEFAULT_FAILURES, "failures");
  if (policy.by.join() !== "address") {
    throw configFault("limit_unreadable", {
      where: "createGate limits.failures",
      fix: "Count by address; counted otherwise, one who guesses would lock out everybody.",
    });
  }
  const store = memoryLimitStore();
  const keyOf = partitionKeys(policy, [addressReader(options.limits ?? {})]);
  const take = (passage: Passage, cost: number): Verdict | undefined => {
    const asks = [{ key: keyOf(passage) ?? policy.scope, policy, cost }];
    return store.take(asks, passage.facts.startedAt)[0];
  };
  return {
    step(passage) {
      // Where nobody has failed of late, nobody can have failed too often.
      if (store.size === 0) return undefined;
      const verdict = take(passage, 0);
      const refusal = verdict === undefined ? undefined : limitRefusal([verdict]);
      // So many credentials that are none are guesses, or a program that has lost its own.
      return refusal === undefined ? undefined : { ...refusal, type: LIMIT_PROBLEM_TYPES.abnormalUsageDetected };
    },
    count(passage, { refused }) {
      const proven = passage.caller !== undefined || passage.delivery !== undefined;
      if (!proven && COUNTED.has(refused)) take(passage, 1);
    },
  };
}
