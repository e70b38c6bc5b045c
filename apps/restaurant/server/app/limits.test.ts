/** How often a guest may ask, for their own browser and for all at one address, who may be a house full of guests. */
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Menu, PlacedOrder } from "../../contracts/index.js";
import { describePglite, signInCustomer, startTestApp, type TestApp } from "../test-support/index.js";

describePglite("a guest", ({ placeWithSchema }) => {
  let app: TestApp;
  let lines: readonly object[];
  let many = 0;
  beforeAll(async () => {
    const config = { proxies: { hops: 1 }, limitPayments: "10 per hour by address" };
    app = await startTestApp(await placeWithSchema(), { config });
    const menu = (await (await fetch(`${app.baseUrl}/api/v1/menu`)).json()) as Menu;
    lines = [{ itemId: menu.items.find(({ name }) => name === "Espresso")?.id, quantity: 1 }];
  });
  afterAll(() => app.stop());

  const at = (last: number) => ({ "x-forwarded-for": `203.0.113.${last}` });
  const newBrowser = () => {
    many += 1;
    return { cookie: `__Host-guest=${String(many).padStart(22, "A")}` };
  };
  const quote = (headers: Record<string, string>) =>
    app.post("/api/v1/locations/the-copper-lid/quote", { lines }, headers);
  const order = (headers: Record<string, string>) =>
    app.post("/api/v1/orders", { lines, contact: { name: "Ana" } }, headers);
  const statuses = async (times: number, ask: () => Promise<Response>) => {
    const heard: number[] = [];
    for (let n = 0; n < times; n += 1) heard.push((await ask()).status);
    return heard;
  };
  const of = (status: number, times: number) => Array.from({ length: times }, () => status);

  it("asks for a price thirty times a minute, and takes nothing from the others at the address", async () => {
    const ana = { ...newBrowser(), ...at(1) };
    expect(await statuses(31, () => quote(ana))).toEqual([...of(200, 30), 429]);
    const refused = await quote(ana);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(((await refused.json()) as { code: string }).code).toBe("rate_limited");
    expect((await quote({ ...newBrowser(), ...at(1) })).status).toBe(200);
    // Along to another network.
    expect((await quote({ ...ana, ...at(2) })).status).toBe(429);
  });

  it("shares sixty prices a minute with all at the address who bring no cookie", async () => {
    expect(await statuses(61, () => quote(at(3)))).toEqual([...of(200, 60), 429]);
    expect((await quote({ ...newBrowser(), ...at(3) })).status).toBe(200);
  });

  it("orders five times in ten minutes, signed in or not", async () => {
    const ana = { ...newBrowser(), ...at(4) };
    expect(await statuses(6, () => order(ana))).toEqual([...of(201, 5), 429]);
    expect((await order({ ...newBrowser(), ...at(4) })).status).toBe(201);
    const { cookie } = await signInCustomer(app, "+4915100000001");
    expect(await statuses(6, () => order({ cookie, ...at(5) }))).toEqual([...of(201, 5), 429]);
    // Dropping the browser's own cookie changes nothing of who is signed in.
    expect((await order({ cookie: `${cookie}; ${newBrowser().cookie}`, ...at(6) })).status).toBe(429);
  });

  it("begins to pay ten times an hour from one address, whichever orders", async () => {
    const tokens: string[] = [];
    for (let n = 0; n < 3; n += 1) {
      const placed = (await (await order(at(7))).json()) as PlacedOrder;
      tokens.push(placed.trackUrl.split("/").at(-1) ?? "");
    }
    let n = 0;
    const pay = () => app.post(`/api/v1/track/${tokens[n++ % tokens.length]}/payments`, {}, at(7));
    const heard = await statuses(11, pay);
    expect([heard.slice(0, 10).includes(429), heard[10]]).toEqual([false, 429]);
  });

  it("who tries links is told to wait after twenty that were none, and their own link still opens", async () => {
    const { trackUrl } = (await (await order(at(8))).json()) as PlacedOrder;
    const open = (path: string) => fetch(`${app.baseUrl}/api/v1${path}`, { headers: at(8) });
    let n = 0;
    const guess = () => open(`/track/${"x".repeat(40)}${String(n++).padStart(3, "0")}`);
    expect(await statuses(21, guess)).toEqual([...of(404, 20), 429]);
    expect((await open(`/track/${"y".repeat(43)}/events`)).status).toBe(429);
    expect((await open(new URL(trackUrl).pathname)).status).toBe(200);
  });
});
