import { expect, it } from "vitest";
import type { Menu } from "../../contracts/index.js";
import { newSetupToken } from "../platform/index.js";
import { describeDatabases, startTestApp } from "../test-support/index.js";

describeDatabases("the set-up", ({ placeWithSchema }) => {
  it("makes one owner for one token, who can then sign in", async () => {
    const { database, post, stop } = await startTestApp(await placeWithSchema(), { seed: false });
    try {
      const token = await newSetupToken(database.db);
      const owner = { email: "Owner@Place.example", password: "correct horse battery", name: "Olga" };
      expect((await post("/api/v1/setup", { token: "guessed", ...owner })).status).toBe(403);
      expect((await post("/api/v1/setup", { token, ...owner, password: "short" })).status).toBe(400);
      const rush = await Promise.all([1, 2, 3].map(() => post("/api/v1/setup", { token, ...owner })));
      const statuses = rush.map(({ status }) => status);
      expect(statuses.filter((status) => status === 201)).toHaveLength(1);
      expect(statuses.filter((status) => status === 403)).toHaveLength(2);
      const { email, password } = owner;
      expect((await post("/api/v1/auth/login", { email, password })).status).toBe(200);
      expect(await newSetupToken(database.db)).toBeUndefined();
      const stations = await database.db
        .selectFrom("location")
        .innerJoin("station", "station.id", "location.default_station_id")
        .select("station.name")
        .execute();
      expect(stations).toEqual([{ name: "Kitchen" }]);
    } finally {
      await stop();
    }
  });

  it("begins with the sample's stations and menu where that is wanted, and nobody's account but the owner's", async () => {
    const { database, baseUrl, post, stop } = await startTestApp(await placeWithSchema(), { seed: false });
    try {
      const token = await newSetupToken(database.db);
      const owner = { email: "owner@place.example", password: "correct horse battery", name: "Olga" };
      const restaurant = { name: "Chez Olga", currency: "CHF", timezone: "Europe/Zurich" };
      expect((await post("/api/v1/setup", { token, ...owner, restaurant, sampleMenu: true })).status).toBe(201);
      const menu = (await (await fetch(`${baseUrl}/api/v1/menu`)).json()) as Menu;
      expect(menu.restaurant).toMatchObject({ name: "Chez Olga", currency: "CHF" });
      expect(menu.items.map(({ name }) => name)).toContain("Cheeseburger");
      expect(menu.items.every(({ available }) => available)).toBe(true);
      const stations = await database.db.selectFrom("station").select("name").orderBy("ordinal").execute();
      expect(stations.map(({ name }) => name)).toContain("Grill");
      expect(await database.db.selectFrom("staff").select("display_name").execute()).toEqual([
        { display_name: "Olga" },
      ]);
    } finally {
      await stop();
    }
  });
});
