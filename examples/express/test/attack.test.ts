/** The example is started as its README says and attacked over HTTP. */
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import Stripe from "stripe";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createApp } from "../src/app.js";

const STRIPE_SECRET = "whsec_example-suite-0123456789abcdefghij";
const ITEM = "0b0c2f4e-9f4a-4c57-9f55-0f3f3f0a1b2c";
const lines: string[] = [];
const app = createApp({
  jwtSecret: "example-suite-signing-secret-9b1e7f3a5c2d",
  stripeWebhookSecret: STRIPE_SECRET,
  log: (line) => lines.push(line),
});
let server: ReturnType<typeof app.listen>;
let base: string;

beforeAll(async () => {
  server = app.listen(0, "127.0.0.1");
  await once(server, "listening");
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(base + path, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });

async function signIn(userId: string, password: string): Promise<Record<string, string>> {
  const { accessToken } = (await (await post("/api/login", { userId, password })).json()) as { accessToken: string };
  return { authorization: `Bearer ${accessToken}` };
}

it("takes an order from sign-in to paid", async () => {
  const ann = await signIn("ann", "correct horse battery");
  const placed = await post("/api/orders", { itemId: ITEM, quantity: 2, instructions: "x < y" }, ann);
  expect(placed.status).toBe(201);
  const order = (await placed.json()) as { id: string };
  expect(order).toEqual({ id: order.id, itemId: ITEM, quantity: 2, instructions: "x < y", paid: false });
  const payload = JSON.stringify({
    id: "evt_1",
    type: "payment_intent.succeeded",
    data: { object: { metadata: { order_id: order.id } } },
  });
  const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret: STRIPE_SECRET });
  const delivered = await fetch(`${base}/webhooks/stripe`, {
    method: "POST",
    headers: { "content-type": "application/json", "stripe-signature": signature },
    body: payload,
  });
  expect(delivered.status).toBe(200);
  const read = await fetch(`${base}/api/orders/${order.id}`, { headers: ann });
  expect(await read.json()).toMatchObject({ paid: true });
});

it("keeps strangers, forgers and mistakes out", async () => {
  const carlo = await signIn("carlo", "staple soup ladle");
  const statuses = [
    await post("/api/login", { userId: "ann", password: "wrong" }),
    await post("/api/login", { userId: "nobody", password: "wrong" }),
    await post("/api/orders", { itemId: ITEM, quantity: 1 }),
    await post("/api/orders", { itemId: ITEM, quantity: 1 }, carlo),
    await post("/api/orders", { itemId: ITEM, quantity: -1 }, await signIn("ann", "correct horse battery")),
    await post("/webhooks/stripe", { id: "evt_2", type: "x", data: { object: {} } }),
    await fetch(`${base}/api/orders/${ITEM}`, { headers: carlo }),
  ].map(({ status }) => status);
  expect(statuses).toEqual([401, 401, 401, 403, 400, 400, 404]);
});

it("limits sign-in and says when to come back", async () => {
  const answers: Response[] = [];
  for (let attempt = 0; attempt < 11; attempt += 1)
    answers.push(await post("/api/login", { userId: "eve", password: "guess" }));
  expect(answers.at(-1)?.status).toBe(429);
  expect(Number(answers.at(-1)?.headers.get("retry-after"))).toBeGreaterThan(0);
});

it("logs a line per request and no secret", () => {
  expect(lines.filter((line) => line.includes('"POST /api/orders"')).length).toBeGreaterThan(0);
  for (const secret of ["correct horse", STRIPE_SECRET, "eyJ"]) expect(lines.join("\n")).not.toContain(secret);
});
