/** The kitchen on a real database: every line reaches a screen, each bump counts once, and nobody sees too much. */
import type { Kysely } from "kysely";
import { beforeAll, describe, expect, it } from "vitest";
import { bumpItem, kitchenStream, readBoard, type Ticket, undoItem } from "../../contracts/index.js";
import { type Database, type LiveEvents, newId } from "../platform/index.js";
import { describeDatabases, type TestKitchen, testKitchen } from "../test-support/index.js";
import { fireTickets } from "./index.js";

type Staff = "owner" | "manager" | "cashier" | "chef";

describeDatabases("the kitchen", (databases) => {
  let kitchen: TestKitchen;
  let db: Kysely<Database>;
  let live: LiveEvents;
  let locationId: string;
  let staff: ReadonlyMap<string, string>;

  beforeAll(async () => {
    kitchen = await testKitchen(await databases.open());
    ({ db, live, locationId, staff } = kitchen);
  });

  const call: TestKitchen["call"] = (contract, who, visit) => kitchen.call(contract, who, visit);
  const board = (who: Staff) => kitchen.board(who);
  const bump = (who: Staff, id: string, expectedVersion?: number) =>
    call<{ ticket: Ticket }>(bumpItem, who, {
      params: { id },
      body: expectedVersion === undefined ? undefined : { expectedVersion },
    });
  const undo = (who: Staff, id: string, expectedVersion?: number) =>
    call<{ ticket: Ticket }>(undoItem, who, {
      params: { id },
      body: expectedVersion === undefined ? undefined : { expectedVersion },
    });
  const stateOf = async (orderId: string) =>
    (await db.selectFrom("orders").select("state").where("id", "=", orderId).executeTakeFirstOrThrow()).state;
  const eventsOf = (orderId: string) =>
    db
      .selectFrom("location_event")
      .select(["type", "payload", "station_ids"])
      .where("order_id", "=", orderId)
      .orderBy("seq")
      .execute();

  const fired = (dishes: readonly string[], note?: string) => kitchen.fired(dishes.map((dish) => ({ dish, note })));

  const firstItem = (ticket: Ticket | undefined) => ticket?.items[0]?.id ?? "";

  describe("firing", () => {
    it("sends each line to its station: the item's over the category's", async () => {
      const { tickets } = await fired(["Cheeseburger", "Fish and chips", "French fries", "Espresso"]);
      const names = [...tickets].map(([station, { items: lines }]) => [station, lines.map(({ name }) => name)]);
      expect(Object.fromEntries(names)).toEqual({
        Grill: ["Cheeseburger"],
        Fry: ["Fish and chips", "French fries"],
        "Cold & Bar": ["Espresso"],
      });
    });

    it("twice makes nothing twice", async () => {
      const { orderId, tickets } = await fired(["Cheeseburger", "Espresso"]);
      const again = await db.transaction().execute((trx) => fireTickets(trx, orderId));
      expect([again.isNews, await again.told()]).toEqual([false, []]);
      const { tickets: now } = await board("manager");
      expect(now.filter((one) => one.orderId === orderId)).toEqual([...tickets.values()]);
    });

    it("sends what has no route to the default station, and says so", async () => {
      const espresso = await db
        .selectFrom("menu_item")
        .select(["id", "category_id"])
        .where("name", "=", "Espresso")
        .executeTakeFirstOrThrow();
      const routes = await db
        .deleteFrom("station_route")
        .where("scope_id", "=", espresso.category_id)
        .returningAll()
        .execute();
      const { orderId, tickets } = await fired(["Espresso"]);
      await db.insertInto("station_route").values(routes).execute();
      expect([...tickets.keys()]).toEqual(["Grill"]);
      expect((await eventsOf(orderId)).map(({ type }) => type)).toContain("unrouted_item");
      const entries = await db
        .selectFrom("audit_log")
        .select("entity_id")
        .where("action", "=", "kitchen.unrouted_item")
        .execute();
      expect(entries).toEqual([{ entity_id: espresso.id }]);
    });
  });

  describe("the board", () => {
    it("shows a chef only their own stations, a manager all, a cashier nothing", async () => {
      await fired(["Cheeseburger", "Espresso"]);
      const chefs = await board("chef");
      expect(chefs.stations.map(({ name }) => name)).toEqual(["Grill"]);
      expect(new Set(chefs.tickets.map(({ station }) => station.name))).toEqual(new Set(["Grill"]));
      const managers = await board("manager");
      expect(new Set(managers.tickets.map(({ station }) => station.name))).toContain("Cold & Bar");
      expect(managers.stations).toHaveLength(4);
      expect(await call(readBoard, "cashier")).toMatchObject({ refused: "forbidden" });
    });

    it("shows nothing to somebody whose account has ended, whatever their token says", async () => {
      const id = staff.get("owner") ?? "";
      await db.updateTable("staff").set({ disabled_at: new Date() }).where("id", "=", id).execute();
      expect(await call(readBoard, "owner")).toMatchObject({ refused: "forbidden" });
      await db.updateTable("staff").set({ disabled_at: null }).where("id", "=", id).execute();
      expect(await call(readBoard, "owner")).toMatchObject({ status: 200 });
    });

    it.each(["<script>alert(1)</script>", "'); DROP TABLE orders;--", "x < y"])(
      "shows %s as it was typed",
      async (note) => {
        const { tickets } = await fired(["Cheeseburger"], note);
        expect(tickets.get("Grill")?.items[0]?.instructions).toBe(note);
      },
    );

    it("tells the first name, and no price, telephone number or surname", async () => {
      const { tickets, orderId } = await fired(["Cheeseburger"]);
      expect(tickets.get("Grill")?.guest).toBe("Ana");
      const everything = JSON.stringify([...tickets.values(), ...(await eventsOf(orderId))]);
      // An id may hold any digits.
      expect(everything.replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "")).not.toMatch(/777|\+49|Ortiz/);
    });

    it("tells where to continue from", async () => {
      const { asOf } = await board("chef");
      const head = await live.head(locationId);
      expect(asOf).toBe(`${head.epoch}:${head.seq}`);
    });
  });

  describe("a bump", () => {
    it("counts once, however many press at the same time", async () => {
      const { tickets, orderId } = await fired(["Cheeseburger", "Halloumi burger"]);
      const before = tickets.get("Grill");
      const id = firstItem(before);
      const answers = await Promise.all(Array.from({ length: 20 }, () => bump("chef", id)));
      expect(answers.every(({ status }) => status === 200)).toBe(true);
      expect(new Set(answers.map(({ body }) => body.ticket.version))).toEqual(new Set([(before?.version ?? 0) + 1]));
      const events = (await eventsOf(orderId)).filter(({ type }) => type === "ticket");
      expect(events).toHaveLength(2);
      expect(events[1]?.payload).toEqual({ ticket: answers[0]?.body.ticket });
    });

    it("of the last line bumps the ticket, and of the last ticket makes the order ready", async () => {
      const { tickets, orderId } = await fired(["Cheeseburger", "Espresso"]);
      const grill = await bump("chef", firstItem(tickets.get("Grill")));
      expect(grill.body.ticket.state).toBe("bumped");
      expect(await stateOf(orderId)).toBe("preparing");
      await bump("manager", firstItem(tickets.get("Cold & Bar")));
      expect(await stateOf(orderId)).toBe("ready");
      expect((await eventsOf(orderId)).at(-1)).toMatchObject({ type: "order", payload: { order: { state: "ready" } } });
      expect((await board("manager")).tickets.filter((one) => one.orderId === orderId)).toEqual([]);
    });

    it("of all last lines at the same time makes the order ready, exactly once", async () => {
      // Again and again, since one race proves little.
      for (let round = 0; round < 10; round += 1) {
        const { tickets, orderId } = await fired(["Cheeseburger", "Espresso", "French fries"]);
        await Promise.all([...tickets.values()].map((ticket) => bump("manager", firstItem(ticket))));
        expect(await stateOf(orderId)).toBe("ready");
        expect((await eventsOf(orderId)).filter(({ type }) => type === "order")).toHaveLength(1);
      }
    });

    it("is taken back by undo, with the ticket and the order", async () => {
      const { tickets, orderId } = await fired(["Cheeseburger"]);
      const id = firstItem(tickets.get("Grill"));
      await bump("chef", id);
      const undone = await undo("chef", id);
      expect(undone.body.ticket).toMatchObject({ state: "open", items: [{ state: "queued" }] });
      expect(await stateOf(orderId)).toBe("preparing");
      const row = await db.selectFrom("ticket").selectAll().where("order_id", "=", orderId).executeTakeFirstOrThrow();
      expect(row).toMatchObject({ recall_count: 1, bumped_at: null, bumped_by: null });
    });

    it("that is late does not undo a recall", async () => {
      const { tickets } = await fired(["Cheeseburger"]);
      const item = tickets.get("Grill")?.items[0];
      await bump("chef", item?.id ?? "", item?.version);
      await undo("chef", item?.id ?? "");
      expect(await bump("chef", item?.id ?? "", item?.version)).toMatchObject({
        status: 409,
        problem: "version_conflict",
        members: { ticket: { items: [{ state: "queued", version: (item?.version ?? 0) + 2 }] } },
      });
      expect(await bump("chef", item?.id ?? "", (item?.version ?? 0) + 2)).toMatchObject({ status: 200 });
    });

    it("of another station's line is not to be found by a chef, nor one that never was", async () => {
      const { tickets } = await fired(["Espresso"]);
      const others = await bump("chef", firstItem(tickets.get("Cold & Bar")));
      expect(others).toMatchObject({ status: 404, refused: "not_found" });
      expect(await bump("chef", newId())).toEqual(others);
    });

    it("does nothing for an order that has left the kitchen", async () => {
      const { tickets, orderId } = await fired(["Cheeseburger"]);
      const id = firstItem(tickets.get("Grill"));
      await bump("chef", id);
      await db.updateTable("orders").set({ state: "completed" }).where("id", "=", orderId).execute();
      expect(await undo("chef", id)).toMatchObject({ status: 409 });
    });
  });

  describe("the stream", () => {
    async function frames(
      who: Staff,
      visit: object,
      until: (text: string) => Promise<boolean> | boolean,
    ): Promise<string> {
      const abort = new AbortController();
      const { body } = await call<AsyncIterable<string>>(kitchenStream, who, { signal: abort.signal, ...visit });
      let text = "";
      for await (const chunk of body) {
        text += chunk;
        if (await until(text)) abort.abort();
      }
      return text;
    }

    it("continues where the board stands, with whole tickets of the chef's own stations", async () => {
      const { asOf } = await board("chef");
      const { tickets } = await fired(["Cheeseburger", "Espresso"]);
      const text = await frames("chef", { query: { after: asOf } }, (so) => so.includes("event: ticket"));
      const [, id, data] = /event: ticket\nid: (\S+)\ndata: (.*)\n\n/.exec(text) ?? [];
      expect(JSON.parse(data ?? "")).toEqual({ ticket: tickets.get("Grill") });
      expect(id?.split(":")[0]).toBe(asOf.split(":")[0]);
      expect(text).not.toContain("Espresso");
    });

    it("believes the browser's header over the address it repeats", async () => {
      const { asOf } = await board("manager");
      const { tickets } = await fired(["Cheeseburger"]);
      const { asOf: later } = await board("manager");
      await fired(["Halloumi burger"]);
      const request = { header: (name: string) => (name === "last-event-id" ? later : undefined) };
      const text = await frames("manager", { query: { after: asOf }, request }, (so) => so.includes("event: ticket"));
      expect(text).toContain("Halloumi burger");
      expect(text).not.toContain(tickets.get("Grill")?.id);
    });

    it("begins now without either, and its heartbeat says where and how many", async () => {
      const { tickets } = await board("manager");
      const text = await frames("manager", {}, (so) => so.split("event: hb").length > 2);
      const [, beat] = /event: hb\ndata: (.*)\n/.exec(text) ?? [];
      const head = await live.head(locationId);
      expect(JSON.parse(beat ?? "")).toMatchObject({ head: `${head.epoch}:${head.seq}`, openCount: tickets.length });
      expect(text).not.toContain("event: ticket");
    });

    it("of another history asks for a new board", async () => {
      const text = await frames("chef", { query: { after: `${newId()}:1` } }, () => false);
      expect(text).toContain('event: resync\ndata: {"reason":"epoch"}');
    });

    it("ends when its reader loses a station, telling nothing of what came after", async () => {
      const chef = staff.get("chef") ?? "";
      const row = await db
        .selectFrom("staff_station")
        .selectAll()
        .where("staff_id", "=", chef)
        .executeTakeFirstOrThrow();
      let taken = false;
      const text = await frames("chef", {}, async () => {
        if (!taken) await db.deleteFrom("staff_station").where("staff_id", "=", chef).execute();
        taken = true;
        return false;
      });
      await db.insertInto("staff_station").values(row).execute();
      expect(text).toContain('event: resync\ndata: {"reason":"revoked_scope"}');
    });
  });
});
