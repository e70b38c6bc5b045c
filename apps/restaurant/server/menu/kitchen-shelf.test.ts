/** A cook says what is sold out of what their own stations make, and of nothing else. */
import { beforeAll, describe, expect, it } from "vitest";
import type { Menu, Shelf } from "../../contracts/index.js";
import { describePglite, startTestApp, type TestApp } from "../test-support/index.js";

type Headers = Readonly<Record<string, string>>;

describePglite("the kitchen's shelf", ({ placeWithSchema }) => {
  let app: TestApp;
  let chef: Headers;
  let manager: Headers;
  let locationId = "";
  beforeAll(async () => {
    app = await startTestApp(await placeWithSchema());
    [chef, manager] = [await app.signIn("chef"), await app.signIn("manager")];
    return () => app.stop();
  });

  const shelf = async (who: Headers): Promise<Shelf["things"]> => {
    const answer = await fetch(`${app.baseUrl}/api/v1/kds/shelf`, { headers: who });
    expect(answer.status).toBe(200);
    const read = (await answer.json()) as Shelf;
    locationId = read.locationId;
    return read.things;
  };
  const say = async (who: Headers, { kind, id }: { kind: string; id: string }, body: object) =>
    (
      await fetch(`${app.baseUrl}/api/v1/locations/${locationId}/availability/${kind}/${id}`, {
        method: "PUT",
        headers: { ...who, "content-type": "application/json" },
        body: JSON.stringify(body),
      })
    ).status;
  const named = async (who: Headers, name: string) => {
    const thing = (await shelf(who)).find((one) => one.name === name);
    if (thing === undefined) throw new Error(`There is no ${name}.`);
    return thing;
  };

  it("has what the reader's stations make, options included, and for managers everything", async () => {
    const own = (await shelf(chef)).map(({ name }) => name);
    expect(own).toEqual(expect.arrayContaining(["Cheeseburger", "Rib-eye steak", "Bacon"]));
    expect(own).not.toContain("House lemonade");
    expect((await shelf(manager)).map(({ name }) => name)).toEqual(expect.arrayContaining(["House lemonade"]));
  });

  it("has everything for the counter, which says of everything that it is sold out", async () => {
    const cashier = await app.signIn("cashier");
    const ale = await named(cashier, "House lemonade");
    expect(await say(cashier, ale, { status: "sold_out" })).toBe(200);
    expect(await named(cashier, ale.name)).toMatchObject({ status: "sold_out" });
    expect(await say(cashier, ale, { status: "available" })).toBe(200);
  });

  it("says that something is sold out, shows guests when it is back, and brings it back", async () => {
    const steak = await named(chef, "Rib-eye steak");
    const until = new Date(Date.now() + 3_600_000).toISOString();
    expect(await say(chef, steak, { status: "sold_out", until })).toBe(200);
    expect(await named(chef, "Rib-eye steak")).toMatchObject({ status: "sold_out", until });
    const menu = (await (await fetch(`${app.baseUrl}/api/v1/menu`)).json()) as Menu;
    expect(menu.items.find(({ name }) => name === "Rib-eye steak")).toMatchObject({ available: false, backAt: until });
    expect(await say(chef, steak, { status: "available" })).toBe(200);
    expect(await named(chef, "Rib-eye steak")).toMatchObject({ status: "available", until: null });
  });

  describe("of a station that is not the caller's", () => {
    it("cannot be said to be sold out", async () => {
      expect(await say(chef, await named(manager, "House lemonade"), { status: "sold_out" })).toBe(403);
      expect(await named(manager, "House lemonade")).toMatchObject({ status: "available" });
    });
  });
});
