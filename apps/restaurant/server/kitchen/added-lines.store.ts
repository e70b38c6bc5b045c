/** Marks what came onto a ticket after its firing, and opens the ticket again. */
import { sql, type Transaction } from "kysely";
import type { Database } from "../platform/index.js";

/** Which tickets grew, and by which of their lines. */
export interface Grown {
  readonly grownTicketIds: readonly string[];
  readonly addedItemIds: readonly string[];
}

/** Whoever had seen the ticket has not seen this: it must be shown, and acknowledged, anew. */
export async function reopenForAdded(
  trx: Transaction<Database>,
  { grownTicketIds, addedItemIds }: Grown,
): Promise<void> {
  if (grownTicketIds.length === 0) return;
  await trx
    .updateTable("ticket_item")
    .set({ added: true })
    .where("id", "in", [...addedItemIds])
    .execute();
  await trx
    .updateTable("ticket")
    .set({
      state: "open",
      version: sql`version + 1`,
      changed_at: sql<Date>`now()`,
      bumped_at: null,
      bumped_by: null,
      bumped_by_kind: null,
      told_seq: null,
      seen_at: null,
      escalation: 0,
    })
    .where("id", "in", [...grownTicketIds])
    .execute();
}
