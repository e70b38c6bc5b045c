/** Works the inbox: each event once, again after a pause where that failed, until it is done or given up. */
import type { Clock } from "cloche";
import type { Kysely, Transaction } from "kysely";
import { audit } from "./audit.js";
import {
  type Ending,
  type EventKey,
  finish,
  type InboxPartner,
  lockPending,
  postpone,
  takeDue,
} from "./inbox.store.js";
import { isGivenUp, pauseAfter } from "./retry.js";
import type { Database } from "./schema.js";

/** Hears that something could not be worked: the partner, and a reason without anything of the event. */
export type OnTrouble = (trouble: {
  readonly provider: string;
  readonly reason: string;
  readonly error?: unknown;
}) => void;

/** An event as its work sees it. */
export interface PendingEvent {
  readonly provider: InboxPartner;
  readonly type: string;
  readonly payload: unknown;
}

/** What became of it: an end, or a reason to try again later. `trouble` is told where people should look. */
export type Worked =
  | (Omit<Ending, "now"> & { readonly trouble?: string })
  | { readonly state: "later"; readonly reason: string };

/** How some partners' events are worked. */
export interface InboxWork {
  readonly db: Kysely<Database>;
  readonly clock: Clock;
  readonly providers: readonly InboxPartner[];
  /** In the transaction that also ends the event, so that its effect happens once. */
  readonly work: (trx: Transaction<Database>, event: PendingEvent) => Promise<Worked>;
  /** The order an event names, where it names one that is known; so that who runs its place hears where it is given up. */
  readonly orderOf: (db: Kysely<Database>, event: PendingEvent) => Promise<string | undefined>;
  readonly onTrouble: OnTrouble;
}

type Trx = Transaction<Database>;

/** Works the event that is due longest; `false` where none is. */
export async function workOneArrival(inbox: InboxWork): Promise<boolean> {
  const { db, clock, providers, onTrouble } = inbox;
  const due = { providers, now: new Date(clock.now()), putOffMilliseconds: pauseAfter(1) };
  const key = await takeDue(db, due);
  if (key === undefined) return false;
  try {
    await db.transaction().execute((trx) => workLocked(inbox, trx, key));
  } catch (error) {
    onTrouble({ provider: key.provider, reason: "event_failed", error });
    await db.transaction().execute((trx) => later(inbox, trx, { key, reason: "event_failed" }));
  }
  return true;
}

async function workLocked(inbox: InboxWork, trx: Trx, key: EventKey): Promise<void> {
  const event = await lockPending(trx, key);
  if (event === undefined) return;
  const { type, payload } = event;
  const worked = await inbox.work(trx, { provider: key.provider as InboxPartner, type, payload });
  if (worked.state === "later") return later(inbox, trx, { key, reason: worked.reason });
  const { state, reason, trouble } = worked;
  if (trouble !== undefined) inbox.onTrouble({ provider: key.provider, reason: trouble });
  return finish(trx, key, { state, reason, now: new Date(inbox.clock.now()) });
}

/** Leaves an event for later, or gives it up where it has been tried long enough. */
async function later(inbox: InboxWork, trx: Trx, { key, reason }: { key: EventKey; reason: string }): Promise<void> {
  const event = await lockPending(trx, key);
  if (event === undefined) return;
  const now = inbox.clock.now();
  if (!isGivenUp(event.received_at, now)) {
    return postpone(trx, key, { reason, until: new Date(now + pauseAfter(event.attempts)) });
  }
  const { type, payload } = event;
  const locationId = await placeOf(inbox, trx, { provider: key.provider as InboxPartner, type, payload });
  await finish(trx, key, { state: "dead", reason, now: new Date(now), locationId });
  await audit(trx, {
    actor: { kind: "provider", id: key.provider },
    action: "webhook.dead",
    entity: "webhook_event",
    entityId: key.eventId,
    locationId,
    detail: { reason },
  });
  inbox.onTrouble({ provider: key.provider, reason: "event_dead" });
}

/** What cannot be read any more concerns the house. */
async function placeOf({ orderOf }: InboxWork, trx: Trx, event: PendingEvent): Promise<string | undefined> {
  const orderId = await orderOf(trx, event);
  if (orderId === undefined) return undefined;
  const order = await trx.selectFrom("orders").select("location_id").where("id", "=", orderId).executeTakeFirst();
  return order?.location_id;
}
