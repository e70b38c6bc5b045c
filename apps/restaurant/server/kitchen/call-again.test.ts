/** Whoever does not come for what is ready is called once more: by the pass, and not as often as somebody presses. */
import { beforeAll, expect, it } from "vitest";
import { kdsCallAgain } from "../../contracts/index.js";
import { describePglite, type TestKitchen, testKitchen } from "../test-support/index.js";

describePglite("a guest who is called again", ({ open }) => {
  const calls: string[] = [];
  let kitchen: TestKitchen;
  beforeAll(async () => {
    kitchen = await testKitchen(await open(), {
      callGuest: async (_, { orderId, news, about }) => void calls.push(`${orderId} ${news} ${about}`),
    });
  });

  it("is told that the order is ready, once a minute, by whoever stands at the pass", async () => {
    const { orderId } = await kitchen.fired(["Cheeseburger"]);
    const call = (who: Parameters<TestKitchen["call"]>[1], id = orderId) =>
      kitchen.call(kdsCallAgain, who, { params: { id } });
    expect(await call("manager"), "nothing is ready yet").toMatchObject({ status: 409, problem: "illegal_transition" });
    await kitchen.db.updateTable("orders").set({ state: "ready" }).where("id", "=", orderId).execute();
    expect(await call("chef")).toMatchObject({ refused: "forbidden" });
    expect(await call(await kitchen.pairScreen("Grill"))).toMatchObject({ refused: "forbidden" });
    expect(await call("manager", kitchen.locationId)).toMatchObject({ refused: "not_found" });
    expect(calls).toEqual([]);
    expect((await call(await kitchen.pairScreen("Pass"))).status).toBe(204);
    expect((await call("manager")).status).toBe(204);
    expect(calls).toHaveLength(2);
    expect(calls[0], "what the messages tell once").toBe(calls[1]);
    expect(calls[0]).toMatch(new RegExp(`^${orderId} ready again \\d+$`));
    await kitchen.db.updateTable("orders").set({ state: "completed" }).where("id", "=", orderId).execute();
    expect((await call("manager")).status).toBe(409);
  });
});
