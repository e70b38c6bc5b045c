/** Keeping a menu: against the version that was seen, only with what the place has, and nothing that was sold is lost. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fixedClock, type Handled } from "cloche";
import fc from "fast-check";
import { type Kysely, sql } from "kysely";
import { beforeAll, describe, expect, it } from "vitest";
import * as contracts from "../../contracts/index.js";
import { type Database, newId, openDatabase, seedSample } from "../platform/index.js";
import { anyMenu } from "../test-support/index.js";
import { menuHandlers } from "./index.js";

interface Thing {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly options: readonly { readonly id: string; readonly name: string }[];
  readonly code: string;
  readonly items: readonly Thing[];
}
interface Answer {
  readonly status: number;
  readonly body: Thing;
  readonly problem?: string;
  readonly refused?: string;
}

describe("keeping the menu", () => {
  const folder = mkdtempSync(join(tmpdir(), "restaurant-"));
  const people = new Map<string, string>();
  let db: Kysely<Database>;
  let here: string;
  let elsewhere: string;
  let handled: readonly Handled[];

  beforeAll(async () => {
    const open = await openDatabase({ dataFolder: folder });
    ({ db } = open);
    await seedSample(db, async () => "hash");
    ({ id: here } = await db.selectFrom("location").select("id").executeTakeFirstOrThrow());
    for (const { role, staff_id } of await db.selectFrom("membership").select(["role", "staff_id"]).execute()) {
      people.set(role, staff_id);
    }
    elsewhere = newId();
    const place = { id: elsewhere, slug: "elsewhere", name: "E", timezone: "UTC", currency: "EUR" };
    await db.insertInto("location").values(place).execute();
    handled = menuHandlers({
      db,
      clock: fixedClock(Date.UTC(2026, 5, 15, 10)),
      publicBaseUrl: "http://127.0.0.1:3000",
      signIn: () => false,
      byMail: false,
      payWith: () => [],
    });
    return async () => {
      await open.close();
      rmSync(folder, { recursive: true, force: true });
    };
  });

  async function call(contract: { readonly name: string }, visit: object, role = "manager"): Promise<Answer> {
    const found = handled.find((one) => one.contract.name === contract.name);
    const caller = { id: people.get(role) ?? "" };
    return (await found?.handler({ caller, requestId: "r", ...visit } as never)) as Answer;
  }
  const at = (thingId: string, version: number, id = here) => ({
    params: { id, thingId },
    headers: { "if-match": `"${version}"` },
  });
  const all = async (contract: { readonly name: string }) =>
    (await call(contract, { params: { id: here } })).body.items;
  const revision = async () =>
    (await db.selectFrom("location").select("menu_revision").where("id", "=", here).executeTakeFirst())
      ?.menu_revision ?? 0;

  it("adds, changes and archives, each a new revision; an edit of what has changed meanwhile is refused", async () => {
    const before = await revision();
    const body = {
      name: "Desserts",
      ordinal: 9,
      active: true,
      dayparts: [{ weekdays: [6], fromMinute: 0, toMinute: 60 }],
    };
    const made = await call(contracts.createCategory, { params: { id: here }, body });
    expect(made).toMatchObject({ status: 201, body: { ...body, version: 1 } });
    const changed = await call(contracts.changeCategory, {
      ...at(made.body.id, 1),
      body: { name: "Sweets", dayparts: [] },
    });
    expect(changed).toMatchObject({ status: 200, body: { name: "Sweets", ordinal: 9, dayparts: [], version: 2 } });
    const lost = await call(contracts.changeCategory, { ...at(made.body.id, 1), body: { name: "Lost" } });
    expect(lost).toMatchObject({ status: 412, problem: "version_conflict" });
    expect((await call(contracts.archiveCategory, at(made.body.id, 2))).status).toBe(204);
    expect((await call(contracts.archiveCategory, at(made.body.id, 3))).refused).toBe("not_found");
    expect((await all(contracts.listCategories)).some(({ id }) => id === made.body.id)).toBe(false);
    expect(await revision()).toBe(before + 3);
    const entries = await db
      .selectFrom("audit_log")
      .select("action")
      .where("entity_id", "=", made.body.id)
      .orderBy("id")
      .execute();
    expect(entries.map(({ action }) => action)).toEqual(["menu.created", "menu.changed", "menu.archived"]);
  });

  it("puts nothing of another place on the menu, and shows its things to nobody else", async () => {
    const category = newId();
    await db
      .insertInto("menu_category")
      .values({ id: category, location_id: elsewhere, name: "X", ordinal: 1 })
      .execute();
    const [item] = await all(contracts.listItems);
    const moved = await call(contracts.changeItem, { ...at(item?.id ?? "", 1), body: { categoryId: category } });
    expect(moved).toMatchObject({ status: 422, problem: "reference_unknown" });
    expect((await call(contracts.changeCategory, { ...at(category, 1), body: { name: "Y" } })).refused).toBe(
      "not_found",
    );
    const other = { params: { id: elsewhere } };
    expect((await call(contracts.listItems, other, "owner")).refused).toBe("not_found");
    expect((await call(contracts.listItems, { params: { id: here } }, "cashier")).refused).toBe("forbidden");
  });

  it("keeps one variant of every item, and the ids of options that stay", async () => {
    const variants = (await all(contracts.listVariants)) as readonly (Thing & { readonly itemId: string })[];
    const [alone] = variants.filter((one) => variants.filter(({ itemId }) => itemId === one.itemId).length === 1);
    const kept = await call(contracts.archiveVariant, at(alone?.id ?? "", 1));
    expect(kept).toMatchObject({ status: 409, problem: "last_variant" });
    const group = (await all(contracts.listGroups)).find(({ name }) => name === "Doneness");
    const [rare, medium] = group?.options ?? [];
    const options = [
      { ...medium, name: "Medium rare" },
      { name: "Blue", priceDelta: 100, allergens: [], extraStationId: null },
    ];
    const changed = await call(contracts.changeGroup, { ...at(group?.id ?? "", 1), body: { options } });
    expect(changed.body.options).toMatchObject([{ id: medium?.id, name: "Medium rare" }, { name: "Blue" }]);
    expect(changed.body.options.some(({ id }) => id === rare?.id)).toBe(false);
    const wrong = await call(contracts.changeGroup, { ...at(group?.id ?? "", 2), body: { min: 5 } });
    expect(wrong).toMatchObject({ status: 422, problem: "value_refused" });
    const twice = await call(contracts.createTable, {
      params: { id: here },
      body: { label: "Table 1", serviceArea: "main" },
    });
    expect(twice).toMatchObject({ status: 409, problem: "name_taken" });
  });

  it("puts things in order, all of them or none, and only as they were seen", async () => {
    const categories = (await all(contracts.listCategories)) as readonly (Thing & { readonly ordinal: number })[];
    const ids = categories.map(({ id }) => id).reverse();
    const order = (sent: readonly string[], role?: string, id = here) =>
      call(contracts.orderCategories, { params: { id }, body: { ids: sent } }, role);
    expect(await order(ids.slice(1))).toMatchObject({ status: 412, problem: "version_conflict" });
    expect(await order([...ids.slice(1), newId()])).toMatchObject({ status: 412 });
    expect(await order([...ids.slice(1), ids[1] ?? ""])).toMatchObject({ status: 412 });
    expect((await all(contracts.listCategories)).map(({ id }) => id)).toEqual([...ids].reverse());
    const before = await revision();
    expect(await order(ids)).toMatchObject({ status: 200 });
    expect((await all(contracts.listCategories)).map(({ id }) => id)).toEqual(ids);
    expect(await revision()).toBe(before + 1);
    expect((await order(ids, "owner", elsewhere)).refused).toBe("not_found");
    expect((await order(ids, "cashier")).refused).toBe("forbidden");
    const items = (await all(contracts.listItems)) as readonly (Thing & { readonly categoryId: string })[];
    const own = items.filter(({ categoryId }) => categoryId === ids[0]).map(({ id }) => id);
    const body = { categoryId: ids[0], ids: [...own].reverse() };
    expect(await call(contracts.orderItems, { params: { id: here }, body })).toMatchObject({ status: 200 });
    const now = (await all(contracts.listItems)) as readonly (Thing & { readonly categoryId: string })[];
    expect(now.filter(({ categoryId }) => categoryId === ids[0]).map(({ id }) => id)).toEqual([...own].reverse());
  });

  it("moves a dish into another category among its dishes, and puts a dish's variants in order", async () => {
    const [category] = await all(contracts.listCategories);
    type Item = Thing & { readonly categoryId: string };
    const dishesIn = async (id: string | undefined) =>
      ((await all(contracts.listItems)) as readonly Item[]).filter(({ categoryId }) => categoryId === id);
    const own = (await dishesIn(category?.id)).map(({ id }) => id);
    const moved = ((await all(contracts.listItems)) as readonly Item[]).findLast(({ id }) => !own.includes(id));
    const order = async (more: object, categoryId = category?.id) => {
      const body = { categoryId, ids: [own[0], moved?.id, ...own.slice(1)], ...more };
      return (await call(contracts.orderItems, { params: { id: here }, body })).status;
    };
    expect(await order({}), "without a word it was not seen there").toBe(412);
    expect(await order({ movedId: newId() })).toBe(412);
    expect(await order({ movedId: moved?.id, ids: [moved?.id] }, newId()), "no such category").toBe(412);
    expect((await dishesIn(category?.id)).map(({ id }) => id)).toEqual(own);
    expect(await order({ movedId: moved?.id })).toBe(200);
    expect((await dishesIn(category?.id)).map(({ id }) => id)).toEqual([own[0], moved?.id, ...own.slice(1)]);
    const variants = async () =>
      ((await all(contracts.listVariants)) as readonly (Thing & { readonly itemId: string })[])
        .filter(({ itemId }) => itemId === moved?.id)
        .map(({ id }) => id);
    const body = { itemId: moved?.id, name: "Family", price: 900, prepSeconds: 60, ordinal: 7 };
    await call(contracts.createVariant, { params: { id: here }, body });
    const before = await variants();
    expect(before.length).toBeGreaterThan(1);
    const inOrder = async (ids: readonly string[]) =>
      (await call(contracts.orderVariants, { params: { id: here }, body: { itemId: moved?.id, ids } })).status;
    expect(await inOrder(before.slice(1))).toBe(412);
    expect(await inOrder([...before].reverse())).toBe(200);
    expect(await variants()).toEqual([...before].reverse());
  });

  it("says of many things at once that they are sold out, or of none where one is not there", async () => {
    const [one, two] = await all(contracts.listVariants);
    const say = (targetIds: readonly (string | undefined)[], status: string, role?: string) => {
      const targets = targetIds.map((targetId) => ({ kind: "variant", targetId }));
      return call(contracts.setAvailabilities, { params: { id: here }, body: { targets, status } }, role);
    };
    const rows = () => db.selectFrom("availability").select("status").execute();
    expect((await say([one?.id, newId()], "sold_out")).refused).toBe("not_found");
    // A chef has the grill alone, and not all of these.
    const others = (await all(contracts.listVariants)).map(({ id }) => id);
    expect((await say(others, "sold_out", "chef")).refused).toBe("forbidden");
    expect(await rows()).toEqual([]);
    expect(await say([one?.id, two?.id], "sold_out")).toMatchObject({ status: 200, body: { changed: 2 } });
    expect(await rows()).toEqual([{ status: "sold_out" }, { status: "sold_out" }]);
    await say([one?.id, two?.id], "available", "cashier");
    expect(await rows()).toEqual([]);
    await db.deleteFrom("location_event").execute();
  });

  it("keeps a tax for as long as a dish has it", async () => {
    const [item] = (await all(contracts.listItems)) as readonly (Thing & { readonly taxCategoryId: string })[];
    const tax = (await all(contracts.listTaxes)).find(({ id }) => id === item?.taxCategoryId);
    const kept = await call(contracts.archiveTax, at(tax?.id ?? "", tax?.version ?? 0));
    expect(kept).toMatchObject({ status: 409, problem: "in_use" });
    expect((await all(contracts.listTaxes)).some(({ id, version }) => id === tax?.id && version === tax.version)).toBe(
      true,
    );
    const body = { name: "Books", components: [{ orderType: "pickup", name: "VAT", ratePpm: 70_000 }] };
    const made = await call(contracts.createTax, { params: { id: here }, body });
    expect((await call(contracts.archiveTax, at(made.body.id, 1))).status).toBe(204);
  });

  it("makes a table a code of which only the digest is kept", async () => {
    const [table] = await all(contracts.listTables);
    const params = { id: here, thingId: table?.id ?? "" };
    const first = await call(contracts.renewTableCode, { params });
    expect(first.body).toMatchObject({ url: `http://127.0.0.1:3000/at/the-copper-lid#table=${first.body.code}` });
    const row = await db.selectFrom("dining_table").selectAll().where("id", "=", params.thingId).executeTakeFirst();
    expect(JSON.stringify(row)).not.toContain(first.body.code);
    expect((await call(contracts.renewTableCode, { params })).body.code).not.toBe(first.body.code);
  });

  describe("carried to another place", () => {
    /** A place of its own, with nothing on its menu. */
    async function emptyPlace(currency = "EUR"): Promise<string> {
      const id = newId();
      const place = { id, slug: `p-${id.slice(-12)}`, name: "P", timezone: "UTC", currency };
      await db.insertInto("location").values(place).execute();
      const manager = { staff_id: people.get("manager") ?? "", location_id: id, role: "manager" as const };
      await db.insertInto("membership").values(manager).execute();
      return id;
    }
    const written = async (id: string) =>
      (await call(contracts.exportMenu, { params: { id } })).body as unknown as contracts.MenuDocument;
    async function bring(id: string, menu: object, more: object = {}) {
      const body = contracts.importMenu.body.parse({ menu, ...more });
      const { status, body: told, problem } = await call(contracts.importMenu, { params: { id }, body });
      return { status, problem, ...(told as unknown as contracts.MenuImported) };
    }
    const raw = (id: string, table: "menu_item" | "tax_category" | "modifier_group") =>
      db.selectFrom(table).selectAll().where("location_id", "=", id).orderBy("id").execute();

    it("is the same there, whatever it is", async () => {
      const there = await emptyPlace();
      const sample = await written(here);
      expect(sample.categories.map(({ dishes }) => dishes.length)).not.toContain(0);
      expect(JSON.stringify(sample)).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/);
      await bring(there, sample);
      expect(await written(there)).toEqual(sample);
      await fc.assert(
        fc.asyncProperty(anyMenu("EUR"), async (menu) => {
          const id = await emptyPlace();
          expect((await bring(id, menu)).status).toBe(200);
          expect(await written(id)).toEqual(menu);
        }),
        // A smaller example would take minutes to find; what differs is seen in any.
        { numRuns: 12, endOnFailure: true },
      );
    });

    it("adds what is missing, and changes and deletes nothing, however often", async () => {
      const there = await emptyPlace();
      const sample = await written(here);
      const [grill, ...others] = sample.categories;
      const [first, second] = grill?.dishes ?? [];
      const [drinks, ...taxes] = sample.taxes;
      const own = { ...first, variants: [{ name: "Own", price: 1, prepSeconds: 1 }], groups: [] };
      const ownTax = { ...drinks, components: [] };
      await bring(there, {
        ...sample,
        taxes: [ownTax, ...taxes],
        groups: [],
        categories: [{ ...grill, dishes: [own] }],
      });
      const before = [await raw(there, "menu_item"), await raw(there, "tax_category")];
      const events = async () => (await db.selectFrom("audit_log").select("id").execute()).length;
      const told = await bring(there, sample, { dryRun: true });
      const silent = await events();
      expect([await raw(there, "menu_item"), await raw(there, "tax_category")]).toEqual(before);
      expect(told).toMatchObject({ dryRun: true, left: { taxes: sample.taxes.map(({ name }) => name) } });
      expect(told.left.dishes).toEqual([{ category: grill?.name, name: first?.name }]);
      expect(told.added.categories).toEqual(others.map(({ name }) => name));
      expect(told.added.dishes[0]).toEqual({ category: grill?.name, name: second?.name });
      expect(await bring(there, sample)).toEqual({ ...told, dryRun: false });
      expect(await events()).toBe(silent + 1);
      const after = await written(there);
      expect(after.categories[0]?.dishes[0]).toEqual(own);
      expect(after.taxes).toContainEqual(ownTax);
      const again = await bring(there, sample);
      expect(again.added).toEqual({ taxes: [], groups: [], categories: [], dishes: [] });
      expect(await written(there)).toEqual(after);
      // Options that are others here by now are not brought beside them, where no dish comes that asks for them.
      await db.updateTable("modifier_group").set({ max_per_option: 3 }).where("location_id", "=", there).execute();
      expect((await bring(there, sample)).added.groups).toEqual([]);
      // Of two at once the second finds what the first has added.
      const busy = await emptyPlace();
      await Promise.all([bring(busy, sample), bring(busy, sample)]);
      expect(await written(busy)).toEqual(sample);
    });

    it("is of the place's own currency, unless somebody says otherwise", async () => {
      const there = await emptyPlace("JPY");
      const sample = await written(here);
      expect(await bring(there, sample)).toMatchObject({ status: 422, problem: "currency_differs" });
      expect(await bring(there, sample, { dryRun: true })).toMatchObject({ problem: "currency_differs" });
      expect(await raw(there, "menu_item")).toEqual([]);
      await db.updateTable("location").set({ tax_inclusive: false }).where("id", "=", there).execute();
      const told = await bring(there, sample, { otherCurrency: true });
      expect(told).toMatchObject({ status: 200, otherTaxInclusion: true });
      expect(await written(there)).toEqual({ ...sample, currency: "JPY", taxInclusive: false });
    });

    it("comes whole or not at all", async () => {
      const there = await emptyPlace();
      const sample = await written(here);
      await sql`create function falls() returns trigger language plpgsql as $$ begin raise 'cut'; end $$`.execute(db);
      await sql`create trigger falls before insert on audit_log for each row when (new.action = 'menu.imported')
        execute function falls()`.execute(db);
      await expect(bring(there, sample)).rejects.toThrow("cut");
      await sql`drop trigger falls on audit_log`.execute(db);
      for (const table of ["menu_item", "tax_category", "modifier_group"] as const) {
        expect(await raw(there, table)).toEqual([]);
      }
    });

    it("is read and brought by its keepers alone", async () => {
      const body = contracts.importMenu.body.parse({ menu: await written(here) });
      for (const [id, role, refused] of [
        [here, "cashier", "forbidden"],
        [here, "chef", "forbidden"],
        [elsewhere, "owner", "not_found"],
      ] as const) {
        expect((await call(contracts.exportMenu, { params: { id } }, role)).refused).toBe(refused);
        expect((await call(contracts.importMenu, { params: { id }, body }, role)).refused).toBe(refused);
      }
    });
  });

  it("lets a chef say that something of their own station is sold out, and nothing else", async () => {
    const variant = async (name: string) => {
      const found = db.selectFrom("item_variant").innerJoin("menu_item", "menu_item.id", "item_variant.item_id");
      return (await found.select("item_variant.id").where("menu_item.name", "=", name).executeTakeFirstOrThrow()).id;
    };
    const set = (targetId: string, body: object, role: string) =>
      call(contracts.setAvailability, { params: { id: here, kind: "variant", targetId }, body }, role);
    const until = "2026-06-15T15:00:00.000Z";
    const burger = await variant("Cheeseburger");
    expect(await set(burger, { status: "sold_out", until }, "chef")).toMatchObject({ status: 200, body: { until } });
    expect((await set(await variant("Espresso"), { status: "sold_out" }, "chef")).refused).toBe("forbidden");
    // In a category of the grill, but made at the fryer.
    expect((await set(await variant("Fish and chips"), { status: "sold_out" }, "chef")).refused).toBe("forbidden");
    expect((await set(newId(), { status: "sold_out" }, "owner")).refused).toBe("not_found");
    await set(burger, { status: "limited", remaining: 3 }, "cashier");
    expect(await db.selectFrom("availability").select(["status", "remaining"]).execute()).toEqual([
      { status: "limited", remaining: 3 },
    ]);
    await set(burger, { status: "available" }, "cashier");
    expect(await db.selectFrom("availability").select("status").execute()).toEqual([]);
    const events = await db.selectFrom("location_event").select("type").execute();
    expect(events.map(({ type }) => type)).toEqual(["availability", "availability", "availability"]);
  });
});
