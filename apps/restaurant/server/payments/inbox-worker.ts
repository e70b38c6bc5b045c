/** Works the inbox: each event once, again after a pause where that failed, until it is done or given up. */
import type { Kysely, Transaction } from "kysely";
import { audit, type Database } from "../platform/index.js";
import { type Applied, applyPaymentFact } from "./apply-payment-fact.js";
import { applyDisputeFact, applyRefundFact } from "./apply-refund-fact.js";
import { type EventKey, finish, lockPending, postpone, takeDue } from "./inbox.store.js";
import type { MoneyDeps } from "./money-deps.js";
import { moneyFactOf } from "./partners/events.js";
import type { MoneyFact, ProviderName } from "./payment-facts.js";
import { isGivenUp, pauseAfter } from "./retry.js";

/** What working the inbox needs. */
export interface InboxDeps extends MoneyDeps {
  readonly db: Kysely<Database>;
  readonly onTrouble: OnTrouble;
}

/** Hears that something could not be worked: the partner, and a reason without anything of the event. */
export type OnTrouble = (trouble: {
  readonly provider: string;
  readonly reason: string;
  readonly error?: unknown;
}) => void;

type Trx = Transaction<Database>;

/** Works the event that is due longest; `false` where none is. */
export async function workOneEvent(deps: InboxDeps): Promise<boolean> {
  const key = await takeDue(deps.db, new Date(deps.clock.now()), pauseAfter(1));
  if (key === undefined) return false;
  try {
    await deps.db.transaction().execute((trx) => work(deps, trx, key));
  } catch (error) {
    deps.onTrouble({ provider: key.provider, reason: "event_failed", error });
    await deps.db.transaction().execute((trx) => later(deps, trx, { key, reason: "event_failed" }));
  }
  return true;
}

async function work(deps: InboxDeps, trx: Trx, key: EventKey): Promise<void> {
  const event = await lockPending(trx, key);
  if (event === undefined) return;
  const now = new Date(deps.clock.now());
  const fact = moneyFactOf(key.provider as ProviderName, event.type, event.payload);
  if (fact === "event_unreadable") deps.onTrouble({ provider: key.provider, reason: fact });
  if (typeof fact === "string") return finish(trx, key, { state: "ignored", reason: fact, now });
  const applied = await apply(deps, trx, fact);
  if (applied.outcome === "order_unknown") return later(deps, trx, { key, reason: "order_unknown" });
  if (applied.outcome === "mismatch") deps.onTrouble({ provider: key.provider, reason: `mismatch_${applied.reason}` });
  return finish(trx, key, { ...endingOf(applied), now });
}

function apply(deps: InboxDeps, trx: Trx, fact: MoneyFact): Promise<Applied> {
  if (fact.kind === "refund") return applyRefundFact(deps, trx, fact);
  return fact.kind === "dispute" ? applyDisputeFact(deps, trx, fact) : applyPaymentFact(deps, trx, fact);
}

function endingOf(applied: Exclude<Applied, { outcome: "order_unknown" }>) {
  if (applied.outcome === "mismatch") return { state: "mismatch", reason: applied.reason } as const;
  return { state: "processed", reason: applied.outcome === "paid" ? undefined : applied.outcome } as const;
}

/** Leaves an event for later, or gives it up where it has been tried long enough. */
async function later(deps: InboxDeps, trx: Trx, { key, reason }: { key: EventKey; reason: string }): Promise<void> {
  const event = await lockPending(trx, key);
  if (event === undefined) return;
  const now = deps.clock.now();
  if (!isGivenUp(event.received_at, now)) {
    return postpone(trx, key, { reason, until: new Date(now + pauseAfter(event.attempts)) });
  }
  await finish(trx, key, { state: "dead", reason, now: new Date(now) });
  await audit(trx, {
    actor: { kind: "provider", id: key.provider },
    action: "webhook.dead",
    entity: "webhook_event",
    entityId: key.eventId,
    detail: { reason },
  });
  deps.onTrouble({ provider: key.provider, reason: "event_dead" });
}
