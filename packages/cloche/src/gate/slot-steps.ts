/** Holds a request to how many may run at the same time, from its step until its answer has been sent. */
import { configFault, isPending, monotonicMilliseconds, type Refusal } from "../kernel/index.js";
import type { ConcurrencyPolicy, LimitStore, SlotAsk, Slots } from "../layers/rate-limit/index.js";
import type { Answer, HeldSlots, Passage } from "./decision.js";
import { judgeVerdicts, keyReader, type LimitStep } from "./limit-steps.js";
import type { LimitsOptions } from "./parts.js";

/**
 * The step that takes the slots of one stage.
 *
 * @throws ConfigError `option_invalid` where the store holds none
 */
export function slotsStep(policies: readonly ConcurrencyPolicy[], options: LimitsOptions, where: string): LimitStep {
  const acquire = acquiring(options.store, where);
  const renewEach = Math.min(...policies.map(({ leaseSeconds }) => leaseSeconds)) * RENEWED_AT_MILLISECONDS;
  const keyed = policies.map((policy) => ({ policy, keyOf: keyReader(policy, options) }));
  return (passage) => {
    if (passage.exempt) return undefined;
    const asks = keyed.map(({ policy, keyOf }): SlotAsk => ({ key: keyOf(passage), policy }));
    const slots = acquire(asks, passage.facts.startedAt);
    return isPending(slots)
      ? Promise.resolve(slots).then((settled) => judge(passage, settled, renewEach))
      : judge(passage, slots, renewEach);
  };
}

/** At a third of the lease, so that a renewal may fail once and come late once. */
const RENEWED_AT_MILLISECONDS = 1000 / 3;

function acquiring(store: LimitStore, where: string): NonNullable<LimitStore["acquire"]> {
  if (store.acquire !== undefined)
    return (asks, now) => (store.acquire as NonNullable<typeof store.acquire>)(asks, now);
  throw configFault("option_invalid", {
    where: `${where} limit`,
    fix: "This store cannot hold slots; use memoryLimitStore or redisLimitStore, or drop the limit `at once`.",
  });
}

function judge(passage: Passage, slots: Slots, renewEach: number): Refusal | undefined {
  const refusal = judgeVerdicts(passage, slots.verdicts);
  if (refusal !== undefined) return refusal;
  passage.held = both(passage.held, holding(slots, passage, renewEach));
  return undefined;
}

function holding(slots: Slots, { facts }: Passage, renewEach: number): HeldSlots {
  const started = monotonicMilliseconds();
  const renew = (): void => {
    const now = facts.startedAt + Math.round(monotonicMilliseconds() - started);
    // What cannot be renewed frees itself, which is all that a store that is away can do.
    Promise.resolve(slots.renew(now)).catch(() => {});
  };
  const timer = setInterval(renew, renewEach);
  timer.unref();
  const abandon = (): void => clearInterval(timer);
  return {
    abandon,
    release() {
      abandon();
      void slots.release();
    },
  };
}

function both(one: HeldSlots | undefined, other: HeldSlots): HeldSlots {
  if (one === undefined) return other;
  const each = (verb: keyof HeldSlots) => () => {
    one[verb]();
    other[verb]();
  };
  return { release: each("release"), abandon: each("abandon") };
}

/** Gives back what a request holds. */
export function releaseSlots(passage: Passage): void {
  passage.held?.release();
  passage.held = undefined;
}

/** The answer, whose stream gives back what the request holds when it ends, breaks or loses its reader. */
export function releasedAfter(passage: Passage, answer: Answer): Answer {
  const { held } = passage;
  const { body } = answer;
  if (held === undefined || body === undefined || typeof body === "string" || body instanceof Uint8Array) return answer;
  passage.held = undefined;
  return { ...answer, body: releasing(body, held) };
}

type Stream = AsyncIterable<string | Uint8Array>;

function releasing(body: Stream, held: HeldSlots): Stream {
  return {
    [Symbol.asyncIterator]() {
      const chunks = body[Symbol.asyncIterator]();
      const ended = <Result extends IteratorResult<string | Uint8Array>>(result: Result): Result => {
        if (result.done === true) held.release();
        return result;
      };
      return {
        next: () =>
          chunks.next().then(ended, (thrown: unknown) => {
            held.release();
            throw thrown;
          }),
        async return() {
          held.release();
          await chunks.return?.();
          return { done: true, value: undefined };
        },
      };
    },
  };
}
