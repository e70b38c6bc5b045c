/** Setting the kitchen up: no change is lost to another, nothing leads nowhere, and the answer says what decided. */
import { beforeAll, describe, expect, it } from "vitest";
import type { RoutingTable, Station } from "../../contracts/index.js";
import { newId } from "../platform/index.js";
import { describePglite, someone, startTestApp, type TestApp } from "../test-support/index.js";
import { tellUnrouted } from "./index.js";

describePglite("the kitchen's set-up", ({ placeWithSchema }) => {
  let app: TestApp;
  let manager: Readonly<Record<string, string>>;
  let locationId = "";
  beforeAll(async () => {
    app = await startTestApp(await placeWithSchema());
    manager = await app.signIn("manager");
    locationId = (await app.database.db.selectFrom("location").select("id").executeTakeFirstOrThrow()).id;
    return () => app.stop();
  });

  const send = async (method: string, path: string, { body, version }: { body?: unknown; version?: number } = {}) => {
    const headers = {
      ...manager,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...(version === undefined ? {} : { "if-match": `"${version}"` }),
    };
    const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    const answer = await fetch(`${app.baseUrl}/api/v1/locations/${locationId}${path}`, init);
    const text = await answer.text();
    return { status: answer.status, body: text === "" ? undefined : JSON.parse(text) };
  };
  const stations = async () => ((await send("GET", "/stations")).body as { stations: Station[] }).stations;
  const named = async (name: string) => {
    const found = (await stations()).find((one) => one.name === name);
    if (found === undefined) throw new Error(`There is no ${name}.`);
    return found;
  };
  const table = async () => (await send("GET", "/routes")).body as RoutingTable;
  const variantOf = async (name: string) =>
    await app.database.db
      .selectFrom("item_variant")
      .innerJoin("menu_item", "menu_item.id", "item_variant.item_id")
      .select(["item_variant.id", "menu_item.id as itemId", "menu_item.category_id as categoryId"])
      .where("menu_item.name", "=", name)
      .executeTakeFirstOrThrow();
  const ask = async (name: string, more: object = {}) =>
    (await send("POST", "/routes/test", { body: { variantId: (await variantOf(name)).id, ...more } })).body;

  describe("a station", () => {
    it("is added, changed under its version, and put away once nothing leads to it", async () => {
      const made = await send("POST", "/stations", { body: { name: "Pizza", kind: "prep" } });
      expect(made).toMatchObject({ status: 201, body: { name: "Pizza", isOpen: true, version: 1 } });
      const path = `/stations/${made.body.id}`;
      expect((await send("POST", "/stations", { body: { name: "Pizza", kind: "prep" } })).status).toBe(409);
      expect((await send("PATCH", path, { body: { name: "Fry" }, version: 1 })).status).toBe(409);
      expect((await send("PATCH", path, { body: { warnAfterSeconds: 900 }, version: 1 })).status).toBe(422);
      expect((await send("PATCH", path, { body: { fallbackStationId: newId() }, version: 1 })).status).toBe(422);
      expect((await send("PATCH", path, { body: { isOpen: false } })).status, "without a version").toBe(400);
      const closed = await send("PATCH", path, { body: { isOpen: false }, version: 1 });
      expect(closed).toMatchObject({ status: 200, body: { isOpen: false, version: 2 } });
      const late = await send("PATCH", path, { body: { isOpen: true }, version: 1 });
      expect(late).toMatchObject({ status: 412, body: { code: "version_conflict" } });
      expect((await send("DELETE", path, { version: 2 })).status).toBe(204);
      expect((await stations()).map(({ name }) => name)).not.toContain("Pizza");
      expect((await send("DELETE", path, { version: 3 })).status).toBe(404);
    });

    it("that something leads to stays, unchanged", async () => {
      const grill = await named("Grill");
      const answer = await send("DELETE", `/stations/${grill.id}`, { version: grill.version });
      expect(answer).toMatchObject({ status: 409, body: { code: "station_in_use" } });
      expect((await named("Grill")).id).toBe(grill.id);
    });

    it("of another location is not there", async () => {
      const grill = await named("Grill");
      const other = `${app.baseUrl}/api/v1/locations/${newId()}/stations/${grill.id}`;
      const init = { method: "DELETE", headers: { ...manager, "if-match": '"1"' } };
      expect((await fetch(other, init)).status).toBe(404);
    });
  });

  describe("the table of routes", () => {
    it("says which rule decides, from the default to the variant", async () => {
      const { id, itemId, categoryId } = await variantOf("Rib-eye steak");
      expect(await ask("Rib-eye steak")).toMatchObject({ stations: [{ name: "Grill" }], decidedBy: "category" });
      const bar = (await named("Cold & Bar")).id;
      const fry = (await named("Fry")).id;
      const put = async (path: string, stationIds: readonly string[]) =>
        send("PUT", `/routes/${path}`, { body: { stationIds }, version: (await table()).version });
      expect((await put(`item/${itemId}`, [bar])).status).toBe(200);
      expect(await ask("Rib-eye steak")).toMatchObject({ stations: [{ name: "Cold & Bar" }], decidedBy: "item" });
      await put(`variant/${id}`, [fry, bar]);
      expect(await ask("Rib-eye steak")).toMatchObject({
        ...{ stations: [{ name: "Fry" }, { name: "Cold & Bar" }], decidedBy: "variant", unrouted: false },
      });
      for (const path of [`variant/${id}`, `item/${itemId}`]) await put(path, []);
      const before = (await table()).routes.find(({ scopeId }) => scopeId === categoryId)?.stationIds ?? [];
      await put(`category/${categoryId}`, []);
      expect(await ask("Rib-eye steak")).toMatchObject({ decidedBy: "default", unrouted: true });
      expect((await table()).unrouted.map(({ name }) => name)).toContain("Rib-eye steak");
      await put(`category/${categoryId}`, before);
      expect((await put(`item/${newId()}`, [bar])).status, "nothing of this place").toBe(404);
      expect((await put(`item/${itemId}`, [newId()])).status).toBe(422);
    });

    it("is changed by one of two who saw the same", async () => {
      const { version, defaultStationId } = await table();
      const body = { stationId: defaultStationId };
      const both = await Promise.all([1, 2].map(() => send("PUT", "/routes/default", { body, version })));
      expect(both.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 412]);
    });

    it("names what would be made nowhere, and says at the start how much that is", async () => {
      const told = async () => {
        const all: object[] = [];
        await tellUnrouted(app.database.db, (lost) => void all.push(lost));
        return all;
      };
      const lost = async () => (await table()).unrouted.map(({ name }) => name);
      expect([await lost(), await told()]).toEqual([[], []]);
      const fry = await named("Fry");
      await send("PATCH", `/stations/${fry.id}`, { body: { isOpen: false }, version: fry.version });
      expect(await lost(), "the default station takes over").toEqual([]);
      const grill = await named("Grill");
      await send("PATCH", `/stations/${grill.id}`, { body: { isOpen: false }, version: grill.version });
      expect(await lost()).toEqual(expect.arrayContaining(["Cheeseburger", "French fries"]));
      expect(await lost(), "the bar is open").not.toContain("Espresso");
      expect(await told()).toEqual([{ place: "the-copper-lid", dishes: (await lost()).length }]);
      for (const { id, version } of [await named("Fry"), await named("Grill")]) {
        await send("PATCH", `/stations/${id}`, { body: { isOpen: true }, version });
      }
      expect(await told()).toEqual([]);
    });

    it("follows a closed station to who takes over, and a rule to where it sends", async () => {
      const [grill, bar, fry] = [await named("Grill"), await named("Cold & Bar"), await named("Fry")];
      const shut = { isOpen: false, fallbackStationId: fry.id };
      await send("PATCH", `/stations/${grill.id}`, { body: shut, version: grill.version });
      expect(await ask("Cheeseburger")).toMatchObject({
        ...{ stations: [{ name: "Fry" }], fallbacks: [{ from: "Grill", to: "Fry" }] },
      });
      const reopened = { isOpen: true, fallbackStationId: null };
      await send("PATCH", `/stations/${grill.id}`, { body: reopened, version: grill.version + 1 });
      const draft = {
        priority: 1,
        orderType: "delivery",
        serviceArea: null,
        fromStationId: grill.id,
        toStationIds: [bar.id],
      };
      const rule = await send("POST", "/reroute-rules", { body: draft });
      expect(rule.status).toBe(201);
      expect(await ask("Cheeseburger", { orderType: "delivery" })).toMatchObject({
        ...{ stations: [{ name: "Cold & Bar" }], decidedBy: "category", rules: [{ id: rule.body.id, priority: 1 }] },
      });
      expect(await ask("Cheeseburger", { orderType: "pickup" })).toMatchObject({ stations: [{ name: "Grill" }] });
      const path = `/reroute-rules/${rule.body.id}`;
      expect((await send("PUT", path, { body: { ...draft, toStationIds: [newId()] }, version: 1 })).status).toBe(422);
      expect((await send("PUT", path, { body: { ...draft, orderType: null }, version: 1 })).body.version).toBe(2);
      expect((await send("DELETE", path, { version: 1 })).status).toBe(412);
      expect((await send("DELETE", path, { version: 2 })).status).toBe(204);
    });
  });

  it("sends a course that was on hold when it is asked to, once", async () => {
    const { db } = app.database;
    const items = await db.selectFrom("menu_item").select("id").where("name", "=", "Cheeseburger").execute();
    const slip = { lines: [{ itemId: items[0]?.id, quantity: 1 }], contact: someone() };
    const placed = (await (await app.post("/api/v1/orders", slip)).json()) as { order: { id: string } };
    const { id } = placed.order;
    const [line] = await db.selectFrom("order_line").selectAll().where("order_id", "=", id).execute();
    if (line === undefined) throw new Error("The order has no line.");
    const later = { ...line, id: newId(), ordinal: 9, course: 2, hold: true, fired_at: null };
    await db.insertInto("order_line").values(later).execute();
    const fire = () => app.post(`/api/v1/orders/${id}/fire`, {}, manager);
    expect(await (await fire()).json()).toEqual({ fired: 1 });
    expect((await fire()).status).toBe(409);
    const tickets = await db
      .selectFrom("ticket")
      .select("course")
      .where("order_id", "=", id)
      .orderBy("course")
      .execute();
    expect(tickets.map(({ course }) => course)).toEqual([1, 2]);
    expect((await app.post(`/api/v1/orders/${newId()}/fire`, {}, manager)).status).toBe(404);
  });
});
