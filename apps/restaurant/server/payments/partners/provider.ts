/** What the restaurant asks of a partner that takes money; each partner's file says it in that partner's words. */
import type { PaymentFact, ProviderName, RefundFact } from "../payment-facts.js";

/** How a guest's browser gets to the partner's page: by a link, or by a form with these fields. */
export interface Checkout {
  readonly method: "GET" | "POST";
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** An attempt as it is put to the partner. Everything here is the same however often it is put. */
export interface AttemptToBegin {
  readonly paymentId: string;
  readonly orderId: string;
  /** Whole minor units. */
  readonly amount: number;
  readonly currency: string;
  /** What the guest reads at the partner. */
  readonly title: string;
  /** Where the partner sends the guest back to, paid or not. */
  readonly returnUrl: string;
}

/** An attempt that the partner knows. */
export interface KnownAttempt extends AttemptToBegin {
  readonly ref: string;
}

/** Money to be sent back. */
export interface RefundToAsk {
  readonly refundId: string;
  readonly paymentRef: string;
  readonly amount: number;
  readonly currency: string;
  /** The partner's name for it where it was asked for before: then it only tells how it stands. */
  readonly known?: string | undefined;
}

/**
 * A partner that takes money. Every verb may be repeated: the partner then answers as it did. A refusal is thrown as
 * `PartnerRefused`; anything else that is thrown means that the partner is away and may have done it or not.
 */
export interface PaymentProvider {
  readonly name: ProviderName;
  readonly begin: (attempt: AttemptToBegin) => Promise<{ readonly ref: string; readonly checkout: Checkout }>;
  /** Where the guest pays an attempt that has begun; `undefined` where it can no longer be paid. */
  readonly checkoutOf: (attempt: KnownAttempt) => Promise<Checkout | undefined>;
  /** What the partner says of an attempt now. */
  readonly look: (attempt: KnownAttempt) => Promise<readonly PaymentFact[]>;
  /** Ends an attempt, and answers what is true afterwards: that it has ended, or that it was paid. */
  readonly cancel: (attempt: KnownAttempt) => Promise<readonly PaymentFact[]>;
  readonly refund: (refund: RefundToAsk) => Promise<RefundFact>;
}

/** The partner understood, and will not do it. */
export class PartnerRefused extends Error {
  /** The partner's code, for people. */
  readonly code: string;

  constructor(code: string) {
    super("The payment partner refused.");
    this.name = "PartnerRefused";
    this.code = code.slice(0, 100);
  }
}
