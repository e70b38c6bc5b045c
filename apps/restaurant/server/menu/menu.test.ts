/** The menu: prices and choices as the database has them, and nothing that cannot be ordered passed off as available. */
import { fixedClock } from "cloche";
import type { Kysely } from "kysely";
import { beforeAll, expect, it } from "vitest";
import { Menu } from "../../contracts/index.js";
import { type Database, seedSample } from "../platform/index.js";
import { describeDatabases } from "../test-support/index.js";
import { menuHandlers } from "./index.js";

const NOON = Date.UTC(2026, 5, 15, 10);

describeDatabases("the menu", (databases) => {
  let db: Kysely<Database>;
  const clock = fixedClock(NOON);
  const read = async () => {
    const [handled] = menuHandlers({ db, clock });
    const answer = (await handled?.handler({} as never)) as { body: Menu } | undefined;
    return Menu.parse(answer?.body);
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
    await soldOut("variant", await variantOf("Pale ale"), new Date(NOON + 60_000));
    expect((await item("Pale ale"))?.available).toBe(false);
    clock.advance(60_000);
    expect((await item("Pale ale"))?.available).toBe(true);
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

  it("hides what is archived and what stands in a hidden category", async () => {
    await db.updateTable("menu_item").set({ archived_at: new Date() }).where("name", "=", "Calamari").execute();
    await db.updateTable("menu_category").set({ active: false }).where("name", "=", "Drinks").execute();
    const menu = await read();
    expect(menu.categories.map(({ name }) => name)).not.toContain("Drinks");
    expect(menu.items.map(({ name }) => name)).not.toEqual(expect.arrayContaining(["Calamari", "Espresso"]));
    expect(menu.items.some(({ name }) => name === "Calamari" || name === "Espresso")).toBe(false);
  });
});
