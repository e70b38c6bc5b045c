/** What the functions that move money need of the rest of the app. */
import type { Clock } from "cloche";
import type { Transaction } from "kysely";
import type { Database, NewEvent } from "../platform/index.js";
import type { ProviderName } from "./payment-facts.js";

/** Whose money it must be: compared with every fact. */
export interface Side {
  /** Whether real money moves; compared where the partner says. */
  readonly live: boolean;
  /** The partner's name for our account; compared where it is given and the partner says. */
  readonly account?: string | undefined;
}

/** What applying facts needs. */
export interface MoneyDeps {
  readonly clock: Clock;
  readonly sides: Readonly<Record<ProviderName, Side>>;
  /** The orders': makes the event that tells of an order's state. */
  readonly orderEvent: (trx: Transaction<Database>, orderId: string) => Promise<NewEvent>;
  /** The orders': an order that waited for its money has it. Answers the events to emit last. */
  readonly onPaid: (trx: Transaction<Database>, orderId: string, now: Date) => Promise<readonly NewEvent[]>;
  /** The messages': sends the guest a receipt, where they want one. */
  readonly tellPaid: (trx: Transaction<Database>, payment: PaymentToTell) => Promise<void>;
  /** The messages': tells the guest that money goes back, where they want to be told. */
  readonly tellRefund: (trx: Transaction<Database>, refund: RefundToTell) => Promise<void>;
}

/** A payment that has arrived. */
export interface PaymentToTell {
  readonly orderId: string;
  readonly paymentId: string;
}

/** A refund the guest is to hear of. */
export interface RefundToTell {
  readonly orderId: string;
  readonly refundId: string;
}
