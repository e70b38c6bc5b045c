/** Keeps the state of each message. */
import { type Kysely, sql } from "kysely";
import type { Database } from "../platform/index.js";

/** A message's state, as its partner reports it. */
export interface MessageReport {
  readonly messageRef: string;
  readonly status: string;
  readonly rank: number;
  readonly now: Date;
}

/** Keeps the report unless the message has come further already; tells whether it was news. */
export async function recordStatus(
  db: Kysely<Database>,
  { messageRef, status, rank, now }: MessageReport,
): Promise<boolean> {
  const kept = await db
    .insertInto("message_status")
    .values({ provider: "twilio", message_ref: messageRef, status, rank, first_seen_at: now, changed_at: now })
    .onConflict((conflict) =>
      conflict
        .columns(["provider", "message_ref"])
        .doUpdateSet({ status, rank, changed_at: now })
        .where(sql.ref("message_status.rank"), "<", rank),
    )
    .returning("message_ref")
    .executeTakeFirst();
  return kept !== undefined;
}
