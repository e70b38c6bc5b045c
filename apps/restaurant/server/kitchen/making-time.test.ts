/** How long an order takes, by the stations that really make it. */
import { beforeAll, expect, it } from "vitest";
import { newId } from "../platform/index.js";
import { describeDatabases, type TestKitchen, testKitchen } from "../test-support/index.js";
import { type Making, readMakingSeconds } from "./index.js";

describeDatabases("the time an order takes", (databases) => {
  let kitchen: TestKitchen;

  beforeAll(async () => {
    kitchen = await testKitchen(await databases.open());
    await kitchen.db.updateTable("station").set({ parallelism: 1 }).execute();
  });

  const variantOf = async (name: string) => {
    const { id } = await kitchen.db
      .selectFrom("item_variant as variant")
      .innerJoin("menu_item as item", "item.id", "variant.item_id")
      .select("variant.id")
      .where("item.name", "=", name)
      .executeTakeFirstOrThrow();
    return id;
  };
  const seconds = async (names: readonly string[], more: Partial<Making> & { optionIds?: readonly string[] } = {}) => {
    const { optionIds = [], ...rest } = more;
    const dishes = await Promise.all(names.map(async (name) => ({ variantId: await variantOf(name), optionIds })));
    return readMakingSeconds(kitchen.db, { locationId: kitchen.locationId, orderType: "pickup", dishes, ...rest });
  };
  const setPrep = async (name: string, prep: number) =>
    kitchen.db
      .updateTable("item_variant")
      .set({ prep_seconds: prep })
      .where("id", "=", await variantOf(name))
      .execute();
  const clear = () => kitchen.db.updateTable("ticket").set({ state: "void" }).where("state", "=", "open").execute();

  it("is that of the longest dish, after what its stations have before it", async () => {
    await setPrep("Cheeseburger", 600);
    await setPrep("Espresso", 60);
    expect(await seconds(["Cheeseburger", "Espresso"])).toBe(600);
    await kitchen.fired(["Cheeseburger", "Cheeseburger"]);
    expect(await seconds(["Cheeseburger"])).toBe(1800);
    // The bar has nothing to do.
    expect(await seconds(["Espresso"])).toBe(60);
    const grill = await kitchen.stationId("Grill");
    await kitchen.db.updateTable("station").set({ parallelism: 4 }).where("id", "=", grill).execute();
    expect(await seconds(["Cheeseburger"])).toBe(900);
    await kitchen.db.updateTable("station").set({ parallelism: 1 }).where("id", "=", grill).execute();
    await clear();
  });

  it("looks at what the stations were sent, not at what the menu says later", async () => {
    await kitchen.fired(["Cheeseburger"]);
    await setPrep("Cheeseburger", 300);
    expect(await seconds(["Cheeseburger"])).toBe(900);
    await setPrep("Cheeseburger", 600);
    await clear();
  });

  it("follows the reroute rules, which may send to a station that is busy", async () => {
    await kitchen.fired(["French fries"]);
    const rule = {
      id: newId(),
      location_id: kitchen.locationId,
      priority: 1,
      order_type: "delivery" as const,
      service_area: null,
      from_station_id: await kitchen.stationId("Cold & Bar"),
      to_station_ids: [await kitchen.stationId("Fry")],
    };
    await kitchen.db.insertInto("reroute_rule").values(rule).execute();
    const atTheBar = await seconds(["Espresso"]);
    const fries = await seconds(["French fries"]);
    expect(atTheBar).toBe(60);
    expect(await seconds(["Espresso"], { orderType: "delivery" })).toBe(fries / 2 + 60);
    await kitchen.db.updateTable("reroute_rule").set({ order_type: null, service_area: "terrace" }).execute();
    expect(await seconds(["Espresso"])).toBe(60);
    expect(await seconds(["Espresso"], { serviceArea: "terrace" })).toBe(fries / 2 + 60);
    await kitchen.db.deleteFrom("reroute_rule").execute();
    await clear();
  });

  it("counts the stations that options add", async () => {
    await kitchen.fired(["French fries"]);
    const option = await kitchen.db.selectFrom("modifier_option").select("id").limit(1).executeTakeFirstOrThrow();
    const optionIds = [option.id];
    expect(await seconds(["Espresso"], { optionIds })).toBe(60);
    const extra_station_id = await kitchen.stationId("Fry");
    await kitchen.db.updateTable("modifier_option").set({ extra_station_id }).where("id", "=", option.id).execute();
    expect(await seconds(["Espresso"], { optionIds })).toBe((await seconds(["French fries"])) / 2 + 60);
    await kitchen.db.updateTable("modifier_option").set({ extra_station_id: null }).execute();
    await clear();
  });

  it("is nothing for what is only handed out, and follows a closed station's fallback", async () => {
    await kitchen.db.updateTable("menu_item").set({ no_prep: true }).where("name", "=", "Espresso").execute();
    expect(await seconds(["Espresso"])).toBe(0);
    await kitchen.db.updateTable("menu_item").set({ no_prep: false }).where("name", "=", "Espresso").execute();
    await kitchen.fired(["French fries"]);
    const closed = { is_open: false, fallback_station_id: await kitchen.stationId("Fry") };
    const bar = await kitchen.stationId("Cold & Bar");
    await kitchen.db.updateTable("station").set(closed).where("id", "=", bar).execute();
    expect(await seconds(["Espresso"])).toBe((await seconds(["French fries"])) / 2 + 60);
  });
});
