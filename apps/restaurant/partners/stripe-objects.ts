/** The objects of Stripe's that its imitation keeps. */
import { randomBytes } from "node:crypto";
import { type Nested, textAt, textsAt } from "./nested-form.js";

/** A name as Stripe makes them. */
export const id = (prefix: string) => `${prefix}_${randomBytes(12).toString("hex")}`;

/** A PaymentIntent. */
export interface Intent {
  readonly id: string;
  readonly object: "payment_intent";
  readonly amount: number;
  readonly currency: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly livemode: boolean;
  amount_received: number;
  status: "requires_payment_method" | "processing" | "requires_capture" | "succeeded" | "canceled";
  last_payment_error: { readonly code: string } | null;
}

/** A Checkout Session. */
export interface Session {
  readonly id: string;
  readonly object: "checkout.session";
  readonly amount_total: number;
  readonly currency: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly client_reference_id: string;
  readonly success_url: string;
  readonly cancel_url: string;
  readonly title: string;
  readonly livemode: boolean;
  payment_intent: string | null;
  status: "open" | "complete" | "expired";
  payment_status: "unpaid" | "paid";
  url: string | null;
}

/** A refund. */
export interface Refund {
  readonly id: string;
  readonly object: "refund";
  readonly amount: number;
  readonly currency: string;
  readonly payment_intent: string;
  readonly metadata: Readonly<Record<string, string>>;
  status: "pending" | "succeeded" | "failed";
}

/** A session as it is asked for. */
export function sessionOf(form: Nested, baseUrl: string): Session {
  const price = (...path: string[]) => textAt(form, "line_items", "0", "price_data", ...path);
  const sessionId = id("cs_test");
  return {
    id: sessionId,
    object: "checkout.session",
    amount_total: Number(price("unit_amount")),
    currency: price("currency"),
    metadata: textsAt(form, "metadata"),
    client_reference_id: textAt(form, "client_reference_id"),
    success_url: textAt(form, "success_url"),
    cancel_url: textAt(form, "cancel_url"),
    title: price("product_data", "name"),
    livemode: false,
    payment_intent: null,
    status: "open",
    payment_status: "unpaid",
    url: `${baseUrl}/pay/${sessionId}`,
  };
}
