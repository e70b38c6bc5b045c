/** What happened to an order, as it stands on record, and who was told. */
import { type Handled, handle, ok } from "cloche";
import { type Kysely, sql } from "kysely";
import { type OrderHistory, readOrderHistory } from "../../contracts/index.js";
import { actingAt } from "../access/index.js";
import type { Database } from "../platform/index.js";
import type { OrderDesk } from "./order-desk.js";
import { NOT_HERE, NOT_YOURS } from "./staff-command.js";

const MOST = 200;

/** The handler. */
export function historyHandler({ db }: Pick<OrderDesk, "db">): Handled {
  return handle(readOrderHistory, async ({ caller, params: { id } }) => {
    const order = await db.selectFrom("orders").select("location_id").where("id", "=", id).executeTakeFirst();
    if (order === undefined) return NOT_HERE;
    const acting = await actingAt(db, caller, { locationId: order.location_id, capability: "takeOrders" });
    if (acting === "not_here") return NOT_HERE;
    if (acting === "not_yours") return NOT_YOURS;
    return ok({ entries: await entriesOf(db, id), messages: await messagesOf(db, id) });
  });
}

async function entriesOf(db: Kysely<Database>, orderId: string): Promise<OrderHistory["entries"]> {
  const rows = await db
    .selectFrom("audit_log as entry")
    .leftJoin("staff", (join) => join.on(sql`staff.id::text`, "=", sql.ref("entry.actor_id")))
    .select(["entry.id", "entry.at", "entry.action", "entry.actor_kind", "entry.actor_id", "entry.detail"])
    .select("staff.display_name")
    .where("entry.entity", "=", "order")
    .where("entry.entity_id", "=", orderId)
    .orderBy("entry.id")
    .limit(MOST)
    .execute();
  return rows.map(({ id, at, action, actor_kind, actor_id, display_name, detail }) => ({
    ...{ id, at: at.toISOString(), what: action },
    who: display_name ?? (actor_kind === "provider" ? (actor_id ?? actor_kind) : actor_kind),
    reason: reasonIn(detail),
  }));
}

function reasonIn(detail: unknown): string | null {
  const { reason } = (detail ?? {}) as { readonly reason?: unknown };
  return typeof reason === "string" ? reason : null;
}

async function messagesOf(db: Kysely<Database>, orderId: string): Promise<OrderHistory["messages"]> {
  const { rows } = await sql<Message>`
    select outbox.id, outbox.created_at as at, outbox.kind, outbox.payload ->> 'news' as news,
      coalesce(heard.status, outbox.state) as state
    from outbox left join message_status as heard
      on heard.provider = 'twilio' and heard.message_ref = outbox.provider_ref
    where outbox.payload ->> 'orderId' = ${orderId}
    order by outbox.id limit ${MOST}`.execute(db);
  return rows.map(({ at, ...row }) => ({ ...row, at: at.toISOString() }));
}

interface Message {
  readonly id: number;
  readonly at: Date;
  readonly kind: string;
  readonly news: string;
  readonly state: string;
}
