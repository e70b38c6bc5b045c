/** What the kitchen needs of orders; the app hands it in, so that the two slices know nothing of each other. */
import type { Transaction } from "kysely";
import type { Database, NewEvent, OrderState } from "../platform/index.js";

/** The life of orders. */
export interface OrderLife {
  /** Locks an order's row until the transaction ends. */
  lock(trx: Transaction<Database>, orderId: string): Promise<{ readonly state: OrderState } | undefined>;
  /** Moves an order; `false` where its state does not lead there. */
  move(
    trx: Transaction<Database>,
    move: { readonly orderId: string; readonly to: OrderState; readonly now: Date },
  ): Promise<boolean>;
  /** The event that tells of an order's state, to be emitted last. */
  event(trx: Transaction<Database>, orderId: string): Promise<NewEvent>;
}
