/** The reports as SQL: each a table of business days, with money in whole minor units. */
import { type RawBuilder, sql } from "kysely";
import type { REPORTS } from "../../contracts/index.js";
import type { Cell } from "../platform/index.js";

/** The name of a report. */
export type ReportName = (typeof REPORTS)[number];

/** Which place and days. */
export interface ReportQuery {
  readonly locationId: string;
  readonly from: string;
  readonly to: string;
  /** Whose doings alone. */
  readonly personId?: string;
  /** Whose stations alone. */
  readonly stationsOf?: string;
}

/** One report. */
export interface Report {
  readonly columns: readonly string[];
  readonly query: (asked: ReportQuery) => RawBuilder<Readonly<Record<string, Cell>>>;
}

/** Orders that were sold: what was never placed, or was not taken, is no sale. */
const sold = ({ locationId, from, to }: ReportQuery) => sql`
  orders.location_id = ${locationId}::uuid
  and orders.business_date between ${from}::date and ${to}::date
  and orders.placed_at is not null and orders.state not in ('rejected', 'expired', 'cancelled')`;

const sales: Report = {
  columns: [
    "day",
    "orders",
    "gross",
    "discount",
    "tax_included",
    "tax_added",
    "fees",
    "tips",
    "total",
    "net",
    "paid",
    "refunded",
  ],
  query: (asked) => sql`
    select business_date::text as day, count(*)::int as orders, sum(subtotal)::bigint as gross,
      sum(discount)::bigint as discount, sum(tax_included)::bigint as tax_included, sum(tax_added)::bigint as tax_added,
      sum(fees)::bigint as fees, sum(tip)::bigint as tips, sum(total)::bigint as total,
      sum(subtotal - discount - tax_included)::bigint as net,
      sum(case when payment_state = 'paid' then total else 0 end)::bigint as paid,
      sum(coalesce(back.amount, 0))::bigint as refunded
    from orders left join lateral (
      select sum(refund.amount) as amount from refund where refund.order_id = orders.id and refund.state <> 'failed'
    ) as back on true
    where ${sold(asked)} group by business_date order by business_date`,
};

const hours: Report = {
  columns: ["day", "hour", "orders", "total"],
  query: (asked) => sql`
    select business_date::text as day,
      extract(hour from orders.placed_at at time zone location.timezone)::int as hour,
      count(*)::int as orders, sum(total)::bigint as total
    from orders join location on location.id = orders.location_id
    where ${sold(asked)}
    group by business_date, hour
    order by business_date, min(orders.placed_at), hour`,
};

/** What arrived and what went back by each way of paying, for the orders of a day; money of an order that was not sold counts as well. */
const methods: Report = {
  columns: ["day", "method", "payments", "received", "refunded", "kept"],
  query: ({ locationId, from, to }) => sql`
    select business_date::text as day, payment.provider as method, count(*)::int as payments,
      sum(payment.amount)::bigint as received, sum(coalesce(back.amount, 0))::bigint as refunded,
      sum(payment.amount - coalesce(back.amount, 0))::bigint as kept
    from orders
      join payment on payment.order_id = orders.id and payment.state = 'succeeded'
      left join lateral (
        select sum(refund.amount) as amount from refund
        where refund.payment_id = payment.id and refund.state <> 'failed'
      ) as back on true
    where orders.location_id = ${locationId}::uuid
      and orders.business_date between ${from}::date and ${to}::date
    group by business_date, payment.provider order by business_date, payment.provider`,
};

const items: Report = {
  columns: ["day", "item", "variant", "quantity", "gross"],
  query: (asked) => sql`
    select business_date::text as day, line.item_name as item, line.variant_name as variant,
      sum(line.quantity)::int as quantity, sum(line.line_total)::bigint as gross
    from orders join order_line as line on line.order_id = orders.id
    where ${sold(asked)} and line.voided_at is null
    group by business_date, line.item_name, line.variant_name
    order by business_date, gross desc, item, variant`,
};

const taxes: Report = {
  columns: ["day", "tax", "rate_ppm", "included", "taxable", "amount"],
  query: (asked) => sql`
    select business_date::text as day, tax.name as tax, tax.rate_ppm,
      case when tax.included then 'yes' else 'no' end as included,
      sum(tax.taxable)::bigint as taxable, sum(tax.amount)::bigint as amount
    from orders
      join order_line as line on line.order_id = orders.id
      join order_line_tax as tax on tax.order_line_id = line.id
    where ${sold(asked)} and line.voided_at is null
    group by business_date, tax.name, tax.rate_ppm, tax.included
    order by business_date, tax.name, tax.rate_ppm, tax.included`,
};

/** Whole seconds of a quantile. */
const quantile = (at: number, of: RawBuilder<unknown>) =>
  sql`round(percentile_cont(${sql.lit(at)}) within group (order by extract(epoch from ${of})))::int`;

const prep: Report = {
  columns: ["day", "station", "item", "made", "p50_seconds", "p90_seconds", "late_percent"],
  query: (asked) => {
    const took = sql`piece.done_at - ticket.fired_at`;
    return sql`
    select business_date::text as day, station.name as station, line.item_name as item, count(*)::int as made,
      ${quantile(0.5, took)} as p50_seconds, ${quantile(0.9, took)} as p90_seconds,
      round(100.0 * count(*) filter (where piece.done_at > orders.promised_at) / count(*))::int as late_percent
    from orders
      join ticket on ticket.order_id = orders.id
      join station on station.id = ticket.station_id
      join ticket_item as piece on piece.ticket_id = ticket.id and piece.done_at is not null
      join order_line as line on line.id = piece.order_line_id
    where ${sold(asked)} ${stationsOf(asked)}
    group by business_date, station.name, line.item_name
    order by business_date, station.name, line.item_name`;
  },
};

const stationsOf = ({ stationsOf: staffId }: ReportQuery) =>
  staffId === undefined
    ? sql``
    : sql`and station.id in (select station_id from staff_station where staff_id = ${staffId}::uuid)`;

/** What became of the orders of a day, and how long they waited for a nod. */
const outcomes: Report = {
  columns: [
    "day",
    "orders",
    "completed",
    "rejected",
    "expired",
    "cancelled",
    "accept_p50_seconds",
    "accept_p90_seconds",
  ],
  query: ({ locationId, from, to }) => {
    const waited = sql`orders.accepted_at - orders.placed_at`;
    const ended = (state: string) => sql`count(*) filter (where orders.state = ${sql.lit(state)})::int`;
    return sql`
    select business_date::text as day, count(*)::int as orders, ${ended("completed")} as completed,
      ${ended("rejected")} as rejected, ${ended("expired")} as expired, ${ended("cancelled")} as cancelled,
      ${quantile(0.5, waited)} as accept_p50_seconds, ${quantile(0.9, waited)} as accept_p90_seconds
    from orders
    where orders.location_id = ${locationId}::uuid and orders.state <> 'draft'
      and orders.business_date between ${from}::date and ${to}::date
    group by business_date order by business_date`;
  },
};

/** What people did that takes money away or lets things go: the view against fraud. */
const WATCHED = [
  ...["order.line_voided", "order.cancelled", "order.rejected", "order.closed_unpaid", "menu.availability"],
  ...["refund.requested", "payment.cash"],
];

const staff: Report = {
  columns: ["day", "person", "action", "times", "amount"],
  query: ({ locationId, from, to, personId }) => sql`
    select day::text as day, person, action, count(*)::int as times, sum(amount)::bigint as amount
    from (
      select ((entry.at at time zone location.timezone) - location.business_day_starts::interval)::date as day,
        coalesce(staff.display_name, 'somebody who has left') as person, entry.action,
        coalesce((entry.detail ->> 'amount')::bigint, 0) as amount
      from audit_log as entry
        join location on location.id = entry.location_id
        left join staff on staff.id::text = entry.actor_id
      where entry.location_id = ${locationId}::uuid and entry.actor_kind = 'staff'
        and entry.action in (${sql.join(WATCHED)})
        and ${personId === undefined ? sql`true` : sql`entry.actor_id = ${personId}`}
    ) as entries
    where day between ${from}::date and ${to}::date
    group by day, person, action order by day, person, action`,
};

/** Every report by its name. */
export const REPORT_QUERIES: Readonly<Record<ReportName, Report>> = Object.freeze({
  ...{ sales, hours, methods, outcomes, items, taxes, prep, staff },
});
