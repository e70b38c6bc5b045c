/** Turns the epoch of the live streams, as must be done after a restore: positions in the lost history mean nothing now. */
import { type Kysely, sql } from "kysely";
import { audit } from "./audit.js";
import type { Database } from "./schema.js";

/** Gives the streams a new epoch and wakes whoever follows one, so that every open screen loads its board anew. */
export async function turnStreamEpoch(db: Kysely<Database>): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await trx.updateTable("install").set({ stream_epoch: sql`gen_random_uuid()` }).execute();
    const about = { action: "streams.epoch_turned", entity: "install", entityId: "install" };
    await audit(trx, { actor: { kind: "system" }, ...about });
    await sql`select pg_notify('location_event', id::text) from location`.execute(trx);
  });
}
