/** The counter: orders that are taken piece by piece, bills that change after they were paid, and settings that count at once. */
import { beforeAll, expect, it } from "vitest";
import type { Menu, OrderMoney, PlacedOrder, Settings, StaffOrder } from "../../contracts/index.js";
import { newId } from "../platform/index.js";
import { describePglite, signInCustomer, someone, startTestApp, type TestApp } from "../test-support/index.js";

describePglite("the counter", ({ placeWithSchema }) => {
  let app: TestApp;
  let place = "";
  let menu: Menu;
  const carried: Record<string, Readonly<Record<string, string>>> = {};
  beforeAll(async () => {
    app = await startTestApp(await placeWithSchema());
    place = (await app.database.db.selectFrom("location").select("id").executeTakeFirstOrThrow()).id;
    for (const role of ["owner", "manager", "cashier", "chef"] as const) carried[role] = await app.signIn(role);
    menu = (await (await fetch(`${app.baseUrl}/api/v1/menu`)).json()) as Menu;
    return () => app.stop();
  });

  let keys = 0;
  const newKey = () => {
    keys += 1;
    return { "idempotency-key": `the-counter-s-key-${String(keys).padStart(6, "0")}` };
  };
  const send = async <Body>(path: string, body: unknown, role = "cashier") => {
    const answer = await app.post(`/api/v1${path}`, body, { ...carried[role], ...newKey() });
    return { status: answer.status, body: (await answer.json()) as Body & { readonly code?: string } };
  };
  const get = async <Body>(path: string, role = "cashier") =>
    (await (await fetch(`${app.baseUrl}/api/v1${path}`, { headers: carried[role] ?? {} })).json()) as Body;
  const patch = async (path: string, body: unknown, { role = "manager", version = 1 } = {}) => {
    const headers = { "content-type": "application/json", "if-match": `"${version}"`, ...carried[role] };
    const init = { method: "PATCH", headers, body: JSON.stringify(body) };
    const answer = await fetch(`${app.baseUrl}/api/v1${path}`, init);
    return { status: answer.status, body: (await answer.json()) as Settings & { readonly code?: string } };
  };
  const line = (name: string, quantity = 1) => ({ itemId: menu.items.find((one) => one.name === name)?.id, quantity });
  const ticketsOf = async (orderId: string) =>
    (await app.database.db.selectFrom("ticket").select("id").where("order_id", "=", orderId).execute()).length;
  const moneyOf = (orderId: string) => get<OrderMoney>(`/orders/${orderId}/payments`);

  it("opens an order with nothing in it, adds to it, and sends it once; until then the kitchen knows nothing", async () => {
    const opened = await send<StaffOrder>(`/locations/${place}/orders`, {
      ...{ orderType: "pickup", draft: true, lines: [] },
    });
    expect(opened).toMatchObject({ status: 201, body: { state: "draft", total: { amount: 0 }, placedAt: null } });
    const { id } = opened.body;
    expect(await send(`/orders/${id}/send`, {})).toMatchObject({ status: 422, body: { code: "order_empty" } });
    const added = await send<StaffOrder>(`/orders/${id}/lines`, { lines: [line("Cheeseburger"), line("Espresso", 2)] });
    expect(added.body).toMatchObject({ state: "draft", lines: [{ quantity: 1 }, { quantity: 2 }] });
    expect(await ticketsOf(id)).toBe(0);
    const sent = await send<StaffOrder>(`/orders/${id}/send`, {});
    expect(sent).toMatchObject({ status: 200, body: { state: "preparing", number: opened.body.number } });
    expect(await ticketsOf(id)).toBeGreaterThan(0);
    expect(await send(`/orders/${id}/send`, {})).toMatchObject({
      ...{ status: 409, body: { code: "illegal_transition", order: { state: "preparing" } } },
    });
    expect(await send(`/orders/${id}/send`, {}, "chef")).toMatchObject({ status: 403 });
    const bare = { orderType: "pickup", lines: [] };
    expect((await send(`/locations/${place}/orders`, bare)).status, "only a draft is empty").toBe(400);
  });

  it("gives back what was paid for a line that is voided, once, and asks for what is added", async () => {
    const slip = { lines: [line("Cheeseburger"), line("Espresso", 2)], contact: someone() };
    const { order } = (await send<PlacedOrder>("/orders", slip)).body;
    const { lines, total } = await get<StaffOrder>(`/orders/${order.id}`);
    await send(`/orders/${order.id}/payments/cash`, { received: 10_000 });
    expect(await moneyOf(order.id)).toMatchObject({ paymentState: "paid", owed: { amount: 0 } });
    const espresso = lines[1];
    const voided = await send<StaffOrder>(`/orders/${order.id}/lines/${espresso?.id}/void`, { reason: "cold" });
    expect(voided).toMatchObject({ status: 200, body: { paymentState: "paid" } });
    const after = await moneyOf(order.id);
    expect(JSON.stringify(after)).toContain('"voided"');
    const back = await app.database.db
      .selectFrom("refund")
      .select(["amount", "reason", "state"])
      .where("order_id", "=", order.id)
      .execute();
    expect(back).toEqual([{ amount: espresso?.total.amount, reason: "voided", state: "succeeded" }]);
    expect(voided.body.total.amount).toBe(total.amount - (espresso?.total.amount ?? 0));
    const grown = await send<StaffOrder>(`/orders/${order.id}/lines`, { lines: [line("Espresso")] });
    expect(grown.body.paymentState).not.toBe("paid");
    const price = (espresso?.total.amount ?? 0) / 2;
    expect(await moneyOf(order.id)).toMatchObject({ owed: { amount: price } });
    const cash = await send(`/orders/${order.id}/payments/cash`, { received: price });
    expect(cash).toMatchObject({ status: 201, body: { paymentState: "paid" } });
  });

  it("moves an order to another table, and clears the one it leaves", async () => {
    const { db } = app.database;
    const table = async (label: string) => {
      const made = await send<{ id: string }>(`/locations/${place}/tables`, { label, serviceArea: "main" }, "manager");
      return made.body.id;
    };
    const [from, to] = [await table("M1"), await table("M2")];
    const seated = { orderType: "dine_in", tableId: from, lines: [line("Espresso")] };
    const { id } = (await send<StaffOrder>(`/locations/${place}/orders`, seated)).body;
    expect((await send<StaffOrder>(`/orders/${id}/table`, { tableId: to })).body.table).toBe("M2");
    const open = db.selectFrom("table_session").select("table_id").where("closed_at", "is", null);
    expect((await open.execute()).map(({ table_id }) => table_id)).toEqual([to]);
    const nowhere = { tableId: "01980000-0000-7000-8000-000000000001" };
    expect((await send(`/orders/${id}/table`, nowhere)).body.code).toBe("table_unknown");
    const slip = { lines: [line("Espresso")], contact: someone() };
    const away = (await send<PlacedOrder>("/orders", slip)).body.order.id;
    expect((await send(`/orders/${away}/table`, { tableId: to })).status, "nobody sits there").toBe(409);
  });

  it("promises by what the stations of an order have to do, and by how many dishes they make at once", async () => {
    const minutesFor = async (name: string) => {
      const answer = await app.post("/api/v1/locations/the-copper-lid/quote", { lines: [line(name)] });
      const { promisedAt } = (await answer.json()) as { readonly promisedAt: string };
      return (Date.parse(promisedAt) - Date.now()) / 60_000;
    };
    const coffee = await minutesFor("Espresso");
    const before = await minutesFor("Cheeseburger");
    const { db } = app.database;
    await db.updateTable("station").set({ parallelism: 1 }).where("name", "=", "Grill").execute();
    const slip = { lines: [line("Cheeseburger", 5)], contact: someone("Party") };
    await send<PlacedOrder>("/orders", slip);
    const alone = await minutesFor("Cheeseburger");
    expect(alone).toBeGreaterThan(before + 10);
    expect(await minutesFor("Espresso"), "the bar has nothing to do").toBeLessThan(coffee + 6);
    await db.updateTable("station").set({ parallelism: 5 }).where("name", "=", "Grill").execute();
    expect(await minutesFor("Cheeseburger")).toBeLessThan(alone - 5);
  });

  it("is set up by who runs the place, against the version that was seen, and each change is on record", async () => {
    const at = `/locations/${place}/settings`;
    const before = await get<Settings>(at, "manager");
    const { version } = before;
    const hours = [{ weekdays: [1, 2, 3, 4, 5, 6, 7], fromMinute: 0, toMinute: 1440 }];
    const change = {
      hours,
      orderTypes: ["pickup"],
      cashierVoidLimit: 0,
      alertPhone: "+4930123456",
      secondAlertPhone: "+4930654321",
    };
    const changed = await patch(at, change, { version });
    expect(changed).toMatchObject({ status: 200, body: { ...change, version: version + 1, name: before.name } });
    expect((await patch(at, { secondAlertPhone: "110" }, { version: version + 1 })).status).toBe(400);
    expect(await patch(at, { name: "Late" }, { version })).toMatchObject({ status: 412 });
    expect((await patch(at, { name: "Mine" }, { role: "cashier", version: version + 1 })).status).toBe(403);
    const raise = { managerRefundLimit: { once: 1_000_000, daily: 1_000_000 } };
    expect((await patch(at, raise, { version: version + 1 })).status, "nobody sets their own limit").toBe(403);
    expect((await patch(at, raise, { version: version + 1, role: "owner" })).body).toMatchObject(raise);
    const guest = {
      orderType: "delivery",
      lines: [line("Espresso")],
      address: { street: "A 1", postcode: "10115", city: "B" },
    };
    const quote = await app.post("/api/v1/locations/the-copper-lid/quote", guest);
    expect(((await quote.json()) as { code: string }).code).toBe("order_type_unavailable");
    const slip = { lines: [line("Espresso")], contact: someone() };
    const { order } = (await send<PlacedOrder>("/orders", slip)).body;
    const [sold] = (await get<StaffOrder>(`/orders/${order.id}`)).lines;
    expect((await send(`/orders/${order.id}/lines/${sold?.id}/void`, { reason: "x" })).status).toBe(403);
    const entries = await app.database.db
      .selectFrom("audit_log")
      .select(["actor_kind", "detail"])
      .where("action", "=", "place.settings")
      .execute();
    expect(entries).toHaveLength(2);
    expect(entries[0]).toMatchObject({
      actor_kind: "staff",
      detail: { cashierVoidLimit: 0, alertPhone: "changed", secondAlertPhone: "changed" },
    });
    expect(JSON.stringify(entries)).not.toMatch(/4930123456|4930654321/);
  });

  it("hands over what it holds about a guest, and forgets it once nothing of theirs is open, by the owner alone", async () => {
    carried.strong = await app.signInStrongly("owner");
    const contact = { name: "Gerda Guest", phone: "+4915177777777" };
    const slip = { lines: [line("Espresso")], contact, allergyNote: "peanuts" };
    const { order, trackUrl } = (await send<PlacedOrder>("/orders", slip)).body;
    const guests = (what: string, as = "strong") =>
      send<{ orders: unknown }>(`/locations/${place}/guests/${what}`, { phone: contact.phone }, as);
    expect((await guests("export", "manager")).status).toBe(403);
    const held = await guests("export");
    expect(held.body.orders).toMatchObject([
      { name: "Gerda Guest", allergyNote: "peanuts", lines: [{ name: "Espresso" }] },
    ]);
    expect((await guests("erase")).body.code).toBe("order_open");
    await send(`/orders/${order.id}/cancel`, { reason: "no show" }, "manager");
    expect((await guests("erase")).body.orders).toBe(1);
    expect((await guests("export")).body.orders).toEqual([]);
    const row = await app.database.db.selectFrom("orders").selectAll().where("id", "=", order.id).executeTakeFirst();
    expect(JSON.stringify(row)).not.toMatch(/Gerda|777777|peanuts/);
    expect(row?.number, "the books keep the order").toBe(order.number);
    expect(await get<{ status: number }>(new URL(trackUrl).pathname), "its link ends").toMatchObject({ status: 404 });
    const trail = await app.database.db
      .selectFrom("audit_log")
      .selectAll()
      .where("action", "like", "guest.%")
      .execute();
    expect(trail).toHaveLength(3);
    expect(JSON.stringify(trail)).not.toMatch(/Gerda|777777/);
  });

  it("hands over and forgets the account of a guest's number as well, unless another place has served it", async () => {
    const { db } = app.database;
    const phone = "+4915177777778";
    const customer = await signInCustomer(app, phone);
    const own = (path = "", init: RequestInit = {}) =>
      fetch(`${app.baseUrl}/api/v1/customer${path}`, {
        ...init,
        headers: { ...customer, "content-type": "application/json" },
      });
    const home = { street: "Canary Lane 7", postcode: "10115", city: "Berlin" };
    const kept = await own("", { method: "PATCH", body: JSON.stringify({ name: "Gerda", addresses: [home] }) });
    expect(kept.status).toBe(200);
    const guests = <Answer>(what: "export" | "erase") =>
      send<Answer>(`/locations/${place}/guests/${what}`, { phone }, "strong");
    const slip = { lines: [line("Espresso")], contact: { name: "Gerda", phone: "+4915177777779" } };
    const { order } = (await (await app.post("/api/v1/orders", slip, customer)).json()) as PlacedOrder;
    const held = (await guests<{ orders: unknown[]; account: { addresses: unknown[] } }>("export")).body;
    expect([held.orders.length, held.account]).toEqual([
      1,
      expect.objectContaining({ addresses: [home], name: "Gerda" }),
    ]);
    expect((await guests<{ code: string }>("erase")).body.code, "what is open is still to be brought").toBe(
      "order_open",
    );
    await send(`/orders/${order.id}/cancel`, { reason: "no show" }, "manager");

    const away = { id: newId(), slug: "away", name: "Away", timezone: "UTC", currency: "EUR" };
    await db.insertInto("location").values(away).execute();
    const { id: customerId } = await db.selectFrom("customer").select("id").executeTakeFirstOrThrow();
    const bill = { currency: "EUR", menu_revision: 1, subtotal: 1, total: 1, track_hash: "a".repeat(64) };
    const elsewhere = { id: newId(), location_id: away.id, business_date: "2026-06-15", number: 1, ...bill };
    await db
      .insertInto("orders")
      .values({ ...elsewhere, state: "completed", customer_id: customerId })
      .execute();
    expect((await guests("erase")).body).toEqual({ orders: 1, account: "kept" });
    expect((await own()).status, "the other place's customer").toBe(200);
    expect((await guests("export")).body, "and none of this one's any more").toEqual({ orders: [], account: null });

    await db.updateTable("orders").set({ customer_id: null }).where("id", "=", elsewhere.id).execute();
    expect((await guests("erase")).body).toEqual({ orders: 0, account: "erased" });
    expect((await own()).status).toBe(401);
    expect(await db.selectFrom("customer").select("id").execute()).toEqual([]);
    expect((await guests("erase")).body).toEqual({ orders: 0, account: "none" });
    const trail = await db.selectFrom("audit_log").selectAll().where("action", "like", "guest.%").execute();
    expect(JSON.stringify(trail)).not.toMatch(/Gerda|777777|Canary/);
  });

  it("does the same for an e-mail address, and leaves the account of anybody's number alone", async () => {
    const { db } = app.database;
    const [email, phone] = ["gerda@guests.example", "+4915177777770"];
    const [byMail, byPhone] = [newId(), newId()];
    await db
      .insertInto("customer")
      .values([
        { id: byMail, email, name: "Gerda" },
        { id: byPhone, phone, name: "Gerda" },
      ])
      .execute();
    const contact = { name: "Gerda", phone, email };
    const { order } = (await (
      await app.post("/api/v1/orders", { lines: [line("Espresso")], contact }, newKey())
    ).json()) as PlacedOrder;
    await send(`/orders/${order.id}/cancel`, { reason: "no show" }, "manager");
    const guests = <Answer>(what: "export" | "erase") =>
      send<Answer>(`/locations/${place}/guests/${what}`, { email }, "strong");
    expect((await guests("export")).body).toMatchObject({ orders: [{ email }], account: { name: "Gerda" } });
    expect((await guests("erase")).body).toEqual({ orders: 1, account: "erased" });
    expect((await guests("export")).body).toEqual({ orders: [], account: null });
    expect(await db.selectFrom("customer").select("id").execute()).toEqual([{ id: byPhone }]);
  });

  it("finds by either of an account's two, however it is typed, all that was left under the other as well", async () => {
    const { db } = app.database;
    const [email, phone] = ["greta@guests.example", "+4915177777760"];
    await db.insertInto("customer").values({ id: newId(), email, phone, name: "Greta" }).execute();
    const leave = async (contact: object) => {
      const slip = { lines: [line("Espresso")], contact: { name: "Greta", ...contact } };
      const { order } = (await (await app.post("/api/v1/orders", slip, newKey())).json()) as PlacedOrder;
      await send(`/orders/${order.id}/cancel`, { reason: "no show" }, "manager");
      return order.number;
    };
    const numbers = [await leave({ phone }), await leave({ phone: "+4915177777761", email: "Greta@Guests.Example" })];
    const guests = <Answer>(what: "export" | "erase", by: object) =>
      send<Answer>(`/locations/${place}/guests/${what}`, by, "strong");
    for (const by of [{ phone }, { email: "GRETA@guests.example" }]) {
      const held = (await guests<{ orders: readonly { number: number }[]; account: object }>("export", by)).body;
      expect([held.orders.map(({ number }) => number), held.account]).toMatchObject([numbers, { phone, email }]);
    }
    expect((await guests("erase", { email: "GRETA@guests.example" })).body).toEqual({ orders: 2, account: "erased" });
    for (const by of [{ phone }, { email }])
      expect((await guests("export", by)).body).toEqual({ orders: [], account: null });
  });
});
