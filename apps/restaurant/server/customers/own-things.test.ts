/** What is a customer's: orders placed while signed in, and nobody else's; handed over and forgotten when they ask. */
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Menu, PlacedOrder } from "../../contracts/index.js";
import {
  type CustomerHeaders,
  describeDatabases,
  signInCustomer,
  someone,
  startTestApp,
  type TestApp,
} from "../test-support/index.js";

interface History {
  readonly orders: readonly { readonly id: string; readonly number: number; readonly trackUrl: string }[];
  readonly next: string | null;
}

describeDatabases("a customer's own", ({ placeWithSchema }) => {
  let app: TestApp;
  let itemId = "";
  let ana: CustomerHeaders;
  let ben: CustomerHeaders;
  const PHONE = "+4915100000001";

  beforeAll(async () => {
    app = await startTestApp(await placeWithSchema());
    const menu = (await (await fetch(`${app.baseUrl}/api/v1/menu`)).json()) as Menu;
    itemId = menu.items.find(({ name }) => name === "Espresso")?.id ?? "";
    [ana, ben] = [await signInCustomer(app, PHONE), await signInCustomer(app, "+4915100000002")];
  }, 120_000);
  afterAll(() => app.stop());

  const call = (path: string, headers: Record<string, string>, method = "GET", body?: unknown) =>
    fetch(app.baseUrl + path, {
      method,
      headers: { ...headers, ...(body === undefined ? {} : { "content-type": "application/json" }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const send = (more: object, headers: Record<string, string> = {}) =>
    app.post("/api/v1/orders", { lines: [{ itemId, quantity: 1 }], contact: someone(), ...more }, headers);
  const order = async (headers: Record<string, string>, more: object = {}) => {
    const answer = await send(more, headers);
    expect(answer.status).toBe(201);
    return (await answer.json()) as PlacedOrder;
  };
  const history = async (headers: Record<string, string>, query = "") =>
    (await (await call(`/api/v1/customer/orders${query}`, headers)).json()) as History;
  /** As the kitchen and the counter would in time. */
  const endAll = async () => {
    const { db } = app.database;
    for (const state of ["accepted", "preparing", "ready", "completed"] as const) {
      const from = { accepted: "placed", preparing: "accepted", ready: "preparing", completed: "ready" } as const;
      await db.updateTable("orders").set({ state }).where("state", "=", from[state]).execute();
    }
  };

  it("orders are those placed while signed in: no guest's, not even of the same number, and no other customer's", async () => {
    const first = await order(ana);
    await order({}, { contact: { name: "Somebody", phone: PHONE } });
    const others = await order(ben);
    const second = await order(ana, { lines: [{ itemId, quantity: 2 }] });
    const { orders, next } = await history(ana);
    expect([orders.map(({ id }) => id), next]).toEqual([[second.order.id, first.order.id], null]);
    expect(orders[1]).toMatchObject({
      ...{ place: "The Copper Lid", orderType: "pickup", paymentState: "unpaid", trackUrl: first.trackUrl },
      lines: [{ name: "Espresso", quantity: 1 }],
    });
    expect((await history(ben)).orders.map(({ id }) => id)).toEqual([others.order.id]);
    const page = await history(ana, "?limit=1");
    expect([page.orders.length, page.next]).toEqual([1, second.order.id]);
    expect((await history(ana, `?limit=1&cursor=${page.next}`)).orders.map(({ id }) => id)).toEqual([first.order.id]);
  });

  it("keys are their own, on whichever device they are signed in", async () => {
    const key = { "idempotency-key": "a-key-that-others-use-too" };
    const contact = someone();
    const first = await order({ ...ana, ...key }, { contact });
    expect((await order({ ...ana, ...key }, { contact })).order.id).toBe(first.order.id);
    expect((await order({ ...ben, ...key }, { contact })).order.id).not.toBe(first.order.id);
    expect((await order(key, { contact })).order.id).not.toBe(first.order.id);
  });

  it("name and addresses are kept, five of them, and hostile ones as text", async () => {
    const home = { street: "Main 1", postcode: "10115", city: "Berlin" };
    const name = "Ana <b>Bold</b>";
    const changed = await call("/api/v1/customer", ana, "PATCH", { name, addresses: [home] });
    expect(await changed.json()).toMatchObject({ name, addresses: [home], phone: PHONE });
    expect(await (await call("/api/v1/customer", ana, "PATCH", {})).json()).toMatchObject({ name, addresses: [home] });
    const many = await call("/api/v1/customer", ana, "PATCH", { addresses: Array.from({ length: 6 }, () => home) });
    expect(many.status).toBe(400);
    expect((await call("/api/v1/customer", ana, "PATCH", { phone: "+4915100000009" })).status).toBe(400);
    expect(await (await call("/api/v1/customer", ben)).json()).toMatchObject({ name: null, addresses: [] });
  });

  it("orders count against the limits of guests", async () => {
    const phone = "+4915100000077";
    const dora = await signInCustomer(app, "+4915100000003");
    for (let n = 0; n < 3; n += 1) await order(dora, { contact: { name: "Dora", phone } });
    const fourth = await send({ contact: { name: "Dora", phone } }, dora);
    expect([fourth.status, ((await fourth.json()) as { code: string }).code]).toEqual([409, "phone_limit"]);
  });

  it("everything is handed over, and nobody else's", async () => {
    const answer = await call("/api/v1/customer/export", ana);
    const data = (await answer.json()) as { profile: object; orders: { name: string; lines: object[] }[] };
    expect([answer.status, answer.headers.get("cache-control")]).toEqual([200, "no-store"]);
    expect(data.profile).toMatchObject({ phone: PHONE, name: "Ana <b>Bold</b>", since: expect.any(String) as string });
    expect(data.orders).toHaveLength((await history(ana)).orders.length);
    expect(data.orders[0]).toMatchObject({ name: "Ana", lines: [{ name: "Espresso" }] });
  });

  it("traces are gone once they ask, when no order is open; the books stay, and so does what is others'", async () => {
    const noted = await order(ana, { lines: [{ itemId, quantity: 1, instructions: "for Ana" }], orderNote: "ring" });
    const open = await call("/api/v1/customer", ana, "DELETE");
    expect([open.status, ((await open.json()) as { code: string }).code]).toEqual([409, "order_open"]);
    await endAll();
    const { db } = app.database;
    const mine = (await history(ana)).orders;
    const before = await db.selectFrom("orders").select("total").where("id", "=", noted.order.id).executeTakeFirst();
    expect((await call("/api/v1/customer", ana, "DELETE")).status).toBe(204);
    expect((await call("/api/v1/customer", ana)).status).toBe(401);
    const rows = await db
      .selectFrom("orders")
      .selectAll()
      .where(
        "id",
        "in",
        mine.map(({ id }) => id),
      )
      .execute();
    expect(rows).toHaveLength(mine.length);
    for (const row of rows) {
      expect([row.contact_name, row.contact_phone, row.order_note, row.customer_id]).toEqual([null, null, null, null]);
    }
    expect(rows.find(({ id }) => id === noted.order.id)?.total).toBe(before?.total);
    const lines = await db.selectFrom("order_line").select("note").where("order_id", "=", noted.order.id).execute();
    expect(lines).toEqual([{ note: null }]);
    // Whoever was sent the link follows nothing any more.
    expect((await call(`/api/v1${new URL(noted.trackUrl).pathname}`, {})).status).toBe(404);
    expect(await db.selectFrom("customer").select("id").where("phone", "=", PHONE).execute()).toEqual([]);
    const stays = await db
      .selectFrom("orders")
      .select("contact_phone")
      .where("contact_name", "=", "Somebody")
      .execute();
    expect(stays).toEqual([{ contact_phone: PHONE }]);
    const trail = await db.selectFrom("audit_log").selectAll().where("entity", "=", "customer").execute();
    expect(trail.map(({ action }) => action)).toContain("customer.erased");
    expect(JSON.stringify(trail)).not.toMatch(/\+4915|Ana|Main 1/);
  });

  it("number is proved before they pay later, where the place wants it", async () => {
    const { db } = app.database;
    await db.updateTable("location").set({ pay_later_needs_phone: true }).execute();
    const refused = await send({ contact: { name: "Cy", phone: "+4915100000050" } });
    expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([422, "phone_unproven"]);
    await endAll();
    // Whatever is typed in, the order is the proved number's.
    const eli = await signInCustomer(app, "+4915100000004");
    const { order: placed } = await order(eli, { contact: { name: "Eli", phone: "+4915100000050" } });
    const row = await db.selectFrom("orders").select("contact_phone").where("id", "=", placed.id).executeTakeFirst();
    expect(row?.contact_phone).toBe("+4915100000004");
    // The first of a table's session is nodded at by somebody instead.
    const manager = await app.signIn("manager");
    const { id } = await db.selectFrom("location").select("id").executeTakeFirstOrThrow();
    const table = await db.selectFrom("dining_table").select("id").executeTakeFirstOrThrow();
    const coded = await app.post(`/api/v1/locations/${id}/tables/${table.id}/code`, "", manager);
    const code = new URL(((await coded.json()) as { url: string }).url).hash.slice("#table=".length);
    const scanned = await app.post("/api/v1/locations/the-copper-lid/tables/scan", { code });
    const { tableToken } = (await scanned.json()) as { tableToken: string };
    await order({}, { orderType: "dine_in", tableToken, contact: { name: "At the table" } });
    const counter = { orderType: "pickup", lines: [{ itemId, quantity: 1 }], contact: { name: "At the counter" } };
    const keyed = { ...manager, "idempotency-key": "counter-order-00000001" };
    expect((await app.post(`/api/v1/locations/${id}/orders`, counter, keyed)).status).toBe(201);
  });
});
