/** Reads what the kitchen will get: orders whose time has not come, and courses on hold. */
import { type Kysely, sql } from "kysely";
import type { Upcoming } from "../../contracts/index.js";
import type { Database, OrderType } from "../platform/index.js";
import { firstName } from "./tickets.store.js";

type Ahead = Upcoming["upcoming"][number];

const SHOWN = 100;

interface Row {
  readonly order_id: string;
  readonly number: number;
  readonly order_type: OrderType;
  readonly contact_name: string | null;
  readonly course: number | null;
  readonly fire_at: Date | null;
  readonly promised_at: Date | null;
  readonly lines: { readonly name: string; readonly quantity: number }[];
}

/** Both, what comes first first; no price, no telephone number, no address. */
export async function readUpcoming(db: Kysely<Database>, locationId: string): Promise<Ahead[]> {
  const { rows } = await sql<Row>`
    select orders.id as order_id, orders.number, orders.order_type, orders.contact_name,
      case when orders.fired_at is null then null else line.course end as course,
      case when orders.fired_at is null then orders.fire_at end as fire_at, orders.promised_at,
      json_agg(json_build_object('name', line.item_name, 'quantity', line.quantity) order by line.ordinal) as lines
    from orders join order_line as line on line.order_id = orders.id and line.voided_at is null
    where orders.location_id = ${locationId}::uuid and (
      (orders.fired_at is null and orders.fire_at is not null and orders.state in ('placed', 'accepted'))
      or (orders.fired_at is not null and line.hold and orders.state in ('accepted', 'preparing')))
    group by orders.id, case when orders.fired_at is null then null else line.course end
    order by coalesce(orders.fire_at, orders.promised_at), orders.number, 5 limit ${SHOWN}`.execute(db);
  return rows.map((row) => ({
    orderId: row.order_id,
    orderNumber: row.number,
    orderType: row.order_type,
    guest: firstName(row.contact_name),
    course: row.course,
    fireAt: row.fire_at?.toISOString() ?? null,
    promisedAt: row.promised_at?.toISOString() ?? null,
    lines: row.lines,
  }));
}
