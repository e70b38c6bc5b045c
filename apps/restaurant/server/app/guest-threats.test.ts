/** What a guest may try with what a guest holds: prices of one's own, a free meal, somebody else's order, the kitchen's work. */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Menu, PlacedOrder, Quote, TrackedOrder } from "../../contracts/index.js";
import { imitated, type Partners, startPartners } from "../../partners/index.js";
import { newId, steadyPartners } from "../platform/index.js";
import { describePglite, freePort, someone, startTestApp, type TestApp } from "../test-support/index.js";

const PHONE = "+4915177777777";

describePglite("a guest", ({ placeWithSchema }) => {
  let app: TestApp;
  let partners: Partners;
  let menu: Menu;

  beforeAll(async () => {
    const port = await freePort();
    const publicBaseUrl = `http://127.0.0.1:${port}`;
    const secrets = { stripeWebhookSecret: "unused", razorpayWebhookSecret: "unused", twilioAuthToken: "unused" };
    partners = await startPartners({ restaurantUrl: publicBaseUrl, ...secrets });
    partners.deliveries.hold();
    const { stripe, razorpay } = imitated(partners);
    app = await startTestApp(await placeWithSchema(), {
      config: { port, publicBaseUrl, partners: steadyPartners({ stripe, razorpay }) },
    });
    menu = (await (await fetch(`${app.baseUrl}/api/v1/menu`)).json()) as Menu;
  }, 120_000);
  afterAll(async () => {
    await app.stop();
    await partners.stop();
  });

  const item = (name: string) => menu.items.find((one) => one.name === name);
  const espresso = (more: object = {}) => ({ itemId: item("Espresso")?.id, quantity: 1, ...more });
  const order = (slip: object, headers: Record<string, string> = {}) =>
    app.post("/api/v1/orders", { contact: someone(), ...slip }, headers);
  const placed = async (slip: object) => (await (await order(slip)).json()) as PlacedOrder;
  const tokenOf = ({ trackUrl }: PlacedOrder) => trackUrl.split("/").at(-1) ?? "";
  const track = async (token: string) =>
    (await (await fetch(`${app.baseUrl}/api/v1/track/${token}`)).json()) as TrackedOrder;
  const heard = async (answer: Response) => [answer.status, ((await answer.json()) as { code: string }).code];
  const locationId = async () =>
    (await app.database.db.selectFrom("location").select("id").executeTakeFirstOrThrow()).id;

  it("names no price, no total and no state: what they say of it is refused, not passed over", async () => {
    for (const more of [{ price: 1 }, { unitPrice: 1 }, { total: { amount: 1, currency: "EUR" } }]) {
      expect(await heard(await order({ lines: [espresso(more)] }))).toEqual([400, "validation_failed"]);
    }
    for (const more of [{ total: 1 }, { discount: 100 }, { state: "ready" }, { paymentState: "paid" }, { fees: 0 }]) {
      expect(await heard(await order({ lines: [espresso()], ...more }))).toEqual([400, "validation_failed"]);
    }
  });

  it("gets nothing to take away without a number to be called by, whichever way it is asked for, and writes nothing", async () => {
    const quoted = (basket: object) => app.post("/api/v1/locations/the-copper-lid/quote", basket);
    const { quoteId } = (await (await quoted({ lines: [espresso()] })).json()) as Quote;
    const home = { street: "Invalidenstr. 1", postcode: "10115", city: "Berlin" };
    const dinner = [{ itemId: item("Cheeseburger")?.id, quantity: 3 }];
    const { db } = app.database;
    const count = () => db.selectFrom("orders").select("id").execute();
    const before = await count();
    for (const what of [
      { lines: [espresso()] },
      { quoteId },
      { lines: dinner, orderType: "delivery", address: home },
      { lines: [espresso()], payment: { mode: "online", provider: "stripe" } },
    ]) {
      // The house writes no e-mail: an address is nothing it could reach anybody by.
      for (const contact of [{ name: "Nobody" }, { name: "Nobody", email: "nobody@guests.example" }]) {
        const answer = await order({ ...what, contact });
        expect([answer.status, await answer.json()]).toEqual([
          422,
          expect.objectContaining({
            code: "contact_required",
            errors: [{ path: "/contact/phone", in: "body", code: "required", reason: "Give a phone number." }],
          }),
        ]);
      }
    }
    // Whoever says they sit at a table has its code, or eats nowhere.
    const sat = { lines: [espresso()], orderType: "dine_in", contact: { name: "Nobody" } };
    expect(await heard(await order(sat))).toEqual([409, "table_session_ended"]);
    expect(await count()).toEqual(before);
    expect((await order({ quoteId, contact: someone() })).status).toBe(201);
  });

  it("gets nothing for less by negative, broken or huge numbers", async () => {
    const burger = item("Cheeseburger");
    const option = burger?.optionGroups.flatMap(({ options }) => options)[0]?.id;
    for (const quantity of [-1, 0, 0.5, 100, "1", 1e21]) {
      expect((await order({ lines: [espresso({ quantity })] })).status).toBe(400);
    }
    for (const quantity of [-1, 0, 21]) {
      const line = { itemId: burger?.id, quantity: 1, options: [{ id: option, quantity }] };
      expect((await order({ lines: [line] })).status).toBe(400);
    }
    for (const tip of [-1, 0.5, "5"]) expect((await order({ lines: [espresso()], tip })).status).toBe(400);
    expect(await heard(await order({ lines: [espresso()], tip: 99_999_999 }))).toEqual([422, "tip_too_high"]);
  });

  it("takes another dish's options for none of this one, nor a dish of another place", async () => {
    const foreign = item("Rib-eye steak")?.optionGroups[0]?.options[0]?.id;
    const line = espresso({ options: [{ id: foreign, quantity: 1 }] });
    expect(await heard(await order({ lines: [line] }))).toEqual([422, "options_invalid"]);
    const { db } = app.database;
    const at = { id: newId(), slug: "elsewhere", name: "Elsewhere", timezone: "UTC", currency: "EUR" };
    await db.insertInto("location").values(at).execute();
    await db.insertInto("location_stream").values({ location_id: at.id }).execute();
    expect(await heard(await order({ lines: [espresso()], location: "elsewhere" }))).toEqual([409, "item_unavailable"]);
  });

  it("is held to the quote's own dishes, and a quote that was written over is none", async () => {
    const asked = await app.post("/api/v1/locations/the-copper-lid/quote", { lines: [espresso()] });
    const { quoteId } = (await asked.json()) as Quote;
    expect((await order({ quoteId, lines: [espresso({ quantity: 9 })] })).status).toBe(400);
    const [head = "", ...rest] = quoteId.split(".");
    const middle = Math.floor(head.length / 2);
    const other = head[middle] === "A" ? "B" : "A";
    const forged = [head.slice(0, middle) + other + head.slice(middle + 1), ...rest].join(".");
    expect(await heard(await order({ quoteId: forged }))).toEqual([409, "quote_expired"]);
    expect((await order({ quoteId })).status).toBe(201);
  });

  it("has a quote from before closing time, and is told that it is closed", async () => {
    const asked = await app.post("/api/v1/locations/the-copper-lid/quote", { lines: [espresso()] });
    const { quoteId } = (await asked.json()) as Quote;
    const { db } = app.database;
    const location_id = await locationId();
    const before = await db.selectFrom("opening_hours").selectAll().where("location_id", "=", location_id).execute();
    // Two days from now, whatever the time zone: closed now.
    const weekday = ((new Date().getUTCDay() + 2) % 7) + 1;
    await db.deleteFrom("opening_hours").where("location_id", "=", location_id).execute();
    await db
      .insertInto("opening_hours")
      .values({ id: newId(), location_id, weekdays: [weekday], from_minute: 600, to_minute: 660 })
      .execute();
    expect(await heard(await order({ quoteId }))).toEqual([409, "location_closed"]);
    await db.deleteFrom("opening_hours").where("location_id", "=", location_id).execute();
    if (before.length > 0) await db.insertInto("opening_hours").values(before).execute();
  });

  it("pays nothing by coming back as if they had: the order waits, and the kitchen hears of nothing", async () => {
    const online = await placed({ lines: [espresso()], payment: { mode: "online", provider: "stripe" } });
    const token = tokenOf(online);
    expect(online.order.state).toBe("pending_payment");
    const back = { redirect: "manual" } as const;
    expect((await app.post(`/api/v1/track/${token}/payments`, {})).status).toBe(201);
    const sessions = [...partners.stripe.sessions.values()];
    const mine = sessions.filter(({ metadata }) => metadata["order_id"] === online.order.id);
    // Whoever leaves the partner's page comes back to where whoever paid comes back to: there is nothing to swap.
    const ways = mine.flatMap(({ success_url, cancel_url }) => [success_url, cancel_url]);
    expect(ways).toEqual([online.trackUrl, online.trackUrl]);
    for (const way of ways) await fetch(way, back);
    const form = new URLSearchParams({ razorpay_payment_id: "pay_1", razorpay_signature: "0".repeat(64) });
    await fetch(`${app.baseUrl}/track/${token}?paid=true&redirect_status=succeeded`, back);
    await fetch(`${app.baseUrl}/track/${token}`, { method: "POST", body: form, ...back });
    const { state, paymentState } = await track(token);
    expect([state, paymentState]).toEqual(["pending_payment", "unpaid"]);
    const tickets = app.database.db.selectFrom("ticket").select("id").where("order_id", "=", online.order.id);
    expect(await tickets.execute()).toEqual([]);
  });

  it("pays in time and is heard after closing, and the order goes to the kitchen", async () => {
    const online = await placed({ lines: [espresso()], payment: { mode: "online", provider: "stripe" } });
    const token = tokenOf(online);
    expect((await app.post(`/api/v1/track/${token}/payments`, {})).status).toBe(201);
    const { db } = app.database;
    const weekday = ((new Date().getUTCDay() + 2) % 7) + 1;
    const hours = {
      id: newId(),
      location_id: await locationId(),
      weekdays: [weekday],
      from_minute: 600,
      to_minute: 660,
    };
    const before = await db.selectFrom("opening_hours").selectAll().execute();
    await db.deleteFrom("opening_hours").execute();
    await db.insertInto("opening_hours").values(hours).execute();
    const session = [...partners.stripe.sessions.values()].find(
      ({ metadata }) => metadata["order_id"] === online.order.id,
    );
    partners.stripe.finish(session?.id ?? "", "pay");
    await fetch(`${app.baseUrl}/track/${token}`, { method: "POST", body: new URLSearchParams(), redirect: "manual" });
    const { state, paymentState } = await track(token);
    expect([state, paymentState]).toEqual(["preparing", "paid"]);
    await db.deleteFrom("opening_hours").execute();
    if (before.length > 0) await db.insertInto("opening_hours").values(before).execute();
  });

  it("sells nothing out, and calls no order ready, with whatever a guest holds", async () => {
    const { order: mine, trackUrl } = await placed({ lines: [espresso()] });
    const at = await locationId();
    const table = await app.database.db.selectFrom("dining_table").select("id").executeTakeFirstOrThrow();
    const coded = await app.post(`/api/v1/locations/${at}/tables/${table.id}/code`, "", await app.signIn("manager"));
    const code = new URL(((await coded.json()) as { url: string }).url).hash.slice("#table=".length);
    const scanned = await app.post("/api/v1/locations/the-copper-lid/tables/scan", { code });
    const { tableToken } = (await scanned.json()) as { tableToken: string };
    const variant = item("Espresso")?.variants[0]?.id;
    const tries = [
      ["PUT", `/api/v1/locations/${at}/availability/variant/${variant}`, { status: "sold_out" }],
      ["POST", `/api/v1/orders/${mine.id}/accept`, {}],
      ["POST", `/api/v1/orders/${mine.id}/handover`, {}],
      ["POST", `/api/v1/orders/${mine.id}/payments/cash`, { received: 100_000 }],
      ["POST", `/api/v1/kds/tickets/${newId()}/bump`, { expectedVersion: 1 }],
    ] as const;
    for (const held of [tableToken, trackUrl.split("/").at(-1) ?? "", code]) {
      for (const carried of [{ authorization: `Bearer ${held}` }, { cookie: `__Host-access=${held}` }]) {
        for (const [method, path, body] of tries) {
          const answer = await fetch(app.baseUrl + path, {
            method,
            headers: {
              "content-type": "application/json",
              "idempotency-key": randomUUID(),
              "sec-fetch-site": "same-origin",
              ...carried,
            },
            body: JSON.stringify(body),
          });
          expect([path, answer.status]).toEqual([path, 401]);
        }
      }
    }
  });

  it("leaves no link behind, and no number: not in headers that other pages see, nor in the log", async () => {
    const one = await placed({ lines: [espresso()], contact: { name: "Ana Liza", phone: PHONE } });
    const token = tokenOf(one);
    const answer = await fetch(`${app.baseUrl}/api/v1/track/${token}`);
    expect([answer.headers.get("referrer-policy"), answer.headers.get("cache-control")]).toEqual([
      "no-referrer",
      "no-store",
    ]);
    await app.post(`/api/v1/track/${token}/cancel`, { reason: `call ${PHONE}` });
    await order({ lines: [], contact: { name: "Ana Liza", phone: PHONE } });
    const told = app.log().join("\n");
    expect(told).toContain("/api/v1/track/{token}");
    for (const secret of [token, PHONE, PHONE.slice(1), "Ana Liza"]) expect(told).not.toContain(secret);
    // Nor what was wrong in an answer that says so.
    const refused = await order({ lines: [espresso({ note: PHONE })], contact: { name: "x".repeat(99) } });
    const text = await refused.text();
    expect([refused.status, text.includes(PHONE), text.includes("xxx")]).toEqual([400, false, false]);
  });
});
