/** Orders as their guests see them: nothing personal. */
import type { Kysely } from "kysely";
import type { PlacedOrder, TrackedOrder } from "../../contracts/index.js";
import type { Database } from "../platform/index.js";
import type { Provider } from "./neighbours.js";
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

/** What an order is shown with, beside itself. */
export interface TrackView {
  readonly db: Kysely<Database>;
  /** Whom guests may pay through online. */
  readonly payWith: () => readonly Provider[];
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
export async function trackedOrder({ db, payWith }: TrackView, order: OrderRow): Promise<TrackedOrder> {
  const { number, state, payment_state: paymentState, order_type: orderType, currency, total } = order;
  const [all, place, attempt] = await Promise.all([
    readLines(db, order.id),
    readHost(db, order.location_id),
    readAttempt(db, order.id),
  ]);
  const lines = all.filter(({ voided_at }) => voided_at === null);
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
    times: {
      preparing: order.fired_at?.toISOString() ?? null,
      ready: order.ready_at?.toISOString() ?? null,
      completed: order.completed_at?.toISOString() ?? null,
    },
    place,
    payWith: [...payWith()],
    attempt,
  };
}

/** Whose guest somebody is. */
function readHost(db: Kysely<Database>, locationId: string) {
  const place = db.selectFrom("location").select(["name", "timezone", "phone", "address"]).where("id", "=", locationId);
  return place.executeTakeFirstOrThrow();
}

/** What became of the last attempt to pay online. */
async function readAttempt(db: Kysely<Database>, orderId: string): Promise<TrackedOrder["attempt"]> {
  const last = await db
    .selectFrom("payment")
    .select(["state", "failure_code"])
    .where("order_id", "=", orderId)
    .where("provider", "in", ["stripe", "razorpay"])
    .orderBy("attempt", "desc")
    .limit(1)
    .executeTakeFirst();
  if (last === undefined) return "none";
  // What the bank has declined stays open at the partner, for another try.
  const isDeclined = last.state === "created" && last.failure_code !== null;
  return last.state === "failed" || last.state === "cancelled" || isDeclined ? "failed" : "open";
}

/** The states in which a guest may still cancel. */
export const GUEST_CANCELS: readonly OrderRow["state"][] = ["pending_payment", "placed"];
