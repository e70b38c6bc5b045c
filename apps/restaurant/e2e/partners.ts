/** Sends events as the payment and message partners do, signed by their own packages. */
import { createHmac, randomUUID } from "node:crypto";
import Razorpay from "razorpay";
import Stripe from "stripe";
import twilio from "twilio";

/** A delivery, ready to be posted. */
export interface Delivery {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Money as the API tells it. */
export interface Amount {
  readonly amount: number;
  readonly currency: string;
}

/** A payment as a partner tells of it. */
export interface Payment extends Amount {
  readonly orderId: string;
  /** The partner's name for the payment; a new one unless it is said. */
  readonly paymentId?: string;
  /** The partner's name for the event; a new one unless it is said. */
  readonly eventId?: string;
}

const { webhooks } = new Stripe("sk_test_unused");

/** When and with what a delivery is signed. */
export interface Signing {
  readonly secret: string;
  /** Seconds since the epoch; now unless it is said. */
  readonly at?: number;
}

/** `payment_intent.succeeded`, signed by the `stripe` package. */
export function stripePaid(payment: Payment, { secret, at = Math.floor(Date.now() / 1000) }: Signing): Delivery {
  const { orderId, amount, currency, paymentId = `pi_${randomUUID()}`, eventId = `evt_${randomUUID()}` } = payment;
  const intent = {
    id: paymentId,
    object: "payment_intent",
    amount,
    amount_received: amount,
    currency: currency.toLowerCase(),
    status: "succeeded",
    metadata: { order_id: orderId },
  };
  const body = JSON.stringify({
    id: eventId,
    object: "event",
    api_version: "2026-01-01",
    created: at,
    livemode: false,
    pending_webhooks: 1,
    type: "payment_intent.succeeded",
    data: { object: intent },
  });
  const signature = webhooks.generateTestHeaderString({ payload: body, secret, timestamp: at });
  return { path: "/webhooks/stripe", headers: { ...JSON_TYPE, "stripe-signature": signature }, body };
}

/** `payment.captured`, signed as Razorpay documents it and checked with the `razorpay` package's own verifier. */
export function razorpayPaid(payment: Payment, { secret, at = Math.floor(Date.now() / 1000) }: Signing): Delivery {
  const { orderId, amount, currency, paymentId = `pay_${randomUUID()}`, eventId = `evt_${randomUUID()}` } = payment;
  const entity = {
    id: paymentId,
    entity: "payment",
    amount,
    currency,
    status: "captured",
    notes: { order_id: orderId },
  };
  const body = JSON.stringify({
    entity: "event",
    account_id: "acc_1",
    event: "payment.captured",
    contains: ["payment"],
    payload: { payment: { entity } },
    created_at: at,
  });
  const signature = createHmac("sha256", secret).update(body).digest("hex");
  if (!Razorpay.validateWebhookSignature(body, signature, secret))
    throw new Error("Razorpay would not sign like this.");
  const headers = { ...JSON_TYPE, "x-razorpay-signature": signature, "x-razorpay-event-id": eventId };
  return { path: "/webhooks/razorpay", headers, body };
}

/** A status callback, signed by the `twilio` package for the address Twilio was given. */
export function twilioStatus(
  params: Readonly<Record<string, string>>,
  { authToken, baseUrl }: { readonly authToken: string; readonly baseUrl: string },
): Delivery {
  const path = "/webhooks/twilio";
  const signature = twilio.getExpectedTwilioSignature(authToken, baseUrl + path, { ...params });
  const headers = { "content-type": "application/x-www-form-urlencoded", "x-twilio-signature": signature };
  return { path, headers, body: new URLSearchParams(params).toString() };
}

const JSON_TYPE = { "content-type": "application/json" };
