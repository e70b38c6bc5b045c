/** Says what happens while the store of the counters is away. */
import {
  type Clock,
  configFault,
  type Emit,
  isPending,
  nonEmptyText,
  oneOf,
  onlyKnown,
  systemClock,
  wholeNumber,
} from "../../kernel/index.js";
import { type Away, away } from "./away.js";
import { Circuit } from "./circuit.js";
import type { LimitStore } from "./store.js";
import { WHEN_AWAY, type WhenAway } from "./when-away.js";

/** Options of `withOutagePolicy`. */
export interface OutageOptions {
  /**
   * `deny` refuses (the gate answers 503); `allow` lets everything through uncounted; `local` counts in this process
   * against its share of each quota. A policy with a `whenAway` of its own keeps to that.
   */
  readonly whenAway: WhenAway;
  /** How long a request waits for the store, 250 milliseconds where nothing is said. */
  readonly timeoutMilliseconds?: number;
  /** How many processes share the quotas; `local` needs it, here and in a policy. */
  readonly processes?: number;
  /** The store's name in events. */
  readonly name?: string;
  /** Hears `store.away` and `store.back`; the gates that use the store where nothing is said. */
  readonly emit?: Emit;
  readonly clock?: Clock;
}

const KNOWN = Object.freeze(["whenAway", "timeoutMilliseconds", "processes", "name", "emit", "clock"]);

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
  const { clock = systemClock } = options;
  const told = new Set<Emit>(options.emit === undefined ? [] : [options.emit]);
  const timeout = readTimeout(options.timeoutMilliseconds);
  const subject = nonEmptyText(options.name ?? "rate-limit", "withOutagePolicy.name");
  const fallback = fallbackOf(options);
  const tell = (name: "store.away" | "store.back") => {
    for (const emit of told) emit({ name, at: clock.now(), subject });
  };
  const circuit = new Circuit({ clock, onAway: () => tell("store.away"), onBack: () => tell("store.back") });
  const asking = askingOf({ circuit, timeout });
  const acquire = store.acquire?.bind(store);
  return {
    take: (asks, now) =>
      asking({ ask: () => store.take(asks, now), instead: () => fallback.take(asks, now), tooLate: () => {} }),
    ...(acquire === undefined
      ? {}
      : {
          acquire: (asks, now) =>
            asking({
              ask: () => acquire(asks, now),
              instead: () => fallback.acquire(asks, now),
              // Nobody will ever give these back.
              tooLate: (slots) => void slots.release(),
            }),
        }),
    forget: forgetting(store, fallback),
    check: checking(store, options),
    hear(emit) {
      if (options.emit === undefined) told.add(emit);
    },
  };
}

function readTimeout(timeout = 250): number {
  return wholeNumber(timeout, "withOutagePolicy.timeoutMilliseconds", { min: 1, max: 10_000 });
}

function fallbackOf({ whenAway, processes }: OutageOptions): Away {
  const mode = oneOf(whenAway, WHEN_AWAY, "withOutagePolicy.whenAway");
  if (mode === "local" || processes !== undefined) {
    wholeNumber(processes, "withOutagePolicy.processes", { min: 1, max: 100_000 });
  }
  return away({ whenAway: mode, processes });
}

interface Asked<Answer> {
  readonly ask: () => Answer | Promise<Answer>;
  readonly instead: () => Answer;
  /** What to do with an answer that came after the time was up. */
  readonly tooLate: (answer: Answer) => void;
}

function askingOf({ circuit, timeout }: { readonly circuit: Circuit; readonly timeout: number }) {
  return <Answer>({ ask, instead, tooLate }: Asked<Answer>): Answer | Promise<Answer> => {
    if (!circuit.mayTry()) return instead();
    const failed = (): Answer => {
      circuit.failed();
      return instead();
    };
    const answered = (answer: Answer): Answer => {
      circuit.succeeded();
      return answer;
    };
    try {
      const answer = ask();
      return isPending(answer)
        ? within(Promise.resolve(answer), { timeout, tooLate }).then(answered, failed)
        : answered(answer);
    } catch {
      return failed();
    }
  };
}

interface Within<Value> {
  readonly timeout: number;
  readonly tooLate: (value: Value) => void;
}

function within<Value>(promise: Promise<Value>, { timeout, tooLate }: Within<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      reject(new Error("The store was too slow."));
    }, timeout);
    timer.unref();
    const settled = (value: Value): void => {
      clearTimeout(timer);
      if (late) tooLate(value);
      else resolve(value);
    };
    promise.then(settled, (error: unknown) => {
      clearTimeout(timer);
      reject(error instanceof Error ? error : new Error("The store failed."));
    });
  });
}

// Forgetting is a kindness to the caller, such as after a sign-in: its failure must not fail the request.
function forgetting(store: LimitStore, fallback: Away): (key: string) => Promise<void> {
  return async (key) => {
    fallback.forget(key);
    try {
      await store.forget?.(key);
    } catch {
      // The counter runs out by itself.
    }
  };
}

function checking(store: LimitStore, { processes }: OutageOptions): NonNullable<LimitStore["check"]> {
  return (policy, where) => {
    store.check?.(policy, where);
    if (policy.whenAway !== "local" || processes !== undefined) return;
    throw configFault("option_invalid", {
      where: `${where}.whenAway`,
      fix: "Tell withOutagePolicy how many processes share the quotas: a share of an unknown number is none.",
    });
  };
}
