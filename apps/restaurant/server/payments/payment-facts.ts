/** What a partner says about money, in one shape whichever partner says it and whoever asked. */

/** A partner that takes money. */
export type ProviderName = "stripe" | "razorpay";

/** Where a payment stands; `declined` leaves its attempt open for another try. */
export type FactStatus = "processing" | "authorized" | "succeeded" | "declined" | "cancelled";

/** Something about a payment. */
export interface PaymentFact {
  readonly kind: "payment";
  readonly provider: ProviderName;
  readonly status: FactStatus;
  /** The partner's name for the payment: `pi_...`, `pay_...`. */
  readonly paymentRef: string | undefined;
  /** The partner's name for the attempt in which it was made: `cs_...`, `order_...`. */
  readonly attemptRef: string | undefined;
  /** What the attempt was given to carry; `undefined` where the partner did not hand it back. */
  readonly paymentId: string | undefined;
  readonly orderId: string | undefined;
  /** Whole minor units. */
  readonly amount: number;
  readonly currency: string;
  /** Whether real money moved; `undefined` where the partner's events do not say. */
  readonly live: boolean | undefined;
  /** The partner's name for the account that it happened on, where it says. */
  readonly account: string | undefined;
  /** Why it was declined. */
  readonly code: string | undefined;
}

/** Something about money that goes back. */
export interface RefundFact {
  readonly kind: "refund";
  readonly provider: ProviderName;
  readonly status: "pending" | "succeeded" | "failed";
  readonly refundRef: string;
  /** Ours; `undefined` where the refund was made in the partner's own back office. */
  readonly refundId: string | undefined;
  readonly paymentRef: string;
  readonly amount: number;
  readonly currency: string;
  readonly live: boolean | undefined;
  readonly account: string | undefined;
  readonly code: string | undefined;
}

/** A guest's bank takes a payment back, or has stopped to. */
export interface DisputeFact {
  readonly kind: "dispute";
  readonly provider: ProviderName;
  readonly state: "open" | "won" | "lost";
  readonly disputeRef: string;
  readonly paymentRef: string;
  readonly amount: number;
  readonly currency: string;
  readonly live: boolean | undefined;
  readonly account: string | undefined;
  readonly reason: string;
}

/** Anything a partner tells of money. */
export type MoneyFact = PaymentFact | RefundFact | DisputeFact;

/** Why an event is no fact about a payment of ours. */
export type NoFact = "type_unhandled" | "order_id_missing" | "event_unreadable";
