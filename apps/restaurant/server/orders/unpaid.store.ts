/** How much somebody owes already, so that nobody cooks for a number that was only typed in. */
import { sql, type Transaction } from "kysely";
import { ORDER_STATES } from "../../contracts/index.js";
import type { Database } from "../platform/index.js";
import { orderMachine } from "./order-states.js";

const OVER = ORDER_STATES.filter((state) => orderMachine.isTerminal(state));

/** The unpaid orders of a phone that are not over. Others of the same phone wait until this transaction ends. */
export async function countUnpaidOf(trx: Transaction<Database>, locationId: string, phone: string): Promise<number> {
  const name = `unpaid of phone\n${locationId}\n${phone}`;
  await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(trx);
  const { many } = await trx
    .selectFrom("orders")
    .select(({ fn }) => fn.countAll<number>().as("many"))
    .where("location_id", "=", locationId)
    .where("contact_phone", "=", phone)
    .where("payment_state", "=", "unpaid")
    .where("total", ">", 0)
    .where("state", "not in", OVER)
    .executeTakeFirstOrThrow();
  return Number(many);
}
