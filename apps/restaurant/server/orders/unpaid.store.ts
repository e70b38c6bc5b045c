/** How much somebody owes already, so that nobody cooks for a number that was only typed in. */
import { sql, type Transaction } from "kysely";
import { ORDER_STATES } from "../../contracts/index.js";
import type { Database } from "../platform/index.js";
import { orderMachine } from "./order-states.js";

const OVER = ORDER_STATES.filter((state) => orderMachine.isTerminal(state));

/** What a guest gives to be reached by. */
export interface Reach {
  readonly phone?: string | undefined;
  readonly email?: string | undefined;
}

/**
 * The unpaid orders that are not over of a phone, or of an e-mail address where no phone was given. Others of the same wait
 * until this transaction ends.
 */
export async function countUnpaidOf(
  trx: Transaction<Database>,
  locationId: string,
  { phone, email }: Reach,
): Promise<number> {
  const address = phone ?? email?.toLowerCase();
  if (address === undefined) return 0;
  const name = `unpaid of phone\n${locationId}\n${address}`;
  await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(trx);
  const { many } = await trx
    .selectFrom("orders")
    .select(({ fn }) => fn.countAll<number>().as("many"))
    .where("location_id", "=", locationId)
    .where(phone === undefined ? sql`lower(contact_email)` : sql.ref("contact_phone"), "=", address)
    .where("payment_state", "=", "unpaid")
    .where("total", ">", 0)
    .where("state", "not in", OVER)
    .executeTakeFirstOrThrow();
  return Number(many);
}
