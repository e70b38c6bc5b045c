/** Works the inbox: each event once, again after a pause where that failed, until it is done or given up. */
import type { Kysely } from "kysely";
import { audit, type Database, POLL_MILLISECONDS, type Wakeups } from "../platform/index.js";
import { type Applied, applyPaymentFact, type PaymentDeps } from "./apply-payment-fact.js";
import { type EventKey, finish, lockPending, postpone, takeDue } from "./inbox.store.js";
import { type PaymentFact, paymentFactOf } from "./payment-facts.js";
import { isGivenUp, pauseAfter } from "./retry.js";

/** What the worker needs. */
export interface PaymentsWorkerDeps extends PaymentDeps {
  readonly db: Kysely<Database>;
  readonly wakeups: Wakeups;
  /** Hears that an event could not be worked: the partner, and a reason without anything of the event. */
  readonly onTrouble?: (trouble: {
    readonly provider: string;
    readonly reason: string;
    readonly error?: unknown;
  }) => void;
}

/** A running worker. */
export interface PaymentsWorker {
  /** Works everything that is due, and answers when it is done. */
  readonly drain: () => Promise<void>;
  /** Takes no further event, and answers when the one at hand is done. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts working the inbox: at every wake-up and every 3 seconds. Several processes may each have one.
 *
 * @example
 * const worker = startPaymentsWorker({ db, wakeups, clock, liveMode: { stripe: false }, orderEvent: orderLife.event });
 * await worker.stop();
 */
export function startPaymentsWorker(deps: PaymentsWorkerDeps): PaymentsWorker {
  const loop = drainer(deps);
  const wake = () => void loop.drain();
  const silence = deps.wakeups.listen("webhook_event", wake);
  const timer = setInterval(wake, POLL_MILLISECONDS).unref();
  wake();
  return {
    drain: loop.drain,
    async stop() {
      silence();
      clearInterval(timer);
      await loop.stop();
    },
  };
}

/** One drain at a time; a ring during one makes it look once more. */
function drainer(deps: PaymentsWorkerDeps): PaymentsWorker {
  let running: Promise<void> | undefined;
  let again = false;
  let stopped = false;
  const run = async () => {
    try {
      do {
        again = false;
        while (!stopped && (await workOne(deps)));
      } while (again && !stopped);
    } catch (error) {
      deps.onTrouble?.({ provider: "all", reason: "inbox_unavailable", error });
    } finally {
      // In the same step as the last look at `again`, so that no ring falls between the two.
      running = undefined;
    }
  };
  const drain = () => {
    again = true;
    running ??= run();
    return running;
  };
  const stop = async () => {
    stopped = true;
    await running;
  };
  return { drain, stop };
}

/** Works the event that is due longest; `false` where none is. */
async function workOne(deps: PaymentsWorkerDeps): Promise<boolean> {
  const key = await takeDue(deps.db, new Date(deps.clock.now()), pauseAfter(1));
  if (key === undefined) return false;
  try {
    await deps.db.transaction().execute((trx) => work(deps, trx, key));
  } catch (error) {
    deps.onTrouble?.({ provider: key.provider, reason: "event_failed", error });
    await deps.db.transaction().execute((trx) => later(deps, trx, { key, reason: "event_failed" }));
  }
  return true;
}

type Trx = Parameters<typeof lockPending>[0];

async function work(deps: PaymentsWorkerDeps, trx: Trx, key: EventKey): Promise<void> {
  const event = await lockPending(trx, key);
  if (event === undefined) return;
  const now = new Date(deps.clock.now());
  const fact = paymentFactOf(key.provider as PaymentFact["provider"], event.type, event.payload);
  if (fact === "event_unreadable") deps.onTrouble?.({ provider: key.provider, reason: fact });
  if (typeof fact === "string") return finish(trx, key, { state: "ignored", reason: fact, now });
  const applied = await applyPaymentFact(deps, trx, fact);
  if (applied.outcome === "order_unknown") return later(deps, trx, { key, reason: "order_unknown" });
  return finish(trx, key, { ...endingOf(applied), now });
}

function endingOf(applied: Exclude<Applied, { outcome: "order_unknown" }>) {
  if (applied.outcome === "mismatch") return { state: "mismatch", reason: applied.reason } as const;
  return { state: "processed", reason: applied.outcome === "paid" ? undefined : applied.outcome } as const;
}

/** Leaves an event for later, or gives it up where it has been tried long enough. */
async function later(
  deps: PaymentsWorkerDeps,
  trx: Trx,
  { key, reason }: { key: EventKey; reason: string },
): Promise<void> {
  const event = await lockPending(trx, key);
  if (event === undefined) return;
  const now = deps.clock.now();
  if (!isGivenUp(event.received_at, now)) {
    return postpone(trx, key, { reason, until: new Date(now + pauseAfter(event.attempts)) });
  }
  await finish(trx, key, { state: "dead", reason, now: new Date(now) });
  const actor = { kind: "provider", id: key.provider } as const;
  await audit(trx, {
    actor,
    action: "webhook.dead",
    entity: "webhook_event",
    entityId: key.eventId,
    detail: { reason },
  });
  deps.onTrouble?.({ provider: key.provider, reason: "event_dead" });
}
