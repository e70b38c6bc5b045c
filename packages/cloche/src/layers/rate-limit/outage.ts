/** Says what happens while the store of the counters is away. */
import {
  type Clock,
  type Emit,
  nonEmptyText,
  oneOf,
  onlyKnown,
  systemClock,
  unheard,
  wholeNumber,
} from "../../kernel/index.js";
import { Circuit } from "./circuit.js";
import { localShare } from "./local-share.js";
import type { Ask, Verdict } from "./step.js";
import type { LimitStore } from "./store.js";

/** What a limit answers while its store is away. */
export type WhenAway = "deny" | "allow" | "local";

/** Options of `withOutagePolicy`. */
export interface OutageOptions {
  /**
   * `deny` refuses (the gate answers 503); `allow` lets everything through uncounted; `local` counts in this process
   * against its share of each quota.
   */
  readonly whenAway: WhenAway;
  /** How long a request waits for the store, 250 milliseconds where nothing is said. */
  readonly timeoutMilliseconds?: number;
  /** How many processes share the quotas; `local` needs it. */
  readonly processes?: number;
  /** The store's name in events. */
  readonly name?: string;
  readonly emit?: Emit;
  readonly clock?: Clock;
}

const KNOWN = Object.freeze(["whenAway", "timeoutMilliseconds", "processes", "name", "emit", "clock"]);
const DENIED_FOR_SECONDS = 5;

type Answers = readonly Verdict[];
type Fallback = (asks: readonly Ask[], now: number) => Answers;

/**
 * The store, with an answer for the time it is away, from the first request on: a store that cannot be reached at
 * start does not keep the process from starting. A store that fails or is slow three times in a row is not waited for
 * any more; `store.away` and `store.back` are told as that begins and ends.
 *
 * With `local`, all processes together let through at most the quota, or one request each where there are more
 * processes than that, in addition to what the store had counted before.
 *
 * @throws ConfigError `option_unknown` or `option_invalid`
 * @example
 * withOutagePolicy(redisLimitStore(fromNodeRedis(client)), { whenAway: "local", processes: 4, emit });
 */
export function withOutagePolicy(store: LimitStore, options: OutageOptions): LimitStore {
  onlyKnown(options, KNOWN, "withOutagePolicy");
  const { emit = unheard, clock = systemClock } = options;
  const timeout = readTimeout(options.timeoutMilliseconds);
  const subject = nonEmptyText(options.name ?? "rate-limit", "withOutagePolicy.name");
  const fallback = fallbackOf(options);
  const circuit = new Circuit({
    clock,
    onAway: () => emit({ name: "store.away", at: clock.now(), subject }),
    onBack: () => emit({ name: "store.back", at: clock.now(), subject }),
  });
  return { take: takeFrom({ store, circuit, fallback, timeout }), ...forgetting(store) };
}

function readTimeout(timeout = 250): number {
  return wholeNumber(timeout, "withOutagePolicy.timeoutMilliseconds", { min: 1, max: 10_000 });
}

function fallbackOf({ whenAway, processes }: OutageOptions): Fallback {
  const mode = oneOf(whenAway, ["deny", "allow", "local"], "withOutagePolicy.whenAway");
  if (mode === "local" || processes !== undefined) {
    wholeNumber(processes, "withOutagePolicy.processes", { min: 1, max: 100_000 });
  }
  if (mode === "local") return localShare(processes ?? 1);
  const answer = mode === "deny" ? denied : allowed;
  return (asks) => asks.map(answer);
}

function denied({ policy }: Ask): Verdict {
  const wait = DENIED_FOR_SECONDS;
  return { policy, allowed: false, remaining: 0, resetSeconds: wait, retryAfterSeconds: wait, storeAway: true };
}

function allowed({ policy }: Ask): Verdict {
  const { quota, windowSeconds } = policy;
  return {
    policy,
    allowed: true,
    remaining: quota,
    resetSeconds: windowSeconds,
    retryAfterSeconds: 0,
    storeAway: true,
  };
}

interface Parts {
  readonly store: LimitStore;
  readonly circuit: Circuit;
  readonly fallback: Fallback;
  readonly timeout: number;
}

function takeFrom({ store, circuit, fallback, timeout }: Parts): LimitStore["take"] {
  return (asks, now) => {
    if (!circuit.mayTry()) return fallback(asks, now);
    const instead = (): Answers => {
      circuit.failed();
      return fallback(asks, now);
    };
    const answered = (answers: Answers): Answers => {
      circuit.succeeded();
      return answers;
    };
    try {
      const answers = store.take(asks, now);
      return answers instanceof Promise ? within(answers, timeout).then(answered, instead) : answered(answers);
    } catch {
      return instead();
    }
  };
}

function within<Value>(promise: Promise<Value>, milliseconds: number): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("The store was too slow.")), milliseconds);
    timer.unref();
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

// Forgetting is a kindness to the caller, such as after a sign-in: its failure must not fail the request.
function forgetting(store: LimitStore): Pick<LimitStore, "forget"> {
  return {
    async forget(key) {
      try {
        await store.forget?.(key);
      } catch {
        // The counter runs out by itself.
      }
    },
  };
}
