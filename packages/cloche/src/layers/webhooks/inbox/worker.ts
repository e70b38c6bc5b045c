/** Works the inbox for as long as the process runs. */
import { onlyKnown, wholeNumber } from "../../../kernel/index.js";
import type { Backoff } from "./backoff.js";
import type { InboxEvent, PostgresInbox } from "./inbox.js";
import { type InboxHandler, type TurnOutcome, type Working, workOne } from "./work-one.js";

/** What became of an event, or `store_away`: the database could not be reached. */
export interface InboxReport {
  readonly outcome: Exclude<TurnOutcome, "none"> | "store_away";
  readonly event?: InboxEvent;
}

/** Options of `startInboxWorker`. */
export interface InboxWorkerOptions {
  readonly inbox: Pick<PostgresInbox, "transaction">;
  readonly handle: InboxHandler;
  /** How many events are worked at once; 2 by default. Each holds one connection while it is worked. */
  readonly concurrency?: number;
  /** How long to wait where nothing is due; 1000 by default. */
  readonly pollMilliseconds?: number;
  /** After how many attempts an event becomes a dead letter; 12 by default. */
  readonly maxAttempts?: number;
  /** When an event comes due again whose process died at it; 60 by default. */
  readonly leaseSeconds?: number;
  /** Pauses between attempts; from 5 seconds to an hour by default. */
  readonly backoff?: Backoff;
  /** Hears how each turn ended, for logs and metrics. */
  readonly report?: (report: InboxReport) => void;
  /** From 0 up to 1; `Math.random` by default. */
  readonly random?: () => number;
}

/** A running worker. */
export interface InboxWorker {
  /** Looks at once, such as after a `NOTIFY` or after storing in the same process. */
  wake(): void;
  /** Takes no further event and resolves when the running ones have ended. */
  stop(): Promise<void>;
}

const OPTIONS = [
  "inbox",
  "handle",
  "concurrency",
  "pollMilliseconds",
  "maxAttempts",
  "leaseSeconds",
  "backoff",
  "report",
  "random",
];

/**
 * Starts working an inbox. Any number of processes may do so on the same table.
 *
 * The handler's writes through its `query` and the event's end are one transaction: each event is worked exactly once as
 * far as the database is concerned. What the handler does elsewhere may happen twice where its process dies.
 *
 * @throws ConfigError `option_invalid` or `option_unknown`
 * @example
 * const worker = startInboxWorker({ inbox, handle: async (event, query) => applyPayment(event.payload, query) });
 * process.once("SIGTERM", () => worker.stop());
 */
export function startInboxWorker(options: InboxWorkerOptions): InboxWorker {
  const where = "startInboxWorker";
  onlyKnown(options, OPTIONS, where);
  const { concurrency = 2, pollMilliseconds = 1000 } = options;
  const state: LoopState = { running: true, sleepers: new Set() };
  const loop: Loop = {
    state,
    report: unthrowing(options.report),
    poll: wholeNumber(pollMilliseconds, `${where}.pollMilliseconds`, { min: 1, max: 3_600_000 }),
    working: workingOf(options, where),
  };
  const count = wholeNumber(concurrency, `${where}.concurrency`, { min: 1, max: 100 });
  const loops = Array.from({ length: count }, () => run(loop));
  const wake = () => {
    for (const sleeper of state.sleepers) sleeper();
  };
  return {
    wake,
    async stop() {
      state.running = false;
      wake();
      await Promise.all(loops);
    },
  };
}

/** Whoever listens must not end the work. */
function unthrowing(report: InboxWorkerOptions["report"]): Loop["report"] {
  return (told) => {
    try {
      report?.(told);
    } catch {
      // The listener's own fault; the event's end stands in the table.
    }
  };
}

function workingOf(options: InboxWorkerOptions, where: string): Working {
  const { inbox, handle, maxAttempts = 12, leaseSeconds = 60, random = Math.random } = options;
  const { firstSeconds, longestSeconds } = options.backoff ?? { firstSeconds: 5, longestSeconds: 3600 };
  const day = { min: 1, max: 86_400 };
  return {
    inbox,
    handle,
    random,
    maxAttempts: wholeNumber(maxAttempts, `${where}.maxAttempts`, { min: 1, max: 1000 }),
    leaseSeconds: wholeNumber(leaseSeconds, `${where}.leaseSeconds`, day),
    backoff: {
      firstSeconds: wholeNumber(firstSeconds, `${where}.backoff.firstSeconds`, day),
      longestSeconds: wholeNumber(longestSeconds, `${where}.backoff.longestSeconds`, day),
    },
  };
}

interface LoopState {
  running: boolean;
  readonly sleepers: Set<() => void>;
}

interface Loop {
  readonly state: LoopState;
  readonly working: Working;
  readonly poll: number;
  readonly report: (report: InboxReport) => void;
}

async function run({ state, working, poll, report }: Loop): Promise<void> {
  while (state.running) {
    const found = await turn(working, report);
    if (!found && state.running) await sleep(state, poll);
  }
}

/** Whether there was something to do, so that there may be more. */
async function turn(working: Working, report: Loop["report"]): Promise<boolean> {
  try {
    const { outcome, event } = await workOne(working);
    if (outcome === "none" || event === undefined) return false;
    report({ outcome, event });
    return true;
  } catch {
    report({ outcome: "store_away" });
    return false;
  }
}

function sleep({ sleepers }: LoopState, milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const wake = () => {
      clearTimeout(timer);
      sleepers.delete(wake);
      resolve();
    };
    const timer = setTimeout(wake, milliseconds).unref();
    sleepers.add(wake);
  });
}
