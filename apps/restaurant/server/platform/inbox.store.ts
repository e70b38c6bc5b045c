/** The inbox: every verified event once, and what became of it. */
import { type Kysely, sql, type Transaction } from "kysely";
import type { Database } from "./schema.js";
import { notify } from "./wakeups.js";

/** Whose events are kept here. */
export type InboxPartner = "stripe" | "razorpay" | "delivery";

/** A verified event to be kept. */
export interface Arrival {
  readonly provider: InboxPartner;
  /** Taken only from what the signature covers. */
  readonly eventId: string;
  /** SHA-256 of the raw body, hexadecimal. */
  readonly bodyDigest: string;
  readonly type: string;
  /** What the event is about, in the partner's naming. */
  readonly objectRef: string | undefined;
  readonly payload: unknown;
  readonly receivedAt: Date;
}

/** Keeps an event unless it is there already, and rings for the worker; tells whether it is new. */
export async function storeArrival(db: Kysely<Database>, arrival: Arrival): Promise<boolean> {
  const { provider, type, receivedAt } = arrival;
  return db.transaction().execute(async (trx) => {
    const stored = await trx
      .insertInto("webhook_event")
      .values({
        provider,
        type,
        received_at: receivedAt,
        next_attempt_at: receivedAt,
        event_id: arrival.eventId,
        body_sha256: arrival.bodyDigest,
        object_ref: arrival.objectRef ?? null,
        payload: storableJson(arrival.payload),
      })
      // Either key may be there: the same event again, or the same body under another event id.
      .onConflict((conflict) => conflict.doNothing())
      .returning("event_id")
      .executeTakeFirst();
    await notify(trx, "webhook_event");
    return stored !== undefined;
  });
}

/** JSON that jsonb takes: it refuses NUL and halves of surrogate pairs, which a verified body may hold all the same. */
export function storableJson(value: unknown): string {
  return JSON.stringify(value).replace(/\\(?:\\|u0000|ud[89a-f][0-9a-f]{2})/g, (found) =>
    found === "\\\\" ? found : "\\ufffd",
  );
}

/** Which event. */
export interface EventKey {
  readonly provider: string;
  readonly eventId: string;
}

/** Which events are looked for, and how long one that is taken is left alone. */
export interface Due {
  readonly providers: readonly InboxPartner[];
  readonly now: Date;
  readonly putOffMilliseconds: number;
}

/**
 * Takes the event that has been due longest and puts its next attempt off, so that a process that dies at it leaves it
 * to be tried again. Several workers never take the same one.
 */
export async function takeDue(
  db: Kysely<Database>,
  { providers, now, putOffMilliseconds }: Due,
): Promise<EventKey | undefined> {
  const { rows } = await sql<EventKey>`
    update webhook_event
    set attempts = attempts + 1, next_attempt_at = ${new Date(now.getTime() + putOffMilliseconds)}::timestamptz
    where (provider, event_id) = (
      select provider, event_id from webhook_event
      where state = 'pending' and next_attempt_at <= ${now}::timestamptz and provider in (${sql.join([...providers])})
      order by next_attempt_at limit 1
      for update skip locked
    )
    returning provider, event_id as "eventId"`.execute(db);
  return rows[0];
}

/** The event with its row locked, unless somebody has finished it. */
export function lockPending(trx: Transaction<Database>, { provider, eventId }: EventKey) {
  return trx
    .selectFrom("webhook_event")
    .select(["type", "payload", "attempts", "received_at"])
    .where("provider", "=", provider)
    .where("event_id", "=", eventId)
    .where("state", "=", "pending")
    .forUpdate()
    .executeTakeFirst();
}

/** How an event ends. */
export interface Ending {
  readonly state: "processed" | "ignored" | "mismatch" | "dead";
  readonly reason: string | undefined;
  readonly now: Date;
  /** The place it concerns, for whoever looks after what was given up on. */
  readonly locationId?: string | undefined;
}

/** Finishes an event for good. */
export async function finish(
  trx: Kysely<Database>,
  { provider, eventId }: EventKey,
  { state, reason, now, locationId }: Ending,
): Promise<void> {
  await trx
    .updateTable("webhook_event")
    .set({ state, finished_at: now, last_error: reason ?? null, location_id: locationId ?? null })
    .where("provider", "=", provider)
    .where("event_id", "=", eventId)
    .execute();
}

/** An event that was given up on; its payload is nobody's to read. */
export interface DeadArrival {
  readonly partner: string;
  readonly eventId: string;
  readonly type: string;
  readonly receivedAt: Date;
  readonly attempts: number;
  readonly reason: string | null;
}

/** Whose given-up events somebody may see: a place's, and those that no place can be told for where they own it. */
export interface DeadScope {
  readonly locationId: string;
  readonly isOwner: boolean;
}

/** The events of a scope that were given up on last, newest first. */
export function deadArrivals(db: Kysely<Database>, scope: DeadScope, most: number): Promise<readonly DeadArrival[]> {
  return db
    .selectFrom("webhook_event")
    .select(["provider as partner", "event_id as eventId", "type", "attempts", "last_error as reason"])
    .select("received_at as receivedAt")
    .where("state", "=", "dead")
    .where(isOf(scope))
    .orderBy("finished_at", "desc")
    .limit(most)
    .execute();
}

/**
 * Makes a given-up event due once more and rings for the worker. `not_dead` where it waits or is done, `undefined` where
 * the scope has no such event. One that fails again is given up on again at once: its days are counted from its arrival.
 */
export async function revive(
  trx: Transaction<Database>,
  { provider, eventId, scope }: EventKey & { readonly scope: DeadScope },
  now: Date,
): Promise<"revived" | "not_dead" | undefined> {
  const event = await trx
    .selectFrom("webhook_event")
    .select("state")
    .where("provider", "=", provider)
    .where("event_id", "=", eventId)
    .where(isOf(scope))
    .forUpdate()
    .executeTakeFirst();
  if (event?.state !== "dead") return event && "not_dead";
  await trx
    .updateTable("webhook_event")
    .set({ state: "pending", next_attempt_at: now, finished_at: null })
    .where("provider", "=", provider)
    .where("event_id", "=", eventId)
    .execute();
  await notify(trx, "webhook_event");
  return "revived";
}

/** How many events of a scope were given up on. */
export async function countDead(db: Kysely<Database>, scope: DeadScope): Promise<number> {
  const { many } = await db
    .selectFrom("webhook_event")
    .select(sql<number>`count(*)::int`.as("many"))
    .where("state", "=", "dead")
    .where(isOf(scope))
    .executeTakeFirstOrThrow();
  return many;
}

const isOf = ({ locationId, isOwner }: DeadScope) =>
  sql<boolean>`(location_id = ${locationId}::uuid or (${isOwner} and location_id is null))`;

/** Leaves an event for later, with the reason. */
export async function postpone(
  trx: Kysely<Database>,
  { provider, eventId }: EventKey,
  { reason, until }: { readonly reason: string; readonly until: Date },
): Promise<void> {
  await trx
    .updateTable("webhook_event")
    .set({ next_attempt_at: until, last_error: reason })
    .where("provider", "=", provider)
    .where("event_id", "=", eventId)
    .where("state", "=", "pending")
    .execute();
}
