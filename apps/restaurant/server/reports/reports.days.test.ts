/** Reports: the right business day in the place's own time, sums that foot, and no cell that is a formula. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Handled } from "cloche";
import type { Kysely } from "kysely";
import { beforeAll, describe, expect, it } from "vitest";
import { downloadReport, REPORTS, readReport } from "../../contracts/index.js";
import { audit, csvOf, type Database, newId, openDatabase, seedSample } from "../platform/index.js";
import { reportsHandlers } from "./index.js";

const FORMULA = '=HYPERLINK("//evil")';

interface Answer {
  readonly refused?: string;
  readonly body: { readonly rows: readonly Readonly<Record<string, unknown>>[] };
  readonly headers?: Readonly<Record<string, string>>;
}

describe("reports", () => {
  const folder = mkdtempSync(join(tmpdir(), "restaurant-"));
  const people = new Map<string, string>();
  let db: Kysely<Database>;
  let here: string;
  let handled: readonly Handled[];

  beforeAll(async () => {
    const open = await openDatabase({ dataFolder: folder });
    ({ db } = open);
    await seedSample(db, async () => "hash");
    ({ id: here } = await db.selectFrom("location").select("id").executeTakeFirstOrThrow());
    for (const { role, staff_id } of await db.selectFrom("membership").select(["role", "staff_id"]).execute()) {
      people.set(role, staff_id);
    }
    handled = reportsHandlers({ db });
    const variant = await db.selectFrom("item_variant").select("id").executeTakeFirstOrThrow();
    const sell = async (day: string, number: number, state: "completed" | "cancelled") => {
      const id = newId();
      const money = { subtotal: 1070, tax_included: 70, tip: 30, total: 1100 };
      const about = { location_id: here, business_date: day, number, state: "placed" as const, currency: "EUR" };
      const rest = { menu_revision: 1, track_hash: String(number).padStart(64, "0"), placed_at: new Date(), ...money };
      await db
        .insertInto("orders")
        .values({ id, ...about, ...rest })
        .execute();
      const line = { id: newId(), location_id: here, order_id: id, variant_id: variant.id, ordinal: 0, quantity: 2 };
      const names = { item_name: FORMULA, variant_name: "Regular", unit_price: 535, line_total: 1070 };
      await db
        .insertInto("order_line")
        .values({ ...line, ...names })
        .execute();
      const tax = { location_id: here, order_line_id: line.id, ordinal: 0, name: "VAT 7 %", rate_ppm: 70_000 };
      await db
        .insertInto("order_line_tax")
        .values({ ...tax, taxable: 1000, amount: 70, included: true })
        .execute();
      if (state === "cancelled") await db.updateTable("orders").set({ state }).where("id", "=", id).execute();
    };
    await sell("2026-06-15", 1, "completed");
    await sell("2026-06-15", 2, "completed");
    await sell("2026-06-15", 3, "cancelled");
    await sell("2026-06-16", 4, "completed");
    return async () => {
      await open.close();
      rmSync(folder, { recursive: true, force: true });
    };
  });

  const ask = async (report: string, role = "manager", contract: { readonly name: string } = readReport, id = here) => {
    const found = handled.find((one) => one.contract.name === contract.name);
    const visit = {
      caller: { id: people.get(role) },
      params: { id, report },
      query: { from: "2026-06-15", to: "2026-06-16" },
    };
    return (await found?.handler(visit as never)) as Answer;
  };

  it("sum up what was sold, day by day, without what was cancelled", async () => {
    expect((await ask("sales")).body.rows).toMatchObject([
      { day: "2026-06-15", orders: 2, gross: 2140, tax_included: 140, tips: 60, total: 2200, net: 2000, paid: 0 },
      { day: "2026-06-16", orders: 1, total: 1100 },
    ]);
    expect((await ask("items")).body.rows).toMatchObject([
      { item: FORMULA, quantity: 4, gross: 2140 },
      { quantity: 2 },
    ]);
    expect((await ask("taxes")).body.rows[0]).toMatchObject({
      tax: "VAT 7 %",
      taxable: 2000,
      amount: 140,
      included: "yes",
    });
  });

  it("count by the hour of the place, and by how it was paid, with what went back", async () => {
    const [first] = await db.selectFrom("orders").select("id").orderBy("number").limit(1).execute();
    const order = { location_id: here, order_id: first?.id ?? "" };
    const paid = { ...order, currency: "EUR", state: "succeeded" as const };
    const cash = newId();
    await db
      .insertInto("payment")
      .values([
        { ...paid, id: cash, attempt: 1, provider: "cash", amount: 600 },
        { ...paid, id: newId(), attempt: 2, provider: "stripe", amount: 500 },
      ])
      .execute();
    const back = { ...order, id: newId(), payment_id: cash, amount: 100, reason: "quality" as const };
    await db
      .insertInto("refund")
      .values({ ...back, state: "succeeded", idempotency_key: "k" })
      .execute();
    expect((await ask("methods")).body.rows).toEqual([
      { day: "2026-06-15", method: "cash", payments: 1, received: 600, refunded: 100, kept: 500 },
      { day: "2026-06-15", method: "stripe", payments: 1, received: 500, refunded: 0, kept: 500 },
    ]);
    const at = new Date("2026-06-15T17:59:00Z");
    await db.updateTable("orders").set({ placed_at: at }).where("business_date", "=", "2026-06-15").execute();
    expect((await ask("hours")).body.rows[0]).toEqual({ day: "2026-06-15", hour: 19, orders: 2, total: 2200 });
  });

  it("say what became of the orders", async () => {
    expect((await ask("outcomes")).body.rows[0]).toMatchObject({ day: "2026-06-15", orders: 3, cancelled: 1 });
    expect((await ask("sales")).body.rows[0]).toMatchObject({ refunded: 100 });
  });

  it("fit their contract, every one of them", async () => {
    for (const report of REPORTS) readReport.returns[200].parse((await ask(report)).body);
  });

  it("count what staff did at half past one in the morning for the day before", async () => {
    const entry = { actor: { kind: "staff", id: people.get("cashier") ?? "" }, action: "order.line_voided" } as const;
    await audit(db, { ...entry, entity: "order", entityId: "x", locationId: here, detail: { amount: 450 } });
    await db
      .insertInto("audit_log")
      .values({
        ...{ actor_kind: "staff", actor_id: people.get("cashier") ?? "", action: "order.line_voided", entity: "order" },
        ...{
          entity_id: "y",
          location_id: here,
          detail: JSON.stringify({ amount: 300 }),
          at: new Date("2026-06-16T23:30:00Z"),
        },
      })
      .execute();
    expect((await ask("staff")).body.rows).toEqual([
      { day: "2026-06-16", person: "Carlo Cashier", action: "order.line_voided", times: 1, amount: 300 },
    ]);
  });

  it("as a file hold no formula, whatever a dish is called", async () => {
    const { body, headers } = await ask("items", "owner", downloadReport);
    const text = body as unknown as string;
    expect(text.split("\r\n")[1]).toBe(`"2026-06-15","'=HYPERLINK(""//evil"")","Regular",4,2140`);
    expect(headers?.["content-disposition"]).toBe('attachment; filename="items-2026-06-15-2026-06-16.csv"');
    expect(csvOf(["a"], [{ a: null }, { a: "@x" }])).toBe('"a"\r\n""\r\n"\'@x"\r\n');
  });

  it("are for owner and manager of the place, and of others for what is their own", async () => {
    for (const [role, own] of [
      ["cashier", "staff"],
      ["chef", "prep"],
    ] as const) {
      for (const report of REPORTS) {
        const { refused } = await ask(report, role);
        expect([role, report, refused]).toEqual([role, report, report === own ? undefined : "forbidden"]);
      }
    }
    const entry = { entity: "order", entity_id: "z", location_id: here, detail: "{}", action: "order.cancelled" };
    const by = { actor_kind: "staff" as const, actor_id: people.get("manager") ?? "" };
    await db
      .insertInto("audit_log")
      .values({ ...entry, ...by, at: new Date("2026-06-16T12:00:00Z") })
      .execute();
    const namesFor = async (role: string) => (await ask("staff", role)).body.rows.map(({ person }) => person);
    expect([await namesFor("manager"), await namesFor("cashier")]).toEqual([
      ["Carlo Cashier", expect.stringContaining("Manager")],
      ["Carlo Cashier"],
    ]);
    expect((await ask("sales", "owner", readReport, newId())).refused).toBe("not_found");
  });
});
