/** What a customer has ordered while signed in, and what is done with it when they ask. */
import { type Handled, handle, ok } from "cloche";
import type { Kysely, Transaction } from "kysely";
import { type GuestData, listOwnOrders, type OwnOrder } from "../../contracts/index.js";
import type { Database } from "../platform/index.js";
import { forgetGuest, readGuest } from "./guests.store.js";
import type { OrderDesk } from "./order-desk.js";
import { readLines } from "./order-lines.store.js";
import type { TrackLinks } from "./order-views.js";

/** The handler of the history. */
export function ownOrdersHandler({ db, ...links }: OrderDesk): Handled {
  return handle(listOwnOrders, async ({ caller, query: { cursor, limit } }) => {
    // One more than asked for tells whether there is another page.
    const rows = await readOwn(db, { customerId: caller.id, before: cursor, limit: limit + 1 });
    const shown = rows.slice(0, limit);
    const orders = await Promise.all(shown.map((row) => ownOrder(db, row, links)));
    const next = rows.length > limit ? (shown.at(-1)?.id ?? null) : null;
    return ok({ orders, next }, { "cache-control": "no-store" });
  });
}

interface OwnQuery {
  readonly customerId: string;
  readonly before: string | undefined;
  readonly limit: number;
}

function readOwn(db: Kysely<Database>, { customerId, before, limit }: OwnQuery) {
  return db
    .selectFrom("orders")
    .innerJoin("location", "location.id", "orders.location_id")
    .selectAll("orders")
    .select(["location.name as place", "location.timezone"])
    .where("orders.customer_id", "=", customerId)
    .$if(before !== undefined, (found) => found.where("orders.id", "<", before ?? ""))
    .orderBy("orders.id", "desc")
    .limit(limit)
    .execute();
}

type OwnRow = Awaited<ReturnType<typeof readOwn>>[number];

async function ownOrder(
  db: Kysely<Database>,
  row: OwnRow,
  { publicBaseUrl, trackToken }: TrackLinks,
): Promise<OwnOrder> {
  const lines = (await readLines(db, row.id)).filter(({ voided_at }) => voided_at === null);
  return {
    ...{ id: row.id, place: row.place, timezone: row.timezone, number: row.number, businessDate: row.business_date },
    ...{ orderType: row.order_type, state: row.state, paymentState: row.payment_state },
    total: { amount: row.total, currency: row.currency },
    placedAt: (row.placed_at ?? row.created_at).toISOString(),
    lines: lines.map(({ item_name: name, quantity }) => ({ name, quantity })),
    trackUrl: `${publicBaseUrl}/track/${trackToken({ orderId: row.id, trackVersion: row.track_version })}`,
  };
}

/** Everything that a customer has ordered while signed in. */
export function ordersOfCustomer(db: Kysely<Database>, customerId: string): Promise<GuestData> {
  return readGuest(db, { customerId });
}

/** Takes everything personal out of those orders; `undefined` where one is not over. */
export function forgetOrdersOf(trx: Transaction<Database>, customerId: string): Promise<number | undefined> {
  return forgetGuest(trx, { customerId });
}
