/** What the kitchen will get is told before it is on the board, and not after. */
import { beforeAll, expect, it } from "vitest";
import { newId } from "../platform/index.js";
import { describePglite, type TestKitchen, testKitchen } from "../test-support/index.js";
import { readUpcoming } from "./upcoming.store.js";

describePglite("what is not on the board yet", ({ open }) => {
  let kitchen: TestKitchen;
  beforeAll(async () => {
    kitchen = await testKitchen(await open());
  });

  const ahead = () => readUpcoming(kitchen.db, kitchen.locationId);

  it("is a course on hold, until it is sent", async () => {
    const { orderId } = await kitchen.fired(["Cheeseburger", { dish: "Rib-eye steak", course: 2, hold: true }]);
    await kitchen.db.updateTable("orders").set({ fired_at: new Date() }).where("id", "=", orderId).execute();
    const [course] = await ahead();
    expect(course).toMatchObject({ orderId, course: 2, guest: "Ana", lines: [{ name: "Rib-eye steak", quantity: 1 }] });
    expect(JSON.stringify(course)).not.toContain("Ortiz");
    await kitchen.db.updateTable("order_line").set({ hold: false }).where("order_id", "=", orderId).execute();
    expect(await ahead()).toEqual([]);
  });

  it("is a whole order for later, with when it comes", async () => {
    const orderId = newId();
    const fireAt = new Date(Date.now() + 3_600_000);
    await kitchen.db
      .insertInto("orders")
      .values({
        ...{ id: orderId, location_id: kitchen.locationId, business_date: "2026-06-15", number: 900 },
        ...{ state: "accepted", currency: "EUR", menu_revision: 1, total: 0, contact_name: "Bo", fire_at: fireAt },
        track_hash: orderId.replaceAll("-", "").repeat(2),
      })
      .execute();
    await kitchen.add(orderId, [{ dish: "Cheeseburger", hold: true }]);
    await kitchen.db.updateTable("orders").set({ fired_at: null }).where("id", "=", orderId).execute();
    expect(await ahead()).toMatchObject([{ orderId, course: null, fireAt: fireAt.toISOString() }]);
  });
});
