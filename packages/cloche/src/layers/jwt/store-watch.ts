/** Watches over a store that may be away: waits no longer than it must, stops asking, and tells when that begins and ends. */
import type { Clock, Emit } from "../../kernel/index.js";
import { isPending } from "./pending.js";

/** What is known of a store's health. */
export interface StoreWatch {
  /**
   * What `ask` answers, or `whenAway` of it where the store fails, is too slow, or has failed so often that it is asked
   * once a second only.
   */
  ask<Answer, Result>(question: Question<Answer, Result>): Result | Promise<Result>;
}

/** One question to the store, and what follows. */
export interface Question<Answer, Result> {
  readonly ask: () => Answer | PromiseLike<Answer>;
  readonly answered: (answer: Answer) => Result;
  readonly away: () => Result;
}

/** Whose health is watched. */
export interface StoreWatchOptions {
  readonly clock: Clock;
  readonly emit: Emit;
  /** The store's name in events. */
  readonly subject: string;
  readonly timeoutMilliseconds: number;
}

/** Failures in a row after which the store counts as away. */
const PATIENCE = 3;
const PAUSE_MILLISECONDS = 1000;

/** A watch over one store. `store.away` and `store.back` are told once each per outage. */
export function storeWatch({ clock, emit, subject, timeoutMilliseconds }: StoreWatchOptions): StoreWatch {
  let failures = 0;
  let nextTry = 0;
  const mayTry = () => {
    if (failures < PATIENCE) return true;
    const now = clock.now();
    if (now < nextTry && now >= nextTry - PAUSE_MILLISECONDS) return false;
    nextTry = now + PAUSE_MILLISECONDS;
    return true;
  };
  const failed = () => {
    failures += 1;
    if (failures !== PATIENCE) return;
    const now = clock.now();
    nextTry = now + PAUSE_MILLISECONDS;
    emit({ name: "store.away", at: now, subject });
  };
  const succeeded = () => {
    if (failures >= PATIENCE) emit({ name: "store.back", at: clock.now(), subject });
    failures = 0;
  };
  return {
    ask<Answer, Result>({ ask, answered, away }: Question<Answer, Result>) {
      if (!mayTry()) return away();
      const onAnswer = (answer: Answer) => {
        succeeded();
        return answered(answer);
      };
      const onFailure = () => {
        failed();
        return away();
      };
      const answer = attempt(ask);
      if (answer === FAILED) return onFailure();
      return isPending(answer) ? within(answer, timeoutMilliseconds).then(onAnswer, onFailure) : onAnswer(answer);
    },
  };
}

const FAILED = Symbol("failed");

function attempt<Answer>(ask: () => Answer): Answer | typeof FAILED {
  try {
    return ask();
  } catch {
    return FAILED;
  }
}

function within<Value>(promise: PromiseLike<Value>, milliseconds: number): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("The store was too slow.")), milliseconds);
    timer.unref();
    Promise.resolve(promise)
      .then(resolve, reject)
      .finally(() => clearTimeout(timer));
  });
}
