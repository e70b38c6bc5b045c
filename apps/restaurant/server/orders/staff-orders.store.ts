/** Reads orders for those who work with them. */
import type { Kysely } from "kysely";
import type { Database, OrderState } from "../platform/index.js";

/** One order's row with its table. */
export function readStaffOrder(db: Kysely<Database>, orderId: string) {
  return staffOrders(db).where("orders.id", "=", orderId).executeTakeFirst();
}

/** An order as staff's views read it. */
export type StaffOrderRow = NonNullable<Awaited<ReturnType<typeof readStaffOrder>>>;

function staffOrders(db: Kysely<Database>) {
  return db
    .selectFrom("orders")
    .innerJoin("location", "location.id", "orders.location_id")
    .leftJoin("table_session as session", "session.id", "orders.table_session_id")
    .leftJoin("dining_table as table", "table.id", "session.table_id")
    .selectAll("orders")
    .select(["table.label as table_label", "location.accept_timeout_seconds"]);
}

/** Which orders. */
export interface OrderFilter {
  readonly locationId: string;
  readonly states: readonly OrderState[] | undefined;
  readonly date: string | undefined;
  readonly number: number | undefined;
  /** Ids are in the order of time, so the last one of a page is where the next begins. */
  readonly before: string | undefined;
  readonly limit: number;
  /** Whose deliveries alone. */
  readonly courierId: string | undefined;
}

/** The newest of a place's orders. */
export function listOrders(db: Kysely<Database>, filter: OrderFilter) {
  const { locationId, states, date, number, before, limit, courierId } = filter;
  return staffOrders(db)
    .where("orders.location_id", "=", locationId)
    .$if(states !== undefined, (found) => found.where("orders.state", "in", [...(states ?? [])]))
    .$if(date !== undefined, (found) => found.where("orders.business_date", "=", date ?? ""))
    .$if(number !== undefined, (found) => found.where("orders.number", "=", number ?? 0))
    .$if(before !== undefined, (found) => found.where("orders.id", "<", before ?? ""))
    .$if(courierId !== undefined, (found) => found.where("orders.courier_id", "=", courierId ?? ""))
    .orderBy("orders.id", "desc")
    .limit(limit)
    .execute();
}

/** Whether somebody delivers for a place. */
export async function isCourierOf(db: Kysely<Database>, locationId: string, staffId: string): Promise<boolean> {
  const row = await db
    .selectFrom("membership")
    .innerJoin("staff", "staff.id", "membership.staff_id")
    .select("membership.role")
    .where("membership.location_id", "=", locationId)
    .where("membership.staff_id", "=", staffId)
    .where("staff.disabled_at", "is", null)
    .executeTakeFirst();
  return row !== undefined && row.role !== "chef";
}
