/** Step 10: tells the observer how a request ended. Holds no input, no token and no full address. */
import { type Refusal, remembered, type SecurityEvent, type SecurityEventName } from "../kernel/index.js";
import { networkOf, type RequestRecord } from "../layers/observe/index.js";
import type { Undeclared } from "./answer.js";
import type { Answer, Passage } from "./decision.js";
import { explainedTeller } from "./explain.js";
import { followingOf } from "./follow.js";
import type { GateParts } from "./parts.js";

/** Tells what happened on one route. */
export interface Teller {
  refusal(passage: Passage, refusal: Refusal): void;
  /** A partner's delivery that had been worked before. */
  duplicate(passage: Passage): void;
  undeclared(passage: Passage, failure: Undeclared): void;
  failure(passage: Passage, thrown: unknown, reason?: string): void;
  ended(passage: Passage, answer: Pick<Answer, "status" | "outcome" | "reason">): void;
}

const networkOfLate = remembered((address) => networkOf(address));

/** A teller for the route called `route`. */
export function tellerOf(route: string, parts: GateParts, partner?: string): Teller {
  const { emit, clock, options, mark } = parts;
  const observer = options.observe;
  const following = followingOf(parts);
  const named = partner === undefined ? {} : { partner };
  const event = (passage: Passage, name: SecurityEventName, rest: Partial<SecurityEvent>): void =>
    emit({ name, at: clock.now(), route, requestId: passage.facts.requestId, ...who(passage), ...named, ...rest });
  const teller: Teller = {
    refusal(passage, refusal) {
      event(passage, eventFor(refusal), { reason: refusal.reason, ...subject(refusal) });
    },
    duplicate(passage) {
      event(passage, "webhook.duplicate", { reason: "repeated" });
    },
    undeclared(passage, { undeclared, paths }) {
      event(passage, "answer.undeclared", { reason: undeclared, subject: paths.slice(0, 5).join(" ") });
    },
    failure(passage, thrown, reason = "handler_threw") {
      event(passage, "request.failed", { reason });
      observer?.failure(thrown, { requestId: passage.facts.requestId, route });
    },
    ended(passage, { status, outcome, reason }) {
      const { facts, caller, verdicts } = passage;
      for (const { shadow, policy } of verdicts) {
        if (shadow === true) event(passage, "route.shadow_refusal", { reason: "quota_exceeded", subject: policy.name });
      }
      if (observer === undefined) return;
      const record: RequestRecord = {
        at: facts.startedAt,
        requestId: facts.requestId,
        traceId: following?.traceId(passage) ?? facts.traceId,
        method: facts.method,
        route,
        status,
        outcome,
        reason,
        callerId: caller?.id,
        network: networkOfLate(facts.address),
        // Finer is no more than the clock's own noise, and longer to write.
        durationMilliseconds: Math.round((mark() - facts.startedMark) * 1000) / 1000,
      };
      observer.request(record);
      following?.end(passage, record);
    },
  };
  return explainedTeller(teller, options.explain);
}

function who({ caller, facts }: Passage): Partial<SecurityEvent> {
  const network = networkOf(facts.address);
  return {
    ...(caller === undefined ? {} : { callerId: caller.id }),
    ...(network === undefined ? {} : { network }),
  };
}

function subject({ violatedPolicies }: Refusal): Partial<SecurityEvent> {
  return violatedPolicies === undefined ? {} : { subject: violatedPolicies.join(" ") };
}

function eventFor({ refused, reason }: Refusal): SecurityEventName {
  if (refused === "signature_invalid") return "signature.failed";
  if (reason === "banned") return "client.banned";
  return refused === "rate_limited" ? "limit.reached" : "request.refused";
}
