/** The delivery partner over HTTP: its own word moves an order, once; nobody else's does. */
import { generateKeyPairSync, randomUUID } from "node:crypto";
import { messageSigner } from "cloche/webhooks";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deliver, imitated, type Partners, startPartners } from "../../partners/index.js";
import { newId, type OrderState, steadyPartners } from "../platform/index.js";
import { describePglite, freePort, startTestApp, type TestApp } from "../test-support/index.js";

const SECRETS = { stripeWebhookSecret: "unused", razorpayWebhookSecret: "unused", twilioAuthToken: "unused" };

describePglite("a delivery partner", ({ placeWithSchema }) => {
  let app: TestApp;
  let partners: Partners;
  let location_id: string;
  let number = 500;
  beforeAll(async () => {
    const port = await freePort();
    const publicBaseUrl = `http://127.0.0.1:${port}`;
    partners = await startPartners({ restaurantUrl: publicBaseUrl, ...SECRETS });
    const { delivery } = imitated(partners);
    app = await startTestApp(await placeWithSchema(), {
      config: { port, publicBaseUrl, partners: steadyPartners({ delivery }) },
    });
    ({ id: location_id } = await app.database.db.selectFrom("location").select("id").executeTakeFirstOrThrow());
  });
  afterAll(async () => {
    await app.stop();
    await partners.stop();
  });

  interface About {
    readonly state?: OrderState;
    readonly payment_state?: "paid" | "unpaid";
    readonly order_type?: "delivery" | "pickup";
    readonly courier_id?: string;
  }
  async function newOrder(about: About = {}): Promise<string> {
    number += 1;
    const id = newId();
    await app.database.db
      .insertInto("orders")
      .values({
        ...{ id, location_id, number, state: "ready", payment_state: "paid", order_type: "delivery" },
        ...{ total: 1250, subtotal: 1250, currency: "EUR", menu_revision: 1, business_date: "2026-06-15" },
        ...{ track_hash: id.replaceAll("-", "").repeat(2), ...about },
      })
      .execute();
    return id;
  }
  const stateOf = async (id: string) =>
    (await app.database.db.selectFrom("orders").select("state").where("id", "=", id).executeTakeFirstOrThrow()).state;
  const eventsOf = (id: string) =>
    app.database.db
      .selectFrom("webhook_event")
      .select(["type", "state", "last_error"])
      .where("object_ref", "=", id)
      .orderBy("received_at")
      .execute();
  const trailOf = async (id: string) => {
    const found = app.database.db.selectFrom("audit_log").select(["action", "actor_kind", "actor_id"]);
    return found.where("entity_id", "=", id).orderBy("id").execute();
  };
  const report = (order: string, status: "picked_up" | "delivered" | "failed", at = new Date()) =>
    partners.delivery.sign({ order, status, at });
  const worked = async (id: string, many: number) => {
    await expect
      .poll(async () => (await eventsOf(id)).filter((one) => one.state !== "pending").length, { timeout: 30_000 })
      .toBe(many);
    return eventsOf(id);
  };

  it("is believed: an order is on its way, and completed at the door", async () => {
    const order = await newOrder();
    expect(await deliver(report(order, "picked_up"))).toBe(200);
    expect(await worked(order, 1)).toEqual([{ type: "picked_up", state: "processed", last_error: null }]);
    expect(await stateOf(order)).toBe("out_for_delivery");
    expect(await deliver(report(order, "delivered"))).toBe(200);
    await worked(order, 2);
    expect(await stateOf(order)).toBe("completed");
    const actor = { actor_kind: "provider", actor_id: "delivery" };
    expect(await trailOf(order)).toEqual([
      { action: "order.dispatched", ...actor },
      { action: "order.completed", ...actor },
    ]);
  });

  it("is believed whatever order its reports come in: what was delivered was picked up", async () => {
    const order = await newOrder();
    const [first, second] = [report(order, "picked_up"), report(order, "delivered")];
    expect([await deliver(second), await deliver(first)]).toEqual([200, 200]);
    await worked(order, 2);
    expect(await stateOf(order)).toBe("completed");
    expect((await trailOf(order)).map(({ action }) => action)).toEqual(["order.dispatched", "order.completed"]);
  });

  it("is heard once: the same delivery again, by whomever, changes nothing and is answered alike", async () => {
    const order = await newOrder();
    const sent = report(order, "delivered");
    expect(await Promise.all([deliver(sent), deliver(sent), deliver(sent)])).toEqual([200, 200, 200]);
    // The same words under a fresh nonce are the same event.
    const again = report(order, "delivered", new Date((JSON.parse(sent.body) as { at: string }).at));
    expect(again.headers.signature).not.toBe(sent.headers.signature);
    expect(await deliver(again)).toBe(200);
    expect(await worked(order, 1)).toHaveLength(1);
    expect(await trailOf(order)).toHaveLength(2);
  });

  describe("is not", () => {
    const spoil = (change: (sent: ReturnType<typeof report>) => ReturnType<typeof report>) => async () => {
      const order = await newOrder();
      expect(await deliver(change(report(order, "delivered")))).toBe(400);
      expect(await eventsOf(order)).toEqual([]);
      expect(await stateOf(order)).toBe("ready");
    };
    const FORGER = generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    const asForger = messageSigner({ algorithm: "ed25519", keyId: "delivery-development" });
    const KINDS: readonly (readonly [string, Parameters<typeof spoil>[0]])[] = [
      [
        "who signs with a key of their own",
        (sent) => ({
          ...sent,
          headers: {
            "content-type": "application/json",
            ...asForger({ body: sent.body, secret: FORGER, url: sent.url, eventId: randomUUID() }),
          },
        }),
      ],
      ["who signs nothing", (sent) => ({ ...sent, headers: { "content-type": "application/json" } })],
      ["who changes the body", (sent) => ({ ...sent, body: sent.body.replace("delivered", "picked_up") })],
      [
        "who changes the digest with the body",
        (sent) => {
          const body = sent.body.replace("delivered", "picked_up");
          const digest = asForger({ body, secret: FORGER, url: sent.url })["content-digest"] ?? "";
          return { ...sent, body, headers: { ...sent.headers, "content-digest": digest } };
        },
      ],
      ["who sends it to another query", (sent) => ({ ...sent, url: `${sent.url}?as=another` })],
      [
        "who replays what is over five minutes old",
        (sent) => {
          const { order } = JSON.parse(sent.body) as { order: string };
          return report(order, "delivered", new Date(Date.now() - 301_000));
        },
      ],
      [
        "who leaves the nonce out",
        (sent) => {
          const input = sent.headers["signature-input"]?.replace(/;nonce="[^"]*"/, "") ?? "";
          return { ...sent, headers: { ...sent.headers, "signature-input": input } };
        },
      ],
    ];
    for (const [name, change] of KINDS) it(name, spoil(change));
  });

  it.each([
    ["not_a_delivery", { order_type: "pickup" }],
    ["order_closed", { state: "cancelled" }],
    ["order_unpaid", { state: "out_for_delivery", payment_state: "unpaid" }],
  ] as const)("is kept for people to see, where the order does not fit: %s", async (reason, about) => {
    const order = await newOrder(about);
    const before = await stateOf(order);
    expect(await deliver(report(order, "delivered"))).toBe(200);
    expect(await worked(order, 1)).toEqual([{ type: "delivered", state: "mismatch", last_error: reason }]);
    expect(await stateOf(order)).toBe(before);
  });

  it("completes neither an order that one of our own couriers has nor one that nobody knows", async () => {
    const { id: courier_id } = await app.database.db.selectFrom("staff").select("id").executeTakeFirstOrThrow();
    const ours = await newOrder({ state: "out_for_delivery", courier_id });
    const nobodys = newId();
    for (const order of [ours, nobodys]) expect(await deliver(report(order, "delivered"))).toBe(200);
    expect((await worked(ours, 1))[0]?.last_error).toBe("own_courier");
    expect((await worked(nobodys, 1))[0]?.last_error).toBe("order_unknown");
    expect(await stateOf(ours)).toBe("out_for_delivery");
  });

  it("waits for the kitchen, and leaves to people what could not be delivered", async () => {
    const early = await newOrder({ state: "preparing" });
    expect(await deliver(report(early, "picked_up"))).toBe(200);
    const reason = async () => (await eventsOf(early))[0];
    await expect.poll(reason, { timeout: 30_000 }).toMatchObject({ state: "pending", last_error: "order_not_ready" });
    expect(await stateOf(early)).toBe("preparing");
    const refused = await newOrder({ state: "out_for_delivery" });
    expect(await deliver(report(refused, "failed"))).toBe(200);
    expect((await worked(refused, 1))[0]).toMatchObject({ state: "processed", last_error: "failed" });
    expect(await stateOf(refused)).toBe("out_for_delivery");
    expect((await trailOf(refused)).map(({ action }) => action)).toEqual(["order.delivery_failed"]);
  });
});

describePglite("a restaurant without a delivery partner", ({ placeWithSchema }) => {
  it("believes nobody", async () => {
    const app = await startTestApp(await placeWithSchema());
    const stranger = await startPartners({ restaurantUrl: app.baseUrl, ...SECRETS });
    try {
      expect(await deliver(stranger.delivery.sign({ order: newId(), status: "delivered" }))).toBe(400);
    } finally {
      await stranger.stop();
      await app.stop();
    }
  });
});
