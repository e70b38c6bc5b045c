/** The texts, e-mails and calls that wait to be sent, and how many a day has seen. */
import { type Kysely, sql } from "kysely";
import type { Language } from "../../contracts/index.js";
import type { Database } from "../platform/index.js";
import type { Failures } from "./digest.store.js";

/** What every message that is due is made from. */
interface Due {
  readonly id: number;
  /** What tells it from every other. */
  readonly key: string;
  readonly attempts: number;
}

/** News of an order that are due, with what they are made from. */
export interface DueNews extends Due {
  readonly kind: "sms" | "mail" | "call" | "place_sms";
  readonly news: string;
  readonly locationId: string;
  readonly place: string;
  /** The place's. */
  readonly timeZone: string;
  readonly placeLanguage: Language;
  readonly placePhone: string | null;
  readonly secondPhone: string | null;
  /** Whether the place's second number is meant. */
  readonly isSecond: boolean;
  /** Whether what the place is told of still waits for somebody. */
  readonly isWaiting: boolean;
  /** What guests reach the place by. */
  readonly hostPhone: string | null;
  readonly hostAddress: string | null;
  readonly orderId: string;
  readonly number: number;
  readonly trackVersion: number;
  readonly promisedAt: Date | null;
  /** The guest's. */
  readonly language: Language;
  readonly guestPhone: string | null;
  readonly guestEmail: string | null;
  /** What was paid, where it is told of a payment. */
  readonly paid: number | null;
  readonly currency: string;
}

/** A code that is due to be sent; nowhere to, where it has been used or is too old by now. */
export interface DueCode extends Due {
  readonly kind: "code" | "mail_code";
  readonly locationId: string | null;
  readonly place: string | null;
  readonly codeId: string | null;
  /** Whoever asked for it reads it. */
  readonly language: Language | null;
  readonly guestPhone: string | null;
  readonly guestEmail: string | null;
}

/** What went wrong at a place, due to be written to an owner; nowhere to, where they own it no more. */
export interface DueDigest extends Due {
  readonly kind: "digest";
  readonly locationId: string;
  readonly place: string;
  readonly timeZone: string;
  readonly placeLanguage: Language;
  readonly ownerEmail: string | null;
  readonly digest: { readonly since: string; readonly until: string; readonly failures: Failures };
}

/** A message that is due. */
export type DueMessage = DueNews | DueCode | DueDigest;

/** What is looked for, and until when it is nobody else's. */
export interface Taking {
  /** Of these kinds alone: what nobody here can send waits. */
  readonly kinds: readonly string[];
  readonly now: Date;
  readonly until: Date;
}

/** Takes the message that has been due longest and locks it for a while; several workers never take the same one. */
export async function takeDueMessage(
  db: Kysely<Database>,
  { kinds, now, until }: Taking,
): Promise<DueMessage | undefined> {
  const { rows } = await sql<DueMessage>`
    with due as (
      update outbox set attempts = attempts + 1, locked_until = ${until}::timestamptz, next_attempt_at = ${until}::timestamptz
      where id = (
        select id from outbox
        where state = 'pending' and kind in (${sql.join(kinds)}) and next_attempt_at <= ${now}::timestamptz
          and (locked_until is null or locked_until <= ${now}::timestamptz)
        order by next_attempt_at limit 1
        for update skip locked
      )
      returning id, kind, dedupe_key, payload, attempts, location_id
    )
    select due.id, due.kind, due.dedupe_key as key, due.payload ->> 'news' as news, due.attempts,
      location.id as "locationId", location.name as place, location.timezone as "timeZone",
      location.language as "placeLanguage", coalesce(location.alert_phone, location.second_alert_phone) as "placePhone",
      location.second_alert_phone as "secondPhone",
      due.payload ->> 'contact' is not distinct from 'second' as "isSecond",
      case due.payload ->> 'news' when 'ticket_unseen' then coalesce(ticket.state = 'open' and ticket.seen_at is null, true)
        else orders.state = 'placed' end as "isWaiting",
      location.phone as "hostPhone", location.address as "hostAddress",
      orders.id as "orderId", orders.number, orders.track_version as "trackVersion",
      orders.promised_at as "promisedAt", coalesce(orders.language, code.language) as language, orders.currency,
      case when due.kind = 'digest' then due.payload end as digest, staff.email_norm as "ownerEmail",
      payment.amount as paid, code.id as "codeId", coalesce(orders.contact_phone, code.phone) as "guestPhone",
      coalesce(orders.contact_email, code.email) as "guestEmail"
    from due
    left join orders on orders.id = (due.payload ->> 'orderId')::uuid
    left join ticket on ticket.id = (due.payload ->> 'ticketId')::uuid
    left join payment on payment.id = (due.payload ->> 'paymentId')::uuid
    left join customer_code as code on code.id = (due.payload ->> 'codeId')::uuid
      and code.used_at is null and code.expires_at > ${now}::timestamptz
    left join location on location.id = coalesce(orders.location_id, code.location_id, due.location_id)
    left join membership on membership.staff_id = (due.payload ->> 'staffId')::uuid
      and membership.location_id = due.location_id and membership.role = 'owner'
    left join staff on staff.id = membership.staff_id and staff.disabled_at is null`.execute(db);
  return rows[0];
}

/** Keeps that a message has been taken on by the partner. */
export async function markSent(db: Kysely<Database>, id: number, ref: string): Promise<void> {
  await db
    .updateTable("outbox")
    .set({ state: "sent", provider_ref: ref, locked_until: null })
    .where("id", "=", id)
    .where("state", "=", "pending")
    .execute();
}

/** Leaves a message for later, or for good: given up, or dropped because nobody needs it any more. */
export async function putOff(
  db: Kysely<Database>,
  id: number,
  { until, state }: { readonly until: Date; readonly state: "pending" | "dead" | "dropped" },
): Promise<void> {
  await db
    .updateTable("outbox")
    .set({ state, next_attempt_at: until, locked_until: null })
    .where("id", "=", id)
    .where("state", "=", "pending")
    .execute();
}

/** What is spent, by whom, and the most of it. */
export interface Spending {
  readonly locationId: string;
  readonly day: string;
  readonly purpose: "news" | "codes" | "mail" | "mail_codes" | "digests";
  readonly most: number;
}

/** Takes one message from the day's budget of a place; `false` where nothing is left of it. */
export async function takeFromBudget(
  db: Kysely<Database>,
  { locationId, day, purpose, most }: Spending,
): Promise<boolean> {
  if (most < 1) return false;
  const taken = await db
    .insertInto("message_budget")
    .values({ location_id: locationId, day, purpose, used: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(["location_id", "day", "purpose"])
        .doUpdateSet({ used: sql`message_budget.used + 1` })
        .where("message_budget.used", "<", most),
    )
    .returning("used")
    .executeTakeFirst();
  return taken !== undefined;
}

/** The day a budget is for: the calendar's, in UTC. */
export function budgetDay(now: Date): string {
  return now.toISOString().slice(0, 10);
}

/** What a place has used of its day for news of orders. */
export async function messagesToday(db: Kysely<Database>, locationId: string, now: Date): Promise<number> {
  const row = await db
    .selectFrom("message_budget")
    .select("used")
    .where("location_id", "=", locationId)
    .where("day", "=", budgetDay(now))
    .where("purpose", "=", "news")
    .executeTakeFirst();
  return row?.used ?? 0;
}
