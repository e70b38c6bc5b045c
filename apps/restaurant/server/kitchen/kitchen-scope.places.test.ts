/** Who works at two places sees the kitchen their token is for, in the role they have there. */
import { expect, it } from "vitest";
import { describePglite, testKitchen } from "../test-support/index.js";
import { kitchenScope } from "./kitchen-scope.js";

describePglite("somebody of two places", ({ open }) => {
  it("sees the one their token is for, and neither where it names none or another", async () => {
    const { db, locationId, staff } = await testKitchen(await open());
    const id = staff.get("manager") ?? "";
    // Sorts before every other, so that the first membership is not the one asked for.
    const second = "00000000-0000-7000-8000-000000000001";
    const place = { slug: "second", name: "Second", timezone: "UTC", currency: "EUR" };
    await db
      .insertInto("location")
      .values({ id: second, ...place })
      .execute();
    await db.insertInto("membership").values({ staff_id: id, location_id: second, role: "chef" }).execute();
    const seen = (location?: string) =>
      kitchenScope(db, { id, via: "bearer", claims: location === undefined ? {} : { location } });
    expect(await seen(locationId)).toMatchObject({ locationId, role: "manager" });
    expect(await seen(second)).toMatchObject({ locationId: second, role: "chef", stations: [] });
    expect(await seen()).toBeUndefined();
    expect(await seen("00000000-0000-7000-8000-000000000002")).toBeUndefined();
  });
});
