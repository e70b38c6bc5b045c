import { sql } from "kysely";
import { expect, it } from "vitest";
import { describeDatabases } from "../test-support/index.js";
import { openDatabase } from "./database.js";
import { newId } from "./ids.js";
import { migrate } from "./migrate.js";
import { MIGRATIONS } from "./migrations/index.js";

describeDatabases("the schema", ({ open, place }) => {
  it("is made once, and a second start changes nothing", async () => {
    const where = await place();
    const first = await openDatabase(where);
    await sql`create table witness (id int)`.execute(first.db);
    await first.close();
    const second = await openDatabase(where);
    await sql`select * from witness`.execute(second.db);
    await second.close();
  });

  it("lets processes that start together take turns", async () => {
    const where = await place();
    if (where.engine === "pglite") return;
    const opened = await Promise.all([openDatabase(where), openDatabase(where), openDatabase(where)]);
    const { rows } = await sql<{ many: number }>`select count(*) as many from schema_migration`.execute(opened[0].db);
    expect(rows[0]?.many).toBe(MIGRATIONS.length);
    await Promise.all(opened.map(({ close }) => close()));
  });

  it("refuses a step whose text has changed, and a database from the future", async () => {
    const { db } = await open();
    const step = { id: 1, name: "other", statements: "select 1" };
    await expect(migrate(db, [step])).rejects.toThrow("which this version does not know");
    const changed = MIGRATIONS.map(({ id }) => ({ ...step, id }));
    await expect(migrate(db, changed)).rejects.toThrow("has changed since it was applied");
  });

  it("rolls a failing step back as a whole", async () => {
    const { db } = await open();
    const broken = { id: 1000, name: "broken", statements: "create table half (id int); select 1/0" };
    await expect(migrate(db, [...MIGRATIONS, broken])).rejects.toThrow("division by zero");
    const half = await sql<{ there: boolean }>`select to_regclass('half') is not null as there`.execute(db);
    expect(half.rows[0]?.there).toBe(false);
  });

  it("reads bigint as a number, refuses one that would be rounded, and leaves a date a text", async () => {
    const { db } = await open();
    const read = (text: string) => sql<{ v: unknown }>`select ${sql.raw(text)} as v`.execute(db);
    expect((await read("1000000000000::bigint")).rows[0]?.v).toBe(1_000_000_000_000);
    expect((await read("date '2026-03-29'")).rows[0]?.v).toBe("2026-03-29");
    await expect(read("9007199254740993::bigint")).rejects.toThrow("beyond the safe integers");
  });

  it("keeps the audit trail append-only", async () => {
    const { db } = await open();
    await db
      .insertInto("audit_log")
      .values({ actor_kind: "system", action: "a", entity: "b", entity_id: "c" })
      .execute();
    await expect(db.deleteFrom("audit_log").execute()).rejects.toThrow("append-only");
    await expect(db.updateTable("audit_log").set({ action: "x" }).execute()).rejects.toThrow("append-only");
    await expect(sql`truncate audit_log`.execute(db)).rejects.toThrow("append-only");
  });

  it("lets no row point into another place, and no order skip a state", async () => {
    const { db } = await open();
    const places = [newId(), newId()];
    for (const [index, id] of places.entries()) {
      await db
        .insertInto("location")
        .values({ id, slug: `place-${index}`, name: "Place", timezone: "UTC", currency: "EUR", menu_revision: 1 })
        .execute();
    }
    const [here = "", there = ""] = places;
    const station = newId();
    await db.insertInto("station").values({ id: station, location_id: here, name: "Grill", kind: "prep" }).execute();
    const elsewhere = db.updateTable("location").set({ default_station_id: station }).where("id", "=", there);
    await expect(elsewhere.execute()).rejects.toThrow("foreign key");
    const order = { id: newId(), location_id: here, business_date: "2026-03-29", number: 1, state: "placed" } as const;
    const money = { currency: "EUR", menu_revision: 1, subtotal: 5, total: 5, track_hash: "0".repeat(64) };
    await db
      .insertInto("orders")
      .values({ ...order, ...money })
      .execute();
    await expect(db.updateTable("orders").set({ state: "completed" }).execute()).rejects.toThrow(
      "cannot go from placed",
    );
    await db.updateTable("orders").set({ state: "accepted" }).execute();
    const { version } = await db.selectFrom("orders").select("version").executeTakeFirstOrThrow();
    expect(version).toBe(2);
  });
});
