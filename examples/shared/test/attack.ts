/** The attack every example is put to: started as its README says, tried over HTTP, with the same answers from each. */
import { randomBytes } from "node:crypto";
import Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Settings } from "../src/ordering.js";

/** A running example. */
export interface RunningExample {
  readonly port: number;
  /** The lines it has logged, where they are not heard through `settings.log`. */
  readonly lines?: () => readonly string[];
  close(): Promise<void> | void;
}

const STRIPE_SECRET = `whsec_${randomBytes(24).toString("hex")}`;
const JWT_SECRET = randomBytes(36).toString("base64url");
const ITEM = "0b0c2f4e-9f4a-4c57-9f55-0f3f3f0a1b2c";

/** Settings whose secrets can be handed to another process. */
export interface AttackSettings extends Settings {
  readonly jwtSecret: string;
  readonly stripeWebhookSecret: string;
}

/** Attacks one example. */
export function attackExample(name: string, start: (settings: AttackSettings) => Promise<RunningExample>): void {
  describe(name, () => {
    const heard: string[] = [];
    let running: RunningExample;
    let ann: Record<string, string>;
    let carlo: Record<string, string>;
    beforeAll(async () => {
      const log = (line: string): void => void heard.push(line);
      running = await start({ jwtSecret: JWT_SECRET, stripeWebhookSecret: STRIPE_SECRET, log });
      ann = await signIn("ann", "correct horse battery");
      carlo = await signIn("carlo", "staple soup ladle");
    });
    afterAll(() => running.close());
    const lines = () => (running.lines?.() ?? heard).join("\n");
    const call = (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${running.port}${path}`, init);
    const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
      call(path, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: typeof body === "string" ? body : JSON.stringify(body),
      });
    const deliver = (event: object, secret: string) => {
      const payload = JSON.stringify(event);
      const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret });
      return post("/webhooks/stripe", payload, { "stripe-signature": signature });
    };
    const signIn = async (userId: string, password: string): Promise<Record<string, string>> => {
      const tokens = (await (await post("/api/login", { userId, password })).json()) as { accessToken: string };
      return { authorization: `Bearer ${tokens.accessToken}` };
    };
    it("takes an order from sign-in to paid", async () => {
      const placed = await post("/api/orders", { itemId: ITEM, quantity: 2, instructions: "x < y" }, ann);
      expect(placed.status).toBe(201);
      const order = (await placed.json()) as { id: string };
      expect(order).toEqual({ id: order.id, itemId: ITEM, quantity: 2, instructions: "x < y", paid: false });
      const paid = {
        id: "evt_1",
        type: "payment_intent.succeeded",
        data: { object: { metadata: { order_id: order.id } } },
      };
      expect((await deliver({ ...paid, id: "evt_0" }, "whsec_of-somebody-else-entirely-000")).status).toBe(400);
      expect(await (await call(`/api/orders/${order.id}`, { headers: ann })).json()).toMatchObject({ paid: false });
      expect([(await deliver(paid, STRIPE_SECRET)).status, (await deliver(paid, STRIPE_SECRET)).status]).toEqual([
        200, 200,
      ]);
      expect(await (await call(`/api/orders/${order.id}`, { headers: carlo })).json()).toMatchObject({ paid: true });
    });

    it("keeps strangers, forgers and mistakes out", async () => {
      const forged = { authorization: `${ann["authorization"]?.slice(0, -4)}AAAA` };
      const slip = { itemId: ITEM, quantity: 1 };
      const answers = [
        await post("/api/login", { userId: "ann", password: "wrong" }),
        await post("/api/login", { userId: "__proto__", password: "wrong" }),
        await post("/api/orders", slip),
        await post("/api/orders", slip, forged),
        await post("/api/orders", slip, carlo),
        await post("/api/orders", { ...slip, quantity: -1 }, ann),
        await post("/api/orders", { ...slip, paid: true }, ann),
        await post("/api/orders", '{"__proto__":{"paid":true}}', ann),
        await post("/api/orders", slip, { ...ann, "content-type": "text/plain" }),
        await post("/api/orders", { ...slip, instructions: "x".repeat(200_000) }, ann),
        await post("/webhooks/stripe", { id: "evt_2", type: "x", data: { object: {} } }),
        await call(`/api/orders/${ITEM}`, { headers: carlo }),
        await call("/api/orders/..%2f..", { headers: ann }),
        await call("/api/orders", { method: "DELETE", headers: ann }),
        await call("/api/admin", { headers: ann }),
        await call("/api/orders/%E0%A4%A", { headers: ann }),
      ];
      const wanted = [401, 401, 401, 401, 403, 400, 400, 400, 415, 413, 400, 404, 400, 405, 404, 400];
      expect(answers.map(({ status }) => status)).toEqual(wanted);
      for (const answer of answers) {
        expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
        expect(answer.headers.get("content-type")).toMatch(/^application\/(?:problem\+)?json/);
        expect(await answer.json()).toMatchObject({ code: expect.any(String), status: answer.status });
      }
    });

    it("believes no header that a proxy or a framework might have set", async () => {
      for (const [header, value] of [
        ["x-middleware-subrequest", "proxy:proxy:proxy:proxy:proxy"],
        ["x-original-url", "/api/login"],
        ["x-http-method-override", "GET"],
        ["x-forwarded-user", "carlo"],
      ] as const) {
        expect((await post("/api/orders", { itemId: ITEM, quantity: 1 }, { [header]: value })).status).toBe(401);
      }
    });

    it("limits sign-in, whatever address a header claims, and says when to come back", async () => {
      const answers: Response[] = [];
      for (let attempt = 0; attempt < 11; attempt += 1) {
        const headers = { "x-forwarded-for": `203.0.113.${attempt}` };
        answers.push(await post("/api/login", { userId: "eve", password: "guess" }, headers));
      }
      expect(answers.at(-1)?.status).toBe(429);
      expect(Number(answers.at(-1)?.headers.get("retry-after"))).toBeGreaterThan(0);
    });

    it("logs a line per request and no secret", () => {
      expect(lines()).toContain('"POST /api/orders"');
      for (const secret of ["correct horse", STRIPE_SECRET, JWT_SECRET, "eyJ", "canary"]) {
        expect(lines()).not.toContain(secret);
      }
    });
  });
}
