/** What ordering asks of the other slices; the app hands it in, so that they know nothing of each other. */
import type { Transaction } from "kysely";
import type { Database, NewEvent } from "../platform/index.js";

/** A partner a guest may pay with. */
export type Provider = "stripe" | "razorpay";

/** The payments'. */
export interface OrderMoney {
  /** Opens an attempt over what is owed, or answers the one that is open, in the order's own transaction. */
  openAttempt(
    trx: Transaction<Database>,
    order: { readonly orderId: string; readonly provider: Provider },
  ): Promise<{ readonly opened: boolean }>;
  /** Ends the open attempt of an order; outside of any transaction, since the partner has to say so. */
  cancelOpenAttempt(orderId: string): Promise<"none" | "cancelled" | "paid" | "unconfirmed">;
  /** Sends back whatever has arrived for an order, in the caller's transaction. Safe to call twice. */
  refundAll(
    trx: Transaction<Database>,
    wish: {
      readonly orderId: string;
      readonly reason: "cancelled" | "rejected";
      readonly requestedBy?: string | undefined;
    },
  ): Promise<unknown>;
  /** Follows a change of an order's lines, in the caller's transaction: what was paid beyond the bill goes back. */
  billChanged(
    trx: Transaction<Database>,
    change: { readonly orderId: string; readonly requestedBy: string },
  ): Promise<number>;
}

/** The kitchen's. */
export interface OrderKitchen {
  /** Makes the tickets of the lines that have none, and answers the events to emit once all else is done. */
  fireTickets(
    trx: Transaction<Database>,
    orderId: string,
    serving?: { readonly serviceArea?: string | undefined },
  ): Promise<readonly NewEvent[]>;
  /** Voids the lines' shares at their stations; every line's where none is named. */
  voidLines?(
    trx: Transaction<Database>,
    voided: { readonly orderId: string; readonly lineIds?: readonly string[] },
  ): Promise<readonly NewEvent[]>;
}

/** The messages'. */
export interface OrderMessages {
  /** Tells the guest, where they want to be told. */
  tellGuest(
    trx: Transaction<Database>,
    message: { readonly orderId: string; readonly news: GuestNews; readonly about?: string },
  ): Promise<unknown>;
}

/** What a guest is told of. */
export type GuestNews = "accepted" | "ready" | "out_for_delivery" | "cancelled" | "rejected" | "promise_changed";
