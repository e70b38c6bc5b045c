/** Partners' events: read strictly into one shape, in our minor units. */
import { describe, expect, it } from "vitest";
import { moneyFactOf } from "./partners/events.js";

const ORDER = "0190d6c2-0000-7000-8000-000000000001";
const stripe = (more: object) => {
  const object = { id: "pi_1", amount: 1250, currency: "eur", metadata: { order_id: ORDER }, ...more };
  return moneyFactOf("stripe", "payment_intent.succeeded", { livemode: false, data: { object } });
};
const razorpay = (more: object) => {
  const entity = { id: "pay_1", amount: 1250, currency: "INR", notes: { order_id: ORDER }, ...more };
  return moneyFactOf("razorpay", "payment.captured", { payload: { payment: { entity } } });
};

describe("a fact", () => {
  it("has the currency in capitals and the order's id in small letters", () => {
    expect(stripe({ metadata: { order_id: ORDER.toUpperCase() } })).toMatchObject({
      currency: "EUR",
      orderId: ORDER,
      live: false,
    });
    expect(razorpay({ currency: "inr" })).toMatchObject({ currency: "INR", amount: 1250, live: undefined });
  });

  it.each(["ISK", "ugx"])("knows that Stripe writes %s with two decimals it does not have", (currency) => {
    expect(stripe({ currency, amount: 125_000 })).toMatchObject({ amount: 1250 });
    expect(stripe({ currency: "jpy", amount: 1250 })).toMatchObject({ amount: 1250 });
  });
});

describe("what is no fact", () => {
  it.each([
    ["stripe", stripe({ metadata: null }), "order_id_missing"],
    ["stripe", stripe({ metadata: {} }), "order_id_missing"],
    ["razorpay", razorpay({ notes: [] }), "order_id_missing"],
    ["razorpay", razorpay({ notes: undefined }), "order_id_missing"],
    ["stripe", stripe({ amount: -1 }), "event_unreadable"],
    ["razorpay", razorpay({ currency: "EURO" }), "event_unreadable"],
    ["stripe", moneyFactOf("stripe", "payment_intent.created", {}), "type_unhandled"],
    ["stripe", moneyFactOf("stripe", "constructor", {}), "type_unhandled"],
    ["stripe", moneyFactOf("stripe", "payment_intent.succeeded", null), "event_unreadable"],
    ["razorpay", moneyFactOf("razorpay", "order.paid", {}), "event_unreadable"],
    ["razorpay", moneyFactOf("razorpay", "invoice.paid", {}), "type_unhandled"],
  ])("%s: %j is %s", (_, fact, reason) => {
    expect(fact).toBe(reason);
  });
});
