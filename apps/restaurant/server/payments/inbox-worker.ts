/** Works what the payment partners said. */
import type { Kysely, Transaction } from "kysely";
import { type Database, type OnTrouble, type PendingEvent, type Worked, workOneArrival } from "../platform/index.js";
import { type Applied, applyPaymentFact } from "./apply-payment-fact.js";
import { applyDisputeFact, applyRefundFact } from "./apply-refund-fact.js";
import type { MoneyDeps } from "./money-deps.js";
import { moneyFactOf } from "./partners/events.js";
import type { MoneyFact, ProviderName } from "./payment-facts.js";
import { paymentsMeant } from "./payments.store.js";

/** What working the inbox needs. */
export interface InboxDeps extends MoneyDeps {
  readonly db: Kysely<Database>;
  readonly onTrouble: OnTrouble;
}

type Trx = Transaction<Database>;

/** Works the event that is due longest; `false` where none is. */
export function workOneEvent(deps: InboxDeps): Promise<boolean> {
  const { db, clock, onTrouble } = deps;
  const work = (trx: Trx, event: PendingEvent) => workEvent(deps, trx, event);
  return workOneArrival({ db, clock, onTrouble, providers: ["stripe", "razorpay"], work, orderOf });
}

/** The order that an event names, or whose payment it names. */
async function orderOf(db: Kysely<Database>, { provider, type, payload }: PendingEvent): Promise<string | undefined> {
  const fact = moneyFactOf(provider as ProviderName, type, payload);
  if (typeof fact === "string") return undefined;
  if (fact.kind === "payment" && fact.orderId !== undefined) return fact.orderId;
  const { provider: partner, paymentRef } = fact;
  const meant =
    fact.kind === "payment" ? fact : { provider: partner, paymentRef, attemptRef: undefined, paymentId: undefined };
  return (await paymentsMeant(db, meant))[0]?.order_id;
}

async function workEvent(deps: InboxDeps, trx: Trx, { provider, type, payload }: PendingEvent): Promise<Worked> {
  const fact = moneyFactOf(provider as ProviderName, type, payload);
  if (typeof fact === "string") {
    return { state: "ignored", reason: fact, ...(fact === "event_unreadable" ? { trouble: fact } : {}) };
  }
  const applied = await apply(deps, trx, fact);
  if (applied.outcome === "order_unknown") return { state: "later", reason: "order_unknown" };
  if (applied.outcome !== "mismatch") {
    return { state: "processed", reason: applied.outcome === "paid" ? undefined : applied.outcome };
  }
  return { state: "mismatch", reason: applied.reason, trouble: `mismatch_${applied.reason}` };
}

function apply(deps: InboxDeps, trx: Trx, fact: MoneyFact): Promise<Applied> {
  if (fact.kind === "refund") return applyRefundFact(deps, trx, fact);
  return fact.kind === "dispute" ? applyDisputeFact(deps, trx, fact) : applyPaymentFact(deps, trx, fact);
}
