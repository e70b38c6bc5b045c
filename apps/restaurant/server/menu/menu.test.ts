/** The menu: prices and choices as the database has them, and nothing that cannot be ordered passed off as available. */
import { fixedClock } from "cloche";
import type { Kysely } from "kysely";
import { beforeAll, expect, it } from "vitest";
import { exportMenu, importMenu, listPlaces, Menu, type MenuDocument, Places } from "../../contracts/index.js";
import { type Database, newId, seedSample } from "../platform/index.js";
import { describeDatabases } from "../test-support/index.js";
import { menuHandlers } from "./index.js";

const NOON = Date.UTC(2026, 5, 15, 10);

describeDatabases("the menu", (databases) => {
  let db: Kysely<Database>;
  const clock = fixedClock(NOON);
  const offers = { signIn: () => false, byMail: false, payWith: () => [] };
  const handlers = () => menuHandlers({ db, clock, publicBaseUrl: "http://127.0.0.1:3000", ...offers });
  const ask = async (known?: string) => {
    const [handled] = handlers();
    const visit = { headers: { "if-none-match": known } };
    return (await handled?.handler(visit as never)) as {
      readonly status: number;
      readonly body: unknown;
      readonly headers: { readonly etag: string };
    };
  };
  const read = async () => {
    return Menu.parse((await ask()).body);
  };
  const item = async (name: string) => (await read()).items.find((one) => one.name === name);

  beforeAll(async () => {
    ({ db } = await databases.open());
    expect((await read()).items).toEqual([]);
    await seedSample(db, async () => "hash");
  });

  async function soldOut(kind: "variant" | "option", targetId: string, until: Date | null) {
    const { id } = await db.selectFrom("location").select("id").executeTakeFirstOrThrow();
    const row = { location_id: id, target_kind: kind, target_id: targetId, status: "sold_out" as const, until };
    await db.insertInto("availability").values(row).execute();
  }
  const forget = () => db.deleteFrom("availability").execute();
  const variantOf = async (name: string) => {
    const found = db.selectFrom("item_variant").innerJoin("menu_item", "menu_item.id", "item_variant.item_id");
    return (await found.select("item_variant.id").where("menu_item.name", "=", name).executeTakeFirstOrThrow()).id;
  };

  it("fits its contract and lists everything that is sold", async () => {
    const menu = await read();
    expect(menu.restaurant.currency).toBe("EUR");
    expect(menu.categories.map(({ name }) => name)).toEqual(["From the grill", "Small plates", "Sides", "Drinks"]);
    expect(await item("Cheeseburger")).toMatchObject({
      price: { amount: 1250, currency: "EUR" },
      available: true,
      optionGroups: [
        {
          name: "Extras",
          min: 0,
          max: 3,
          maxPerOption: 2,
          options: [{ name: "Bacon", price: { amount: 180 } }, {}, {}, {}],
        },
      ],
    });
  });

  it("asks the price of the first variant", async () => {
    const espresso = await db
      .selectFrom("menu_item")
      .select(["id", "location_id"])
      .where("name", "=", "Espresso")
      .executeTakeFirstOrThrow();
    const more = {
      id: espresso.id,
      location_id: espresso.location_id,
      item_id: espresso.id,
      name: "Single",
      price: 190,
      ordinal: 9,
    };
    await db.insertInto("item_variant").values(more).execute();
    expect(await item("Espresso")).toMatchObject({ price: { amount: 290 } });
    expect((await read()).items.filter(({ name }) => name === "Espresso")).toHaveLength(1);
  });

  it("marks what is sold out until it is back", async () => {
    await soldOut("variant", await variantOf("Espresso"), new Date(NOON + 60_000));
    expect((await item("Espresso"))?.variants).toMatchObject([{ available: false }, {}]);
    clock.advance(60_000);
    expect((await item("Espresso"))?.variants).toMatchObject([{ available: true }, {}]);
    await forget();
  });

  it("offers no option that is sold out, and no item that then cannot be ordered", async () => {
    const options = await db.selectFrom("modifier_option").select(["id", "name"]).execute();
    const idOf = (name: string) => options.find((one) => one.name === name)?.id ?? "";
    await soldOut("option", idOf("Rare"), null);
    expect(await item("Rib-eye steak")).toMatchObject({
      available: true,
      optionGroups: [{ options: [{ name: "Medium" }, {}] }],
    });
    await soldOut("option", idOf("Medium"), null);
    await soldOut("option", idOf("Well done"), null);
    expect((await item("Rib-eye steak"))?.available).toBe(false);
    await forget();
  });

  it("offers every variant, and says when one that is sold out comes back", async () => {
    const back = new Date(NOON + 7 * 60_000);
    const [small, large] = (await item("French fries"))?.variants ?? [];
    expect([small, large]).toMatchObject([
      { name: "Small", price: { amount: 420 }, available: true, backAt: null },
      { name: "Large", price: { amount: 620 } },
    ]);
    await soldOut("variant", small?.id ?? "", back);
    expect(await item("French fries")).toMatchObject({ available: true, variants: [{ available: false }, {}] });
    await soldOut("variant", large?.id ?? "", null);
    expect(await item("French fries")).toMatchObject({ available: false, backAt: back.toISOString() });
    await forget();
  });

  it("names itself anew whenever something changes, and sends nothing to who has it already", async () => {
    const { headers, status } = await ask();
    expect(status).toBe(200);
    expect(await ask(headers.etag)).toMatchObject({ status: 304, body: undefined, headers: { etag: headers.etag } });
    expect((await ask(`"other", W/${headers.etag}`)).status).toBe(304);
    await soldOut("variant", await variantOf("Calamari"), new Date(clock.now() + 60_000));
    const without = await ask(headers.etag);
    expect(without.status).toBe(200);
    clock.advance(60_000);
    expect((await ask(without.headers.etag)).headers.etag).toBe(headers.etag);
    await db.updateTable("location").set({ menu_revision: 2 }).execute();
    expect((await ask(headers.etag)).status).toBe(200);
    await forget();
  });

  it("sells lunch at lunch alone, in the place's own time", async () => {
    const { id, location_id } = await db
      .selectFrom("menu_item")
      .select(["id", "location_id"])
      .where("name", "=", "Beetroot salad")
      .executeTakeFirstOrThrow();
    const lunch = { id, location_id, item_id: id, weekdays: [1, 2, 3, 4, 5], from_minute: 690, to_minute: 14 * 60 };
    await db.insertInto("daypart").values(lunch).execute();
    const minutes = Math.round((Date.UTC(2026, 5, 15, 9, 29) - clock.now()) / 60_000);
    clock.advance(minutes * 60_000);
    expect((await item("Beetroot salad"))?.available).toBe(false);
    const { etag } = (await ask()).headers;
    // Half past eleven on a Monday in Berlin.
    clock.advance(60_000);
    expect((await item("Beetroot salad"))?.available).toBe(true);
    expect((await ask(etag)).status).toBe(200);
    await db.deleteFrom("daypart").execute();
  });

  it("lists the places that take orders, and which are open in their own time", async () => {
    const listed = async () => {
      const answer = await handlers()
        .find(({ contract }) => contract.name === listPlaces.name)
        ?.handler({} as never);
      return Places.parse((answer as { readonly body: unknown }).body).places;
    };
    const place = { timezone: "Asia/Tokyo", currency: "JPY", address: "1-1 Ginza" };
    const tokyo = { ...place, id: newId(), slug: "tokyo", name: "Arch" };
    const closed = { ...place, id: newId(), slug: "closed", name: "Zoo", order_types: [] };
    await db.insertInto("location").values([tokyo, closed]).execute();
    // Half past six on a Monday evening in Tokyo, when it is morning in Berlin.
    clock.advance(Date.UTC(2026, 5, 22, 9, 30) - clock.now());
    const hours = { id: newId(), location_id: tokyo.id, weekdays: [1], from_minute: 9 * 60, to_minute: 18 * 60 };
    await db.insertInto("opening_hours").values(hours).execute();
    expect(await listed()).toEqual([
      { name: "Arch", slug: "tokyo", address: "1-1 Ginza", open: false },
      expect.objectContaining({ name: "The Copper Lid", slug: "the-copper-lid", open: true }),
    ]);
    clock.advance(-31 * 60_000);
    expect((await listed()).map(({ open }) => open)).toEqual([true, true]);
    await db.deleteFrom("opening_hours").where("id", "=", hours.id).execute();
    await db.deleteFrom("location").where("id", "in", [tokyo.id, closed.id]).execute();
  });

  it("hides what is archived and what stands in a hidden category", async () => {
    await db.updateTable("menu_item").set({ archived_at: new Date() }).where("name", "=", "Calamari").execute();
    await db.updateTable("menu_category").set({ active: false }).where("name", "=", "Drinks").execute();
    const menu = await read();
    expect(menu.categories.map(({ name }) => name)).not.toContain("Drinks");
    expect(menu.items.map(({ name }) => name)).not.toEqual(expect.arrayContaining(["Calamari", "Espresso"]));
    expect(menu.items.some(({ name }) => name === "Calamari" || name === "Espresso")).toBe(false);
  });

  it("is brought in once where two bring it in at once", async () => {
    const person = db.selectFrom("membership").select(["staff_id", "location_id"]).where("role", "=", "owner");
    const { staff_id, location_id } = await person.executeTakeFirstOrThrow();
    const there = { id: newId(), slug: "there", name: "There", timezone: "UTC", currency: "EUR" };
    await db.insertInto("location").values(there).execute();
    await db.insertInto("membership").values({ staff_id, location_id: there.id, role: "owner" }).execute();
    const call = async ({ name }: { readonly name: string }, id: string, body?: object) => {
      const handled = handlers().find(({ contract }) => contract.name === name);
      const visit = { caller: { id: staff_id }, params: { id }, body, requestId: "r" };
      return (await handled?.handler(visit as never)) as { readonly status: number; readonly body: MenuDocument };
    };
    const { body: menu } = await call(exportMenu, location_id);
    const body = { menu, dryRun: false, otherCurrency: false };
    const all = await Promise.all([1, 2, 3].map(() => call(importMenu, there.id, body)));
    expect(all.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await call(exportMenu, there.id)).body).toEqual(menu);
    // What no place could take in is not handed out.
    const { name = "" } = menu.categories[0] ?? {};
    await db.insertInto("menu_category").values({ id: newId(), location_id: there.id, name, ordinal: 9999 }).execute();
    const path = `/categories/${menu.categories.length}/name`;
    expect(await call(exportMenu, there.id)).toMatchObject({
      ...{ status: 409, problem: "menu_ambiguous" },
      members: { errors: [{ path, in: "body", code: "duplicate" }] },
    });
  });
});
