/** Runs what moves money beside the requests: the inbox, the refunds and the reconciler. */
import { type OnTrouble, startWorkingLoop, type Wakeups } from "../platform/index.js";
import { workOneEvent } from "./inbox-worker.js";
import type { PaymentDesk } from "./payment-desk.js";
import { reconcileOne } from "./reconciler.js";
import { type RefundWorkerDeps, workOneRefund } from "./refund-worker.js";

/** What the workers need. */
export interface PaymentsWorkerDeps extends Omit<RefundWorkerDeps, "onTrouble"> {
  readonly wakeups: Wakeups;
  readonly desk: PaymentDesk;
  readonly onTrouble?: OnTrouble;
}

/** Running workers. */
export interface PaymentsWorker {
  /** Works every event and refund that is due, and answers when it is done. */
  readonly drain: () => Promise<void>;
  /** Looks after every attempt that is due. */
  readonly reconcile: () => Promise<void>;
  /** Takes nothing further, and answers when what is at hand is done. */
  readonly stop: () => Promise<void>;
}

/** How often attempts are looked through; each has a pace of its own. */
const RECONCILE_MILLISECONDS = 15_000;

/**
 * Starts the workers. Several processes may each have them.
 *
 * @example
 * const worker = startPaymentsWorker({ db, wakeups, clock, sides, providers, desk, orderEvent, onPaid, tellRefund });
 * await worker.stop();
 */
export function startPaymentsWorker(given: PaymentsWorkerDeps): PaymentsWorker {
  const deps = { ...given, onTrouble: given.onTrouble ?? (() => {}) };
  const { wakeups } = deps;
  const onAway = (error: unknown) => deps.onTrouble({ provider: "all", reason: "inbox_unavailable", error });
  const inbox = startWorkingLoop({ wakeups, channel: "webhook_event", workOne: () => workOneEvent(deps), onAway });
  const refunds = startWorkingLoop({ wakeups, channel: "refund", workOne: () => workOneRefund(deps), onAway });
  const reconciler = startWorkingLoop({
    ...{ wakeups, everyMilliseconds: RECONCILE_MILLISECONDS, onAway },
    workOne: () => reconcileOne(deps),
  });
  return {
    async drain() {
      await inbox.drain();
      await refunds.drain();
    },
    reconcile: reconciler.drain,
    async stop() {
      await Promise.all([inbox.stop(), refunds.stop(), reconciler.stop()]);
    },
  };
}
