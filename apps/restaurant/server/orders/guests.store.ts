/** Finds and forgets what a place holds about a guest. */
import { type Kysely, sql, type Transaction } from "kysely";
import type { GuestData } from "../../contracts/index.js";
import type { Database } from "../platform/index.js";
import { readLines } from "./order-lines.store.js";
import { orderMachine } from "./order-states.js";

/** Whose at a place: who left this phone or e-mail there, or ordered signed in under the account. */
export interface GuestOfPlace {
  readonly locationId: string;
  readonly phone?: string | undefined;
  /** In lower case, whichever way it was typed in. */
  readonly email?: string | undefined;
  readonly accountId?: string | undefined;
}

/** Whose: a guest of a place, or who was signed in, anywhere. */
export type GuestQuery = GuestOfPlace | { readonly customerId: string };

function ordersOf(db: Kysely<Database>, query: GuestQuery) {
  const orders = db.selectFrom("orders").selectAll().orderBy("id");
  if ("customerId" in query) return orders.where("customer_id", "=", query.customerId);
  const { locationId, phone, email, accountId } = query;
  return orders
    .where("location_id", "=", locationId)
    .where((one) =>
      one.or([
        ...(phone === undefined ? [] : [one.eb("contact_phone", "=", phone)]),
        ...(email === undefined ? [] : [one.eb(sql`lower(contact_email)`, "=", email)]),
        ...(accountId === undefined ? [] : [one.eb("customer_id", "=", accountId)]),
      ]),
    );
}

/** Whether a place has served an account, and whether another one has. */
export async function servedBy(db: Kysely<Database>, locationId: string, customerId: string) {
  const rows = await db
    .selectFrom("orders")
    .select("location_id")
    .distinct()
    .where("customer_id", "=", customerId)
    .execute();
  return {
    here: rows.some(({ location_id }) => location_id === locationId),
    elsewhere: rows.some(({ location_id }) => location_id !== locationId),
  };
}

/** Everything that is held. */
export async function readGuest(db: Kysely<Database>, query: GuestQuery): Promise<GuestData> {
  const orders = await ordersOf(db, query).execute();
  return {
    orders: await Promise.all(
      orders.map(async (order) => ({
        ...{ number: order.number, businessDate: order.business_date, state: order.state },
        ...{ name: order.contact_name, phone: order.contact_phone, email: order.contact_email },
        address: order.delivery_address as GuestData["orders"][number]["address"],
        orderNote: order.order_note,
        allergyNote: order.allergy_note,
        total: { amount: order.total, currency: order.currency },
        lines: (await readLines(db, order.id)).map(({ item_name: name, quantity, note }) => ({ name, quantity, note })),
      })),
    ),
  };
}

/** Takes everything personal out of a guest's orders; their links end as well. `undefined` where one is not over. */
export async function forgetGuest(trx: Transaction<Database>, query: GuestQuery): Promise<number | undefined> {
  const orders = await ordersOf(trx, query).forUpdate().execute();
  if (orders.some(({ state }) => !orderMachine.isTerminal(state))) return undefined;
  if (orders.length === 0) return 0;
  const ids = orders.map(({ id }) => id);
  await trx
    .updateTable("orders")
    .set({ contact_name: null, contact_phone: null, contact_email: null, delivery_address: null })
    .set({ order_note: null, allergy_note: null, consent_sms: false, consent_email: false, customer_id: null })
    // The digest of no token: whoever was given the link follows nobody's order.
    .set({
      track_version: sql`track_version + 1`,
      track_hash: sql`encode(sha256(uuid_send(gen_random_uuid())), 'hex')`,
    })
    .where("id", "in", ids)
    .execute();
  await trx.updateTable("order_line").set({ note: null }).where("order_id", "in", ids).execute();
  return orders.length;
}
