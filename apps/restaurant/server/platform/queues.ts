/** How the queues of the house stand: what waits in the inbox and the outbox, since when, and what was given up. */
import { type Kysely, sql } from "kysely";
import type { Database } from "./schema.js";

/** The partners' inbox. */
export interface InboxState {
  readonly partners: readonly { readonly partner: string; readonly lastEventAt: Date | null }[];
  readonly waiting: number;
  readonly oldestAt: Date | null;
  readonly dead: number;
}

/** Reads the inbox's state. */
export async function inboxState(db: Kysely<Database>): Promise<InboxState> {
  const partners = await db
    .selectFrom("webhook_event")
    .select("provider as partner")
    .select(({ fn }) => fn.max<Date | null>("received_at").as("lastEventAt"))
    .groupBy("provider")
    .orderBy("provider")
    .execute();
  const { waiting, oldestAt, dead } = await db
    .selectFrom("webhook_event")
    .select(sql<number>`(count(*) filter (where state = 'pending'))::int`.as("waiting"))
    .select(sql<Date | null>`min(received_at) filter (where state = 'pending')`.as("oldestAt"))
    .select(sql<number>`(count(*) filter (where state = 'dead'))::int`.as("dead"))
    .executeTakeFirstOrThrow();
  return { partners, waiting, oldestAt, dead };
}

/** Reads how the messages of a place stand. */
export async function outboxState(
  db: Kysely<Database>,
  locationId: string,
): Promise<{ readonly waiting: number; readonly dead: number }> {
  return db
    .selectFrom("outbox")
    .select(sql<number>`(count(*) filter (where state = 'pending'))::int`.as("waiting"))
    .select(sql<number>`(count(*) filter (where state = 'dead'))::int`.as("dead"))
    .where("location_id", "=", locationId)
    .where("state", "in", ["pending", "dead"])
    .executeTakeFirstOrThrow();
}
