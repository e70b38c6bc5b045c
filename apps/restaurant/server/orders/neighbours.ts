/** What ordering asks of the other slices; the app hands it in, so that they know nothing of each other. */
import type { Kysely, Transaction } from "kysely";
import type { Address } from "../../contracts/index.js";
import type { Database, NewEvent, OrderType } from "../platform/index.js";

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

/** A dish with its options, as it is wanted. */
export interface ToMake {
  readonly variantId: string;
  readonly optionIds: readonly string[];
}

/** What an order asks of the kitchen. */
export interface Making {
  readonly locationId: string;
  readonly orderType: OrderType;
  /** Where it is served, for the kitchen's rules that ask for it. */
  readonly serviceArea?: string | undefined;
  readonly dishes: readonly ToMake[];
}

/** What was sent to the stations. */
export interface Firing {
  /** Whether anything was. */
  readonly isNews: boolean;
  /** Every station that has a part of the order now. */
  readonly stationIds: readonly string[];
  /** The events that tell of it. Ask once all else is done and the order has its number, and emit them last. */
  readonly told: () => Promise<readonly NewEvent[]>;
}

/** The kitchen's. */
export interface OrderKitchen {
  /** How long the kitchen needs for an order besides what it has already, in seconds. Nothing is promised by it. */
  readMakingSeconds(db: Kysely<Database>, making: Making): Promise<number>;
  /** Makes the tickets of the lines that have none. */
  fireTickets(trx: Transaction<Database>, orderId: string): Promise<Firing>;
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

/** An account of a guest, as far as a place may have to hand it over. */
export interface GuestAccount {
  readonly id: string;
  readonly phone: string | null;
  readonly email: string | null;
  readonly name: string | null;
  readonly addresses: readonly Address[];
  readonly since: Date;
}

/** The customers', for whoever has a guest's data handed over or forgotten. */
export interface GuestAccounts {
  /** The account of a number or an address, which nobody else changes until the transaction ends. */
  lock(
    trx: Transaction<Database>,
    proved: { readonly phone: string } | { readonly email: string },
  ): Promise<GuestAccount | undefined>;
  /** Forgets it; no order may name it any more. */
  drop(trx: Transaction<Database>, account: GuestAccount): Promise<void>;
  /** Ends every session of an account that is gone. */
  endSessions(accountId: string): Promise<unknown>;
}
