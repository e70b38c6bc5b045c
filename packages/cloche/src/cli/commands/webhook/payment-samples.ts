/** Sample events of payment partners: small, realistic, and nobody's data. */
import { table } from "../../../kernel/index.js";
import type { Fresh, Samples } from "./sample.js";

const AMOUNT = 2450;

const intent = (status: string, type: string) => (fresh: Fresh) => ({
  id: `evt_${fresh.id}`,
  object: "event",
  api_version: "2026-06-24",
  created: fresh.seconds,
  livemode: false,
  pending_webhooks: 1,
  type,
  data: {
    object: {
      id: `pi_${fresh.id}`,
      object: "payment_intent",
      amount: AMOUNT,
      amount_received: status === "succeeded" ? AMOUNT : 0,
      currency: "eur",
      metadata: { orderId: fresh.uuid },
      status,
    },
  },
});

const payment = (status: string, event: string) => (fresh: Fresh) => ({
  entity: "event",
  account_id: `acc_${fresh.id.slice(0, 14)}`,
  event,
  contains: ["payment"],
  payload: {
    payment: {
      entity: {
        id: `pay_${fresh.id.slice(0, 14)}`,
        entity: "payment",
        amount: AMOUNT,
        currency: "INR",
        status,
        order_id: `order_${fresh.id.slice(0, 14)}`,
        method: "upi",
        captured: status === "captured",
        notes: { orderId: fresh.uuid },
      },
    },
  },
  created_at: fresh.seconds,
});

const notification = (eventCode: string, success: string) => (fresh: Fresh) => ({
  pspReference: fresh.id.slice(0, 16).toUpperCase(),
  originalReference: "",
  merchantAccountCode: "CornerBistro",
  merchantReference: `order-${fresh.id}`,
  amount: { value: AMOUNT, currency: "EUR" },
  eventCode,
  eventDate: fresh.iso,
  paymentMethod: "visa",
  success,
});

/** The samples of partners that move money. */
export const PAYMENT_SAMPLES = table({
  adyen: {
    AUTHORISATION: notification("AUTHORISATION", "true"),
    CAPTURE_FAILED: notification("CAPTURE_FAILED", "true"),
  },
  "lemon-squeezy": {
    order_created: (fresh: Fresh) => ({
      meta: { event_name: "order_created", custom_data: { order_id: fresh.uuid } },
      data: { type: "orders", id: fresh.id, attributes: { status: "paid", total: AMOUNT, currency: "EUR" } },
    }),
  },
  paddle: {
    "transaction.completed": (fresh: Fresh) => ({
      event_id: `evt_${fresh.id}`,
      event_type: "transaction.completed",
      occurred_at: fresh.iso,
      notification_id: `ntf_${fresh.id}`,
      data: { id: `txn_${fresh.id}`, status: "completed", currency_code: "EUR", custom_data: { orderId: fresh.uuid } },
    }),
  },
  paypal: {
    "PAYMENT.CAPTURE.COMPLETED": (fresh: Fresh) => ({
      id: `WH-${fresh.id.toUpperCase()}`,
      event_version: "1.0",
      create_time: fresh.iso,
      resource_type: "capture",
      event_type: "PAYMENT.CAPTURE.COMPLETED",
      resource: {
        id: fresh.id.slice(0, 17).toUpperCase(),
        status: "COMPLETED",
        amount: { currency_code: "EUR", value: "24.50" },
        custom_id: fresh.uuid,
      },
    }),
  },
  razorpay: {
    "payment.captured": payment("captured", "payment.captured"),
    "payment.failed": payment("failed", "payment.failed"),
  },
  square: {
    "payment.updated": (fresh: Fresh) => ({
      merchant_id: "MLTZ79VE64YTN",
      type: "payment.updated",
      event_id: fresh.uuid,
      created_at: fresh.iso,
      data: {
        type: "payment",
        id: fresh.id,
        object: { payment: { id: fresh.id, status: "COMPLETED", amount_money: { amount: AMOUNT, currency: "EUR" } } },
      },
    }),
  },
  stripe: {
    "payment_intent.succeeded": intent("succeeded", "payment_intent.succeeded"),
    "payment_intent.payment_failed": intent("requires_payment_method", "payment_intent.payment_failed"),
  },
} satisfies Record<string, Samples>);
