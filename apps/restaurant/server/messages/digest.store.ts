/** What went wrong at a place in a span of time, as numbers, and up to when its owners have been told of it. */
import { type Kysely, sql, type Transaction } from "kysely";
import type { Database } from "../platform/index.js";
import type { MessageWords } from "./words/index.js";

/** How often each thing went wrong. */
export type Failures = Readonly<Record<keyof MessageWords["digest"]["rows"], number>>;

/** Of which place, from when, and up to but without when. */
export interface Span {
  readonly locationId: string;
  readonly since: Date;
  readonly until: Date;
}

/** Every place, with its clock. */
export async function readClocks(db: Kysely<Database>) {
  return db.selectFrom("location").select(["id", "timezone", "digested_until as digestedUntil"]).execute();
}

const DAY_MILLISECONDS = 86_400_000;

/** Takes a span for telling; `undefined` where it was taken before. A place that was never told of has a day. */
export async function takeSpan(
  trx: Transaction<Database>,
  { locationId, until }: Omit<Span, "since">,
): Promise<Span | undefined> {
  const place = await trx
    .selectFrom("location")
    .select("digested_until")
    .where("id", "=", locationId)
    .forUpdate()
    .executeTakeFirst();
  const since = place?.digested_until ?? new Date(until.getTime() - DAY_MILLISECONDS);
  if (place === undefined || since >= until) return undefined;
  await trx.updateTable("location").set({ digested_until: until }).where("id", "=", locationId).execute();
  return { locationId, since, until };
}

/** Counts them. Events of partners that no place can be told for are the whole house's, and every owner's to know. */
export async function countFailures(db: Kysely<Database>, { locationId, since, until }: Span): Promise<Failures> {
  const within = (column: string) =>
    sql`${sql.ref(column)} >= ${since}::timestamptz and ${sql.ref(column)} < ${until}::timestamptz`;
  const { rows } = await sql<Failures>`
    select
      (count(*) filter (where action = 'order.rejected' and actor_kind = 'system'))::int as orders_unaccepted,
      (count(*) filter (where action = 'kitchen.ticket_unseen'))::int as tickets_unseen,
      (count(*) filter (where action in ('payment.mismatch', 'refund.mismatch', 'dispute.mismatch')))::int
        as payments_mismatched,
      (select count(*)::int from outbox left join message_status as heard
          on heard.provider = 'twilio' and heard.message_ref = outbox.provider_ref
        where outbox.location_id = ${locationId}::uuid and (
          (outbox.state = 'dead' and ${within("outbox.next_attempt_at")})
          or (heard.status in ('failed', 'undelivered') and ${within("heard.changed_at")}))) as messages_unsent,
      (select count(*)::int from webhook_event where state = 'dead' and ${within("finished_at")}
        and (webhook_event.location_id = ${locationId}::uuid or webhook_event.location_id is null)) as events_dead
    from audit_log where audit_log.location_id = ${locationId}::uuid and ${within("audit_log.at")}`.execute(db);
  const [counted] = rows;
  if (counted === undefined) throw new Error("A count has a row.");
  return counted;
}

/** Who owns a place. */
export async function readOwners(db: Kysely<Database>, locationId: string): Promise<readonly string[]> {
  const rows = await db
    .selectFrom("membership")
    .innerJoin("staff", "staff.id", "membership.staff_id")
    .select("staff.id")
    .where("membership.location_id", "=", locationId)
    .where("membership.role", "=", "owner")
    .where("staff.disabled_at", "is", null)
    .execute();
  return rows.map(({ id }) => id);
}
