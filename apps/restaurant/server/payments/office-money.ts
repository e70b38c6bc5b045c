/** The money of a place that somebody may have to look after, by what is the matter with it. */
import { type Kysely, sql } from "kysely";
import type { OfficeMoney } from "../../contracts/index.js";
import type { Database } from "../platform/index.js";
import { disputeRows, disputeView, paymentRows, paymentView, refundRows, refundView } from "./money-views.js";

const MOST = 100;

/** Reads it, the newest first. */
export async function officeMoney(db: Kysely<Database>, locationId: string): Promise<OfficeMoney> {
  const [open, mismatches, late, refunds, disputes] = [
    await payments(db, locationId, ["created", "processing", "authorized"]),
    await payments(db, locationId, ["mismatch"]),
    await refundsOf(db, locationId, "late"),
    await refundsOf(db, locationId, "others"),
    await disputesOf(db, locationId),
  ];
  return { open, mismatches, late, refunds, disputes };
}

interface OrderPart {
  readonly order_id: string;
  readonly number: number;
  readonly business_date: string;
  readonly order_state: OfficeMoney["open"][number]["orderState"];
}

/** Of which order something is. */
function ofOrder({ order_id: orderId, number, business_date: businessDate, order_state: orderState }: OrderPart) {
  return { orderId, orderNumber: number, businessDate, orderState };
}

const ORDER_PART = ["orders.number", "orders.business_date", "orders.state as order_state"] as const;

async function payments(
  db: Kysely<Database>,
  locationId: string,
  states: readonly ("created" | "processing" | "authorized" | "mismatch")[],
): Promise<OfficeMoney["open"]> {
  const rows = await paymentRows(db)
    .innerJoin("orders", "orders.id", "payment.order_id")
    .select(ORDER_PART)
    .select("payment.last_checked_at")
    .where("payment.location_id", "=", locationId)
    .where("payment.state", "in", [...states])
    .orderBy("payment.created_at", "desc")
    .limit(MOST)
    .execute();
  return rows.map((row) => ({
    ...paymentView(row),
    ...ofOrder(row),
    providerRef: row.provider_ref,
    lastCheckedAt: row.last_checked_at?.toISOString() ?? null,
  }));
}

/** `late_payment` and `duplicate` are asked for by nobody. */
async function refundsOf(
  db: Kysely<Database>,
  locationId: string,
  which: "late" | "others",
): Promise<OfficeMoney["refunds"]> {
  const byItself = sql<boolean>`(refund.reason in ('late_payment', 'duplicate') and refund.requested_by is null)`;
  const rows = await refundRows(db)
    .innerJoin("orders", "orders.id", "refund.order_id")
    .select(ORDER_PART)
    .select(["refund.order_id", "payment.provider"])
    .where("refund.location_id", "=", locationId)
    .where(which === "late" ? byItself : sql<boolean>`not ${byItself}`)
    // What is not through comes first, however old it is.
    .orderBy(sql`refund.state = 'succeeded'`)
    .orderBy("refund.created_at", "desc")
    .limit(MOST)
    .execute();
  return rows.map((row) => ({ ...refundView(row), ...ofOrder(row), provider: row.provider }));
}

async function disputesOf(db: Kysely<Database>, locationId: string): Promise<OfficeMoney["disputes"]> {
  const rows = await disputeRows(db)
    .innerJoin("orders", "orders.id", "payment.order_id")
    .select(ORDER_PART)
    .select("payment.order_id")
    .where("payment.location_id", "=", locationId)
    .orderBy("opened_at", "desc")
    .limit(MOST)
    .execute();
  return rows.map((row) => ({ ...disputeView(row), ...ofOrder(row) }));
}
