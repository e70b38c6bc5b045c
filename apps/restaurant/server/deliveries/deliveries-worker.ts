/** Works what the delivery partner reported: each report once, in the transaction of what it changes. */
import type { Clock } from "cloche";
import type { Kysely, Transaction } from "kysely";
import { DeliveryStatus } from "../../contracts/index.js";
import {
  type Database,
  emitEvents,
  type NewEvent,
  type OnTrouble,
  type PendingEvent,
  startWorkingLoop,
  type Wakeups,
  type Worked,
  type WorkingLoop,
  workOneArrival,
} from "../platform/index.js";

/** A report of the partner. */
export interface Report {
  readonly orderId: string;
  readonly status: DeliveryStatus["status"];
  readonly now: Date;
}

/** What ordering made of it. */
export type Taken =
  | { readonly outcome: "moved" | "already" | "failed"; readonly events: readonly NewEvent[] }
  | { readonly outcome: "not_ready" }
  | { readonly outcome: "mismatch"; readonly reason: string; readonly events: readonly NewEvent[] };

/** What the worker needs. */
export interface DeliveriesWorkerDeps {
  readonly db: Kysely<Database>;
  readonly clock: Clock;
  readonly wakeups: Wakeups;
  /** The orders': takes a report, under the order's lock. */
  readonly take: (trx: Transaction<Database>, report: Report) => Promise<Taken>;
  readonly onTrouble: OnTrouble;
}

/** A running worker. */
export type DeliveriesWorker = WorkingLoop;

/** Starts the worker. Several processes may each have one. */
export function startDeliveriesWorker(deps: DeliveriesWorkerDeps): DeliveriesWorker {
  const { db, clock, wakeups, onTrouble } = deps;
  const work = (trx: Transaction<Database>, event: PendingEvent) => workReport(deps, trx, event);
  return startWorkingLoop({
    ...{ wakeups, channel: "webhook_event" },
    workOne: () => workOneArrival({ db, clock, onTrouble, providers: ["delivery"], work, orderOf }),
    onAway: (error) => onTrouble({ provider: "delivery", reason: "inbox_unavailable", error }),
  });
}

async function orderOf(_: Kysely<Database>, { payload }: PendingEvent): Promise<string | undefined> {
  return DeliveryStatus.safeParse(payload).data?.order;
}

async function workReport(
  { take, clock }: DeliveriesWorkerDeps,
  trx: Transaction<Database>,
  { payload }: PendingEvent,
): Promise<Worked> {
  const { order: orderId, status } = DeliveryStatus.parse(payload);
  const taken = await take(trx, { orderId, status, now: new Date(clock.now()) });
  if (taken.outcome === "not_ready") return { state: "later", reason: "order_not_ready" };
  await emitEvents(trx, taken.events);
  if (taken.outcome === "mismatch") {
    return { state: "mismatch", reason: taken.reason, trouble: `mismatch_${taken.reason}` };
  }
  const reason = taken.outcome === "moved" ? undefined : taken.outcome;
  return { state: "processed", reason, ...(reason === "failed" ? { trouble: "delivery_failed" } : {}) };
}
