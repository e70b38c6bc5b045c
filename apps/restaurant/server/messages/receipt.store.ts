/** Reads what an order came to and what was paid of it, for a receipt. */
import { type Kysely, sql } from "kysely";
import type { Database } from "../platform/index.js";

/** A line that was not voided. */
export interface ReceiptLine {
  readonly quantity: number;
  readonly name: string;
  readonly variant: string;
  readonly options: readonly string[];
  readonly total: number;
}

/** A tax over the whole order. */
export interface ReceiptTax {
  readonly name: string;
  readonly ratePpm: number;
  readonly included: boolean;
  readonly amount: number;
}

/** Amounts are whole minor units of the currency. */
export interface Receipt {
  readonly currency: string;
  readonly subtotal: number;
  readonly fees: number;
  readonly tip: number;
  readonly total: number;
  readonly lines: readonly ReceiptLine[];
  readonly taxes: readonly ReceiptTax[];
  readonly payments: readonly {
    readonly provider: "stripe" | "razorpay" | "cash" | "card_terminal";
    readonly amount: number;
  }[];
  /** What was or is being sent back. */
  readonly refunded: number;
}

/** Reads it as it stands now. */
export async function readReceipt(db: Kysely<Database>, orderId: string): Promise<Receipt> {
  const order = await db
    .selectFrom("orders")
    .select(["currency", "subtotal", "fees", "tip", "total"])
    .where("id", "=", orderId)
    .executeTakeFirstOrThrow();
  const [lines, taxes, payments, refunded] = await Promise.all([
    readLines(db, orderId),
    readTaxes(db, orderId),
    db
      .selectFrom("payment")
      .select(["provider", "amount"])
      .where("order_id", "=", orderId)
      .where("state", "=", "succeeded")
      .orderBy("attempt")
      .execute(),
    readRefunded(db, orderId),
  ]);
  return { ...order, lines, taxes, payments, refunded };
}

async function readLines(db: Kysely<Database>, orderId: string): Promise<readonly ReceiptLine[]> {
  const { rows } = await sql<ReceiptLine>`
    select line.quantity, line.item_name as name, line.variant_name as variant, line.line_total as total,
      coalesce((select jsonb_agg(case when chosen.quantity = 1 then chosen.option_name
          else chosen.quantity || 'x ' || chosen.option_name end order by chosen.ordinal)
        from order_line_modifier as chosen where chosen.order_line_id = line.id), '[]') as options
    from order_line as line where line.order_id = ${orderId} and line.voided_at is null
    order by line.ordinal`.execute(db);
  return rows;
}

async function readTaxes(db: Kysely<Database>, orderId: string): Promise<readonly ReceiptTax[]> {
  const { rows } = await sql<ReceiptTax>`
    select tax.name, tax.rate_ppm as "ratePpm", tax.included, sum(tax.amount)::bigint as amount
    from order_line_tax as tax join order_line as line on line.id = tax.order_line_id
    where line.order_id = ${orderId} and line.voided_at is null
    group by tax.name, tax.rate_ppm, tax.included order by tax.name, tax.rate_ppm`.execute(db);
  return rows;
}

async function readRefunded(db: Kysely<Database>, orderId: string): Promise<number> {
  const { rows } = await sql<{ amount: number }>`
    select coalesce(sum(amount), 0)::bigint as amount from refund
    where order_id = ${orderId} and state <> 'failed'`.execute(db);
  return rows[0]?.amount ?? 0;
}
