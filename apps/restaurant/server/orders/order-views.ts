/** Orders as their guests see them: nothing personal. */
import type { Kysely } from "kysely";
import type { PlacedOrder, TrackedOrder } from "../../contracts/index.js";
import type { Database } from "../platform/index.js";
import { readLines } from "./order-lines.store.js";
import { type OrderRow, readOrder } from "./orders.store.js";
import { optionText } from "./quotes.js";
import type { TrackToken } from "./track-token.js";

/** Where tracking links lead and what opens them. */
export interface TrackLinks {
  /** The address under which guests reach the app, without a slash at its end. */
  readonly publicBaseUrl: string;
  readonly trackToken: TrackToken;
}

/** The answer to a placed order. */
export async function placedOrder(db: Kysely<Database>, orderId: string, links: TrackLinks): Promise<PlacedOrder> {
  const order = await readOrder(db, orderId);
  if (order === undefined) throw new Error("An order that was placed is gone.");
  const { id, number, state, payment_state: paymentState, total: amount, currency } = order;
  const token = links.trackToken({ orderId, trackVersion: order.track_version });
  return {
    order: { id, number, state, paymentState, total: { amount, currency } },
    trackUrl: `${links.publicBaseUrl}/track/${token}`,
  };
}

/** An order for whoever holds its link. */
export async function trackedOrder(db: Kysely<Database>, order: OrderRow): Promise<TrackedOrder> {
  const { number, state, payment_state: paymentState, order_type: orderType, currency, total } = order;
  const lines = (await readLines(db, order.id)).filter(({ voided_at }) => voided_at === null);
  return {
    ...{ number, state, paymentState, orderType },
    lines: lines.map((line) => ({
      name: line.item_name,
      quantity: line.quantity,
      options: line.modifiers.map(({ option_name, quantity }) => optionText(option_name, quantity)),
      total: { amount: line.line_total, currency },
    })),
    total: { amount: total, currency },
    placedAt: (order.placed_at ?? order.created_at).toISOString(),
    promisedAt: order.promised_at?.toISOString() ?? null,
    canCancel: GUEST_CANCELS.includes(state),
  };
}

/** The states in which a guest may still cancel. */
export const GUEST_CANCELS: readonly OrderRow["state"][] = ["pending_payment", "placed"];
