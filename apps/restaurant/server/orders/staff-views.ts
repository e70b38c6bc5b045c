/** Orders as staff see them. */
import type { Kysely } from "kysely";
import type { OrderSummary, StaffOrder } from "../../contracts/index.js";
import type { Database, StaffRole } from "../platform/index.js";
import { type LineRow, readLines } from "./order-lines.store.js";
import { optionText } from "./quotes.js";
import { readStaffOrder, type StaffOrderRow } from "./staff-orders.store.js";

/** Who looks. */
export type Viewer = StaffRole | "integration";

/** One order, whole; a courier sees the phone once it is on its way, and an integration nothing by which to reach a guest. */
export async function staffOrder(db: Kysely<Database>, orderId: string, viewer: Viewer): Promise<StaffOrder> {
  const row = await readStaffOrder(db, orderId);
  if (row === undefined) throw new Error("An order that was just there is gone.");
  const money = (amount: number) => ({ amount, currency: row.currency });
  const isAway = viewer === "integration";
  const isHidden = isAway || (viewer === "courier" && row.state !== "out_for_delivery");
  return {
    ...summaryOf(row),
    locationId: row.location_id,
    phone: isHidden ? masked(row.contact_phone) : row.contact_phone,
    email: isAway || viewer === "courier" ? null : row.contact_email,
    address: isAway ? null : (row.delivery_address as StaffOrder["address"]),
    orderNote: row.order_note,
    allergyNote: row.allergy_note,
    acceptedAt: text(row.accepted_at),
    readyAt: text(row.ready_at),
    completedAt: text(row.completed_at),
    closedReason: row.closed_reason,
    courierId: row.courier_id,
    tableSessionId: row.table_session_id,
    subtotal: money(row.subtotal),
    taxAdded: money(row.tax_added),
    taxIncluded: money(row.tax_included),
    fees: money(row.fees),
    tip: money(row.tip),
    lines: (await readLines(db, orderId)).map((line) => staffLine(line, row.currency)),
  };
}

/** What a list shows of an order. */
export function summaryOf(row: StaffOrderRow): OrderSummary {
  return {
    id: row.id,
    number: row.number,
    businessDate: row.business_date,
    channel: row.channel,
    orderType: row.order_type,
    state: row.state,
    paymentState: row.payment_state,
    guest: row.contact_name,
    table: row.table_label,
    total: { amount: row.total, currency: row.currency },
    createdAt: row.created_at.toISOString(),
    placedAt: text(row.placed_at),
    promisedAt: text(row.promised_at),
    fireAt: text(row.fire_at),
    answerBy: row.state === "placed" ? answerBy(row) : null,
    version: row.version,
  };
}

const SECOND = 1000;

/** A scheduled order has until the kitchen must begin, too. */
function answerBy({ placed_at, fire_at, accept_timeout_seconds }: StaffOrderRow): string | null {
  if (placed_at === null) return null;
  const from = Math.max(placed_at.getTime(), fire_at?.getTime() ?? 0);
  return new Date(from + accept_timeout_seconds * SECOND).toISOString();
}

const text = (moment: Date | null): string | null => moment?.toISOString() ?? null;

/** The last two digits tell a guest's number from another's, and nobody can call it. */
const masked = (phone: string | null): string | null => (phone === null ? null : `*** ${phone.slice(-2)}`);

function staffLine(line: LineRow, currency: string): StaffOrder["lines"][number] {
  return {
    id: line.id,
    name: line.item_name,
    variant: line.variant_name,
    quantity: line.quantity,
    options: line.modifiers.map(({ option_name, quantity }) => optionText(option_name, quantity)),
    note: line.note,
    allergens: line.allergens,
    course: line.course,
    hold: line.hold,
    firedAt: text(line.fired_at),
    voidedAt: text(line.voided_at),
    voidReason: line.void_reason,
    unitPrice: { amount: line.unit_price, currency },
    total: { amount: line.line_total, currency },
  };
}
