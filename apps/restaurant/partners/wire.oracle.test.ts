/** The partners' own packages speak with the imitations as they do with the partners, and believe their webhooks. */
import Razorpay from "razorpay";
import Stripe from "stripe";
import twilio from "twilio";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Partners, startPartners } from "./index.js";

const STRIPE_SECRET = `whsec_${"a".repeat(40)}`;
const RAZORPAY_SECRET = "b".repeat(40);
const AUTH_TOKEN = "c".repeat(32);
const secrets = {
  stripeWebhookSecret: STRIPE_SECRET,
  razorpayWebhookSecret: RAZORPAY_SECRET,
  twilioAuthToken: AUTH_TOKEN,
};

let partners: Partners;
beforeAll(async () => {
  partners = await startPartners({ restaurantUrl: "http://127.0.0.1:9", ...secrets });
  partners.deliveries.hold();
});
afterAll(() => partners.stop());

describe("stripe", () => {
  const client = () => {
    const { hostname: host, port } = new URL(partners.stripe.url);
    return new Stripe(partners.stripe.secretKey, { host, port: Number(port), protocol: "http", maxNetworkRetries: 0 });
  };
  const intent = { amount: 1250, currency: "eur", metadata: { order_id: "o1" } };

  it("creates, finds, cancels and remembers by idempotency key", async () => {
    const stripe = client();
    const first = await stripe.paymentIntents.create(intent, { idempotencyKey: "k1" });
    expect((await stripe.paymentIntents.create(intent, { idempotencyKey: "k1" })).id).toBe(first.id);
    await expect(stripe.paymentIntents.create({ ...intent, amount: 1 }, { idempotencyKey: "k1" })).rejects.toThrow(
      "same parameters",
    );
    expect(await stripe.paymentIntents.retrieve(first.id)).toMatchObject({
      ...intent,
      status: "requires_payment_method",
    });
    expect((await stripe.paymentIntents.cancel(first.id)).status).toBe("canceled");
    await expect(stripe.paymentIntents.retrieve("pi_none")).rejects.toThrow("No such thing");
    await expect(new Stripe("sk_test_other", { ...hostOf(), maxNetworkRetries: 0 }).balance.retrieve()).rejects.toThrow(
      "Invalid API Key",
    );
  });
  const hostOf = () => {
    const { hostname: host, port } = new URL(partners.stripe.url);
    return { host, port: Number(port), protocol: "http" as const };
  };

  it("takes a guest's money on its page, sends it back once, and signs what it tells", async () => {
    const stripe = client();
    const price = { currency: "eur", unit_amount: 900, product_data: { name: "Order <7>" } };
    const back = "http://127.0.0.1:9/track/t";
    const session = await stripe.checkout.sessions.create({
      ...{ mode: "payment", line_items: [{ quantity: 1, price_data: price }], success_url: back, cancel_url: back },
    });
    const page = await (await fetch(session.url ?? "")).text();
    expect(page).toContain("no money moves");
    expect(page).toContain("Order &#60;7&#62;");
    const paid = await fetch(session.url ?? "", {
      method: "POST",
      body: new URLSearchParams({ do: "pay" }),
      redirect: "manual",
    });
    expect(paid.headers.get("location")).toBe(back);
    const now = await stripe.checkout.sessions.retrieve(session.id, { expand: ["payment_intent"] });
    expect(now).toMatchObject({ status: "complete", payment_intent: { status: "succeeded", amount_received: 900 } });
    await expect(stripe.checkout.sessions.expire(session.id)).rejects.toThrow("open session");
    const name = (now.payment_intent as Stripe.PaymentIntent).id;
    expect((await stripe.refunds.create({ payment_intent: name, amount: 500 })).status).toBe("succeeded");
    await expect(stripe.refunds.create({ payment_intent: name, amount: 401 })).rejects.toThrow("more than is left");
    for (const { headers, body } of partners.deliveries.taken()) {
      const signature = headers["stripe-signature"] ?? "";
      expect(stripe.webhooks.constructEvent(body, signature, STRIPE_SECRET).livemode).toBe(false);
    }
  });
});

it("razorpay takes orders, payments and refunds, and signs what it tells", async () => {
  const { keyId, keySecret, url } = partners.razorpay;
  const client = new Razorpay({ key_id: keyId, key_secret: keySecret });
  (client as unknown as { api: { rq: { defaults: { baseURL: string } } } }).api.rq.defaults.baseURL = url;
  const order = await client.orders.create({ amount: 1250, currency: "INR", receipt: "r1", notes: { order_id: "o1" } });
  expect((await client.orders.all({ receipt: "r1" })).items).toMatchObject([{ id: order.id }]);
  await expect(client.orders.create({ amount: 99, currency: "INR" })).rejects.toMatchObject({ statusCode: 400 });
  const form = { key_id: keyId, order_id: order.id, callback_url: "http://127.0.0.1:9/back", name: "Order" };
  const page = await fetch(`${url}/v1/checkout/embedded`, { method: "POST", body: new URLSearchParams(form) });
  expect(await page.text()).toContain("no money moves");
  const left = await fetch(`${url}/pay/${order.id}`, { method: "POST", body: new URLSearchParams({ do: "pay" }) });
  const html = await left.text();
  const field = (name: string) => new RegExp(`name="${name}" value="([^"]+)"`).exec(html)?.[1] ?? "";
  const { validatePaymentVerification } = await import("razorpay/dist/utils/razorpay-utils.js");
  const about = { order_id: field("razorpay_order_id"), payment_id: field("razorpay_payment_id") };
  expect(validatePaymentVerification(about, field("razorpay_signature"), keySecret)).toBe(true);
  expect((await client.orders.fetchPayments(order.id)).items).toMatchObject([
    { id: about.payment_id, status: "captured" },
  ]);
  expect((await client.payments.refund(about.payment_id, { amount: 1000 })).status).toBe("processed");
  await expect(client.payments.refund(about.payment_id, { amount: 251 })).rejects.toMatchObject({ statusCode: 400 });
  for (const { headers, body } of partners.deliveries.taken()) {
    expect(Razorpay.validateWebhookSignature(body, headers["x-razorpay-signature"] ?? "", RAZORPAY_SECRET)).toBe(true);
  }
});

it("twilio reports on what it sends, signed for the address with its query", async () => {
  const { accountSid, from, url } = partners.twilio;
  const answer = await fetch(`${url}/2010-04-01/Accounts/${accountSid}/Messages.json`, {
    method: "POST",
    headers: { authorization: `Basic ${Buffer.from(`${accountSid}:${AUTH_TOKEN}`).toString("base64")}` },
    body: new URLSearchParams({
      To: "+4915112345678",
      From: from,
      Body: "hi",
      StatusCallback: "http://127.0.0.1:9/w?outbox=7",
    }),
  });
  expect(answer.status).toBe(201);
  const told = partners.deliveries.taken();
  expect(told.map(({ body }) => new URLSearchParams(body).get("MessageStatus"))).toEqual(["sent", "delivered"]);
  for (const { url: to, headers, body } of told) {
    const params = Object.fromEntries(new URLSearchParams(body));
    expect(twilio.validateRequest(AUTH_TOKEN, headers["x-twilio-signature"] ?? "", to, params)).toBe(true);
  }
});
