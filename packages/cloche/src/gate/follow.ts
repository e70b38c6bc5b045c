/** Follows requests through their steps, for traces and the time of each step; compiled in only where that is asked for. */
import { isPending, isRefusal } from "../kernel/index.js";
import type { Follow, FollowedRequest, RequestRecord, StepRecord } from "../layers/observe/index.js";
import type { Passage } from "./decision.js";
import type { NamedStep } from "./explain.js";
import type { GateParts } from "./parts.js";
import type { Halt, Step } from "./pipeline.js";

const followed = new WeakMap<Passage, FollowedRequest>();

/** The same steps, each telling how long it took; the very same where nobody follows. */
export function followedSteps(named: readonly NamedStep[], { options, mark }: GateParts): readonly NamedStep[] {
  const follow = options.observe?.follow;
  if (follow === undefined) return named;
  return named.map((one) => ({ ...one, step: timed(one, follow, mark) }));
}

/** What a teller asks of a request that is followed. */
export interface Following {
  traceId(passage: Passage): string | undefined;
  end(passage: Passage, record: RequestRecord): void;
}

/** The end of what is followed, or `undefined` where nobody follows. */
export function followingOf({ options }: GateParts): Following | undefined {
  const follow = options.observe?.follow;
  if (follow === undefined) return undefined;
  return {
    traceId: (passage) => begun(passage, follow).traceId,
    end(passage, record) {
      begun(passage, follow).end(record);
      followed.delete(passage);
    },
  };
}

function begun(passage: Passage, follow: Follow): FollowedRequest {
  const known = followed.get(passage);
  if (known !== undefined) return known;
  const { facts, route } = passage;
  const begins = follow({
    at: facts.startedAt,
    method: facts.method,
    route,
    traceparent: facts.header("traceparent"),
  });
  followed.set(passage, begins);
  return begins;
}

function timed({ name, step }: NamedStep, follow: Follow, mark: () => number): Step {
  return (passage) => {
    const request = begun(passage, follow);
    const began = mark();
    const at = passage.facts.startedAt + began - passage.facts.startedMark;
    const told = (ended: Ended): void => request.step({ name, at, milliseconds: mark() - began, ...ended });
    const passed = (halt: Halt | undefined): Halt | undefined => {
      told(endedBy(halt));
      return halt;
    };
    const threw = (thrown: unknown): never => {
      told({ outcome: "failed" });
      throw thrown;
    };
    try {
      const outcome = step(passage);
      if (isPending(outcome)) return Promise.resolve(outcome).then(passed, threw);
      return passed(outcome);
    } catch (thrown) {
      return threw(thrown);
    }
  };
}

type Ended = Pick<StepRecord, "outcome" | "reason">;

function endedBy(halt: Halt | undefined): Ended {
  if (halt === undefined) return { outcome: "passed" };
  return { outcome: isRefusal(halt) ? "refused" : "answered", reason: halt.reason };
}
