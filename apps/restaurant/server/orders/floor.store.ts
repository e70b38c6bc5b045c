/** Reads the floor: every table, who sits there, and what is open. */
import type { Kysely } from "kysely";
import type { Floor } from "../../contracts/index.js";
import type { Database, OrderState } from "../platform/index.js";

type Table = Floor["tables"][number];

/** Nothing more comes of these, and nothing is to be paid. */
const GONE: readonly OrderState[] = ["rejected", "expired", "cancelled"];

/** The tables by their area and name. */
export async function tablesWithOrders(db: Kysely<Database>, locationId: string): Promise<readonly Table[]> {
  const tables = await db
    .selectFrom("dining_table as table")
    .leftJoin("table_session as session", (join) =>
      join.onRef("session.table_id", "=", "table.id").on("session.closed_at", "is", null),
    )
    .select(["table.id", "table.label", "table.service_area as serviceArea", "session.id as sessionId"])
    .where("table.location_id", "=", locationId)
    .where("table.archived_at", "is", null)
    .orderBy("table.service_area")
    .orderBy("table.label")
    .execute();
  const orders = await ordersOf(
    db,
    tables.flatMap(({ sessionId }) => sessionId ?? []),
  );
  return tables.map((table) => ({
    ...table,
    orders: orders
      .filter(({ table_session_id }) => table_session_id !== null && table_session_id === table.sessionId)
      .map(({ id, number, state, payment_state: paymentState, total: amount, currency }) => ({
        ...{ id, number, state, paymentState, total: { amount, currency } },
      })),
  }));
}

async function ordersOf(db: Kysely<Database>, sessionIds: readonly string[]) {
  if (sessionIds.length === 0) return [];
  return db
    .selectFrom("orders")
    .select(["id", "table_session_id", "number", "state", "payment_state", "total", "currency"])
    .where("table_session_id", "in", [...sessionIds])
    .where("state", "not in", [...GONE])
    .where((where) => where.or([where("state", "<>", "completed"), where("payment_state", "=", "unpaid")]))
    .orderBy("id")
    .execute();
}
