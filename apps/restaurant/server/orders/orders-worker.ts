/** What happens to orders by itself: unpaid ones are let go, the place is texted and called about unaccepted ones, which are rejected in the end; scheduled ones sent to the kitchen. */
import type { Clock } from "cloche";
import type { Kysely, Transaction } from "kysely";
import { audit, type Database, emitEvents, type NewEvent } from "../platform/index.js";
import {
  readDue,
  readExpiring,
  readUnaccepted,
  readWaitingLong,
  takeWaitingStep,
  type WaitingStep,
} from "./due.store.js";
import type { OrderMoney } from "./neighbours.js";
import type { OrderFlow } from "./order-flow.js";
import { lockOrder, type OrderRow } from "./orders.store.js";

/** What the worker needs. */
export interface OrdersWorkerDeps {
  readonly db: Kysely<Database>;
  readonly clock: Clock;
  readonly flow: OrderFlow;
  readonly money: Pick<OrderMoney, "cancelOpenAttempt"> | undefined;
  /** The messages'. Texts the place that an order waits. */
  readonly textPlace: (trx: Transaction<Database>, text: { readonly orderId: string }) => Promise<void>;
  /** The messages'. Calls the place of an order. */
  readonly callPlace: (
    trx: Transaction<Database>,
    call: { readonly orderId: string; readonly news: "order_waiting"; readonly now: Date },
  ) => Promise<void>;
  readonly onFailed: (error: unknown) => void;
}

/** A running worker. */
export interface OrdersWorker {
  /** Does everything that is due, and answers when it is done. */
  readonly drain: () => Promise<void>;
  /** Begins nothing further, and answers when what is at hand is done. */
  readonly stop: () => Promise<void>;
}

const EVERY_MILLISECONDS = 2000;

/** Starts looking every two seconds. Several processes may each have one: the order's row decides between them. */
export function startOrdersWorker(deps: OrdersWorkerDeps): OrdersWorker {
  let running: Promise<void> | undefined;
  let isStopped = false;
  const drain = () => {
    running ??= workAll(deps, () => isStopped).finally(() => {
      running = undefined;
    });
    return running;
  };
  const timer = setInterval(() => void drain(), EVERY_MILLISECONDS).unref();
  return {
    drain,
    async stop() {
      isStopped = true;
      clearInterval(timer);
      await running;
    },
  };
}

async function workAll(deps: OrdersWorkerDeps, isStopped: () => boolean): Promise<void> {
  const now = new Date(deps.clock.now());
  const works = [
    { read: readExpiring, work: expire },
    { read: readUnaccepted, work: reject },
    { read: longFor("waiting_texted_at"), work: text },
    { read: longFor("waiting_called_at"), work: call },
    { read: readDue, work: fire },
  ] as const;
  for (const { read, work } of works) {
    for (const orderId of await read(deps.db, now).catch(told(deps))) {
      if (isStopped()) return;
      await work(deps, orderId).catch(deps.onFailed);
    }
  }
}

const longFor = (step: WaitingStep) => (db: Kysely<Database>, now: Date) => readWaitingLong(db, step, now);

const told =
  ({ onFailed }: OrdersWorkerDeps) =>
  (error: unknown): readonly string[] => {
    onFailed(error);
    return [];
  };

/** Lets an order go that nobody paid for, once the partner confirms that nobody will. */
async function expire({ db, clock, flow, money }: OrdersWorkerDeps, orderId: string): Promise<void> {
  const ended = (await money?.cancelOpenAttempt(orderId)) ?? "none";
  if (ended === "unconfirmed" || ended === "paid") return;
  const reason = "not paid in time";
  await inTransaction(db, { orderId, action: "order.expired", from: "pending_payment" }, (trx) =>
    flow.ended(trx, { orderId, to: "expired", reason, now: new Date(clock.now()) }),
  );
}

async function reject({ db, clock, flow }: OrdersWorkerDeps, orderId: string): Promise<void> {
  const reason = "not accepted in time";
  await inTransaction(db, { orderId, action: "order.rejected", from: "placed" }, (trx) =>
    flow.ended(trx, { orderId, to: "rejected", reason, now: new Date(clock.now()) }),
  );
}

/** Nobody looks at the screen; a telephone may be nearer. */
async function text({ db, clock, textPlace }: OrdersWorkerDeps, orderId: string): Promise<void> {
  await inTransaction(db, { orderId, action: "order.waiting_texted", from: "placed" }, async (trx) => {
    const now = new Date(clock.now());
    if (!(await takeWaitingStep(trx, { orderId, step: "waiting_texted_at", now }))) return undefined;
    await textPlace(trx, { orderId });
    return [];
  });
}

/** Nobody has read the text either, so that it rings. */
async function call({ db, clock, callPlace }: OrdersWorkerDeps, orderId: string): Promise<void> {
  await inTransaction(db, { orderId, action: "order.waiting_called", from: "placed" }, async (trx) => {
    const now = new Date(clock.now());
    if (!(await takeWaitingStep(trx, { orderId, step: "waiting_called_at", now }))) return undefined;
    await callPlace(trx, { orderId, news: "order_waiting", now });
    return [];
  });
}

async function fire({ db, clock, flow }: OrdersWorkerDeps, orderId: string): Promise<void> {
  await inTransaction(db, { orderId, action: "order.fired", from: "accepted" }, (trx, order) =>
    flow.fired(trx, { order, now: new Date(clock.now()) }),
  );
}

interface Working {
  readonly orderId: string;
  readonly action: string;
  /** Under the lock, the state must still be this one. */
  readonly from: string;
}

function inTransaction(
  db: Kysely<Database>,
  { orderId, action, from }: Working,
  work: (trx: Transaction<Database>, order: OrderRow) => Promise<readonly NewEvent[] | undefined>,
): Promise<void> {
  return db.transaction().execute(async (trx) => {
    const order = await lockOrder(trx, orderId);
    if (order?.state !== from) return;
    const events = await work(trx, order);
    if (events === undefined) return;
    const about = { action, entity: "order", entityId: orderId, locationId: order.location_id };
    await audit(trx, { actor: { kind: "system" }, ...about });
    await emitEvents(trx, events);
  });
}
