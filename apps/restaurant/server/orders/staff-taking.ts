/** Staff take an order at the counter, at a table or on the phone, or copy one that is over. */
import type { OutputOf } from "cloche";
import type { Transaction } from "kysely";
import type { Basket, OrderRefusal, takeOrder } from "../../contracts/index.js";
import type { Database, Effect } from "../platform/index.js";
import type { OrderDesk } from "./order-desk.js";
import { readLines } from "./order-lines.store.js";
import { orderEvent } from "./order-moves.js";
import { readOrder } from "./orders.store.js";
import { placeWish } from "./place-order.js";
import { readPlace } from "./places.store.js";
import type { Command } from "./staff-command.js";
import { readStaffOrder } from "./staff-orders.store.js";
import { isTableOf, joinSession, readAreaOfTable } from "./tables.store.js";
import type { Wish } from "./wish.js";

/** An order that staff take. */
export interface Taking {
  readonly body: OutputOf<typeof takeOrder.body>;
  readonly locationId: string;
  readonly staffId: string;
  readonly requestId: string;
}

/** Why staff cannot take it. */
export type TakeRefusal = OrderRefusal | "not_found";

/** Takes it, in the transaction it is given. */
export async function taking(
  desk: OrderDesk,
  trx: Transaction<Database>,
  { body, locationId, staffId, requestId }: Taking,
): Promise<Effect | { readonly refused: TakeRefusal }> {
  const now = new Date(desk.clock.now());
  const place = await readPlace(trx, { id: locationId, now });
  if (place === undefined) return { refused: "not_found" };
  const { orderType, address, requestedAt, lines, tableId, channel, draft: isDraft } = body;
  if (tableId !== undefined && !(await isTableOf(trx, locationId, tableId))) return { refused: "not_found" };
  const basket: Basket = { orderType, address, requestedAt, lines, tip: 0 };
  const { orderNote, allergyNote, language } = body;
  const slip = { contact: body.contact ?? { name: "Guest" }, orderNote, allergyNote, language };
  const seating = tableId === undefined ? NOBODY : await joinSession(trx, { locationId, tableId, now });
  const serviceArea = tableId === undefined ? undefined : await readAreaOfTable(trx, tableId);
  return placed(desk, trx, {
    ...{ place, basket, slip, channel, seating, serviceArea, requestId, isDraft },
    byMail: desk.byMail,
    quoted: undefined,
    actor: by(staffId),
  });
}

/** Whoever sits at no table. */
const NOBODY = undefined;
const by = (id: string) => ({ kind: "staff", id }) as const;

async function placed(
  desk: OrderDesk,
  trx: Transaction<Database>,
  wish: Wish,
): Promise<Effect | { readonly refused: OrderRefusal }> {
  const done = await placeWish(desk, trx, wish);
  if (!("refused" in done)) return done;
  const { refused } = done;
  if (refused === "provider_unavailable" || refused === "price_changed") {
    throw new Error("Staff are quoted nothing and pay no partner.");
  }
  return { refused };
}

/** Orders the same anew at today's prices; nothing that is over comes back to life. */
export function copying(desk: OrderDesk): Command {
  return {
    action: "order.copied",
    roles: ["owner", "manager", "cashier"],
    async run({ trx, order, staffId, requestId, now }) {
      const before = await readStaffOrder(trx, order.id);
      const place = await readPlace(trx, { id: order.location_id, now });
      if (before === undefined || place === undefined) return "not_found";
      const lines = (await readLines(trx, order.id)).filter(({ voided_at }) => voided_at === null).map(slipLine);
      if (lines.length === 0) return "item_unavailable";
      const basket: Basket = {
        ...{ orderType: before.order_type, lines, tip: 0 },
        address: (before.delivery_address ?? undefined) as Basket["address"],
      };
      const done = await placed(desk, trx, {
        ...{ place, basket, requestId, actor: by(staffId), channel: "staff", quoted: undefined, copiedFrom: order.id },
        // Who was not written to about the one is not about the other.
        byMail: desk.byMail && before.consent_email,
        slip: {
          contact: {
            name: before.contact_name ?? "Guest",
            phone: before.contact_phone ?? undefined,
            email: before.contact_email ?? undefined,
          },
          orderNote: before.order_note ?? undefined,
          allergyNote: before.allergy_note ?? undefined,
          language: before.language,
        },
      });
      if ("refused" in done) return done.refused;
      const copy = await readOrder(trx, done.resourceId);
      return { events: copy === undefined ? [] : [await orderEvent(trx, copy.id)], orderId: done.resourceId };
    },
  };
}

type Line = Awaited<ReturnType<typeof readLines>>[number];

function slipLine({ variant_id: variantId, quantity, note, modifiers }: Line): Basket["lines"][number] {
  const options = modifiers.map(({ option_id: id, quantity: count }) => ({ id, quantity: count }));
  return { variantId, quantity, options, instructions: note ?? undefined };
}
