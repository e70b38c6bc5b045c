/** Paying as a guest's browser and a cashier do it, over HTTP: only the partner's own word makes an order paid. */
import { Secret } from "cloche";
import { afterAll, beforeAll, expect, it } from "vitest";
import { imitated, type Partners, startPartners } from "../../partners/index.js";
import { steadyPartners } from "../platform/index.js";
import { describeDatabases, freePort, someone, startTestApp, steady, type TestApp } from "../test-support/index.js";

const STRIPE = `whsec_${"s".repeat(40)}`;
const RAZORPAY = "r".repeat(40);
const TWILIO = "7".repeat(32);

interface Opened {
  readonly paymentId: string;
  readonly amount: { readonly amount: number };
  readonly checkout: { readonly method: string; readonly url: string; readonly fields: Record<string, string> };
}

describeDatabases("a guest", ({ placeWithSchema }) => {
  let app: TestApp;
  let partners: Partners;
  beforeAll(async () => {
    const port = await freePort();
    const publicBaseUrl = `http://127.0.0.1:${port}`;
    const secrets = { stripeWebhookSecret: STRIPE, razorpayWebhookSecret: RAZORPAY, twilioAuthToken: TWILIO };
    partners = await startPartners({ restaurantUrl: publicBaseUrl, ...secrets });
    const config = {
      ...{ port, publicBaseUrl, partners: steadyPartners(imitated(partners)) },
      stripeWebhookSecret: steady(new Secret(STRIPE, "STRIPE_WEBHOOK_SECRET")),
      razorpayWebhookSecret: steady(new Secret(RAZORPAY, "RAZORPAY_WEBHOOK_SECRET")),
      twilioAuthToken: steady(new Secret(TWILIO, "TWILIO_AUTH_TOKEN")),
    };
    app = await startTestApp(await placeWithSchema(), { config });
  });
  afterAll(async () => {
    await app.stop();
    await partners.stop();
  });

  async function newOrder() {
    const menu = (await (await fetch(`${app.baseUrl}/api/v1/menu`)).json()) as {
      items: { id: string; name: string }[];
    };
    const slip = { lines: [{ itemId: menu.items[0]?.id, quantity: 1 }], contact: someone() };
    const answer = await app.post("/api/v1/orders", slip);
    const placed = (await answer.json()) as { order: { id: string }; trackUrl: string };
    return { id: placed.order.id, token: placed.trackUrl.split("/").at(-1) ?? "" };
  }
  const tracked = async (token: string) => {
    const answer = await fetch(`${app.baseUrl}/api/v1/track/${token}`);
    return (await answer.json()) as { paymentState: string; attempt: string };
  };
  const stateOf = async (token: string) => (await tracked(token)).paymentState;
  const attemptOf = async (token: string) => (await tracked(token)).attempt;
  const open = async (token: string, provider: string) => {
    const answer = await app.post(`/api/v1/track/${token}/payments`, { provider });
    return { status: answer.status, body: (await answer.json()) as Opened & { code?: string } };
  };
  const leave = (url: string, outcome: string) =>
    fetch(url, { method: "POST", body: new URLSearchParams({ do: outcome }), redirect: "manual" });

  it("pays on Stripe's page; declined or left, the order stays unpaid and the page open", async () => {
    const { token } = await newOrder();
    const { status, body } = await open(token, "stripe");
    expect([status, body.checkout.method]).toEqual([201, "GET"]);
    expect((await leave(body.checkout.url, "leave")).headers.get("location")).toBe(`${app.baseUrl}/track/${token}`);
    expect(await attemptOf(token)).toBe("open");
    await leave(body.checkout.url, "decline");
    await expect.poll(() => attemptOf(token), { timeout: 20_000 }).toBe("failed");
    const again = await open(token, "stripe");
    expect(again.body).toEqual(body);
    expect(await attemptOf(token), "a new try").toBe("open");
    expect(await stateOf(token)).toBe("unpaid");
    await leave(body.checkout.url, "pay");
    await expect.poll(() => stateOf(token), { timeout: 20_000 }).toBe("paid");
    expect((await open(token, "stripe")).body.code).toBe("already_paid");
  });

  it("pays through another partner instead, and no more through the first", async () => {
    const { token } = await newOrder();
    const first = await open(token, "stripe");
    const other = await open(token, "razorpay");
    expect(other).toMatchObject({ status: 201, body: { provider: "razorpay" } });
    await leave(first.body.checkout.url, "pay");
    expect(await stateOf(token)).toBe("unpaid");
    await fetch(other.body.checkout.url, { method: "POST", body: new URLSearchParams(other.body.checkout.fields) });
    await leave(`${partners.razorpay.url}/pay/${other.body.checkout.fields.order_id}`, "pay");
    await expect.poll(() => stateOf(token), { timeout: 20_000 }).toBe("paid");
    expect((await open(token, "stripe")).body.code).toBe("already_paid");
  });

  it("is not believed on the way back from Razorpay, whatever the browser brings", async () => {
    const { token } = await newOrder();
    const { body } = await open(token, "razorpay");
    const forged = {
      razorpay_payment_id: "pay_x",
      razorpay_order_id: body.checkout.fields.order_id ?? "",
      razorpay_signature: "0".repeat(64),
    };
    const back = () =>
      fetch(`${app.baseUrl}/track/${token}`, { method: "POST", body: new URLSearchParams(forged), redirect: "manual" });
    const answer = await back();
    expect([answer.status, answer.headers.get("location")]).toEqual([303, `/track/${token}`]);
    expect(await stateOf(token)).toBe("unpaid");
    partners.deliveries.hold();
    await fetch(body.checkout.url, { method: "POST", body: new URLSearchParams(body.checkout.fields) });
    await leave(`${partners.razorpay.url}/pay/${body.checkout.fields.order_id}`, "pay");
    expect(await stateOf(token)).toBe("unpaid");
    // No webhook has come yet; the way back makes the restaurant ask the partner.
    await back();
    expect(await stateOf(token)).toBe("paid");
  });

  it("pays in cash: the cashier hears the change, and the page the guest had open takes nothing", async () => {
    const { id, token } = await newOrder();
    const { body } = await open(token, "stripe");
    const headers = await app.signIn("cashier");
    const cash = (received: number, key: string) =>
      app.post(`/api/v1/orders/${id}/payments/cash`, { received }, { ...headers, "idempotency-key": key });
    expect((await app.post(`/api/v1/orders/${id}/payments/cash`, { received: 1 }, headers)).status).toBe(400);
    const taken = await cash(body.amount.amount + 150, "cash-key-0000000001");
    expect(taken.status).toBe(201);
    const told = await taken.json();
    expect(told).toMatchObject({ change: { amount: 150 }, paymentState: "paid" });
    expect(await (await cash(body.amount.amount + 150, "cash-key-0000000001")).json()).toEqual(told);
    expect((await cash(body.amount.amount + 150, "cash-key-0000000002")).status).toBe(409);
    const gone = await fetch(body.checkout.url, { redirect: "manual" });
    expect(gone.status).toBe(303);
    const money = await fetch(`${app.baseUrl}/api/v1/orders/${id}/payments`, { headers });
    expect(await money.json()).toMatchObject({
      owed: { amount: 0 },
      payments: [{ state: "cancelled" }, { provider: "cash" }],
    });
    const chef = await app.signIn("chef");
    expect((await fetch(`${app.baseUrl}/api/v1/orders/${id}/payments`, { headers: chef })).status).toBe(403);
  });
});
