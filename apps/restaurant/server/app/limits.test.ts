/** How often each may ask, by the clock: guests, who may be a house full at one address, staff, screens and partners. */
import { signStripe } from "cloche/webhooks";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Menu, PlacedOrder } from "../../contracts/index.js";
import { describePglite, signInCustomer, someone, startTestApp, type TestApp } from "../test-support/index.js";

const MINUTE = 60_000;

describePglite("how often", ({ placeWithSchema }) => {
  let app: TestApp;
  let lines: readonly object[];
  let many = 0;
  /** Stands still unless a test moves it, so that no window ends before its test. */
  let now = Date.now();
  beforeAll(async () => {
    const inProduction = "10 per hour by address";
    const config = { proxies: { hops: 1 }, limitOrders: inProduction, limitPayments: inProduction };
    app = await startTestApp(await placeWithSchema(), { config, clock: { now: () => now } });
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
  const order = (headers: Record<string, string>) => app.post("/api/v1/orders", { lines, contact: someone() }, headers);
  const statuses = async (times: number, ask: () => Promise<Response>) => {
    const heard: number[] = [];
    for (let n = 0; n < times; n += 1) heard.push((await ask()).status);
    return heard;
  };
  const linkOf = async (headers: Record<string, string>) =>
    new URL(((await (await order(headers)).json()) as PlacedOrder).trackUrl).pathname;
  const read = (path: string, headers: Record<string, string>) => fetch(`${app.baseUrl}/api/v1${path}`, { headers });
  const login = (email: string, password: string, headers: Record<string, string>) =>
    app.post("/api/v1/auth/login", { email, password }, headers);
  const pair = (headers: Record<string, string>) => app.post("/api/v1/devices/pair", { code: "ABCD2345" }, headers);
  const took = async (ask: () => Promise<Response>) => {
    const begun = performance.now();
    const { status } = await ask();
    return { status, milliseconds: performance.now() - begun };
  };
  const of = (status: number, times: number) => Array.from({ length: times }, () => status);

  it("a guest asks for a price thirty times a minute, and takes nothing from the others at the address", async () => {
    const ana = { ...newBrowser(), ...at(1) };
    expect(await statuses(31, () => quote(ana))).toEqual([...of(200, 30), 429]);
    const refused = await quote(ana);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(((await refused.json()) as { code: string }).code).toBe("rate_limited");
    expect((await quote({ ...newBrowser(), ...at(1) })).status).toBe(200);
    // Along to another network.
    expect((await quote({ ...ana, ...at(2) })).status).toBe(429);
  });

  it("guests share sixty prices a minute with all at the address who bring no cookie", async () => {
    expect(await statuses(61, () => quote(at(3)))).toEqual([...of(200, 60), 429]);
    expect((await quote({ ...newBrowser(), ...at(3) })).status).toBe(200);
  });

  it("a guest orders five times in ten minutes, signed in or not", async () => {
    const ana = { ...newBrowser(), ...at(4) };
    expect(await statuses(6, () => order(ana))).toEqual([...of(201, 5), 429]);
    expect((await order({ ...newBrowser(), ...at(4) })).status).toBe(201);
    const { cookie } = await signInCustomer(app, "+4915100000001");
    expect(await statuses(6, () => order({ cookie, ...at(5) }))).toEqual([...of(201, 5), 429]);
    // Dropping the browser's own cookie changes nothing of who is signed in.
    expect((await order({ cookie: `${cookie}; ${newBrowser().cookie}`, ...at(6) })).status).toBe(429);
  });

  it("an address orders ten times an hour, however many guests it is", async () => {
    expect(await statuses(11, () => order({ ...newBrowser(), ...at(10) }))).toEqual([...of(201, 10), 429]);
  });

  it("guests begin to pay ten times an hour from one address, whichever orders", async () => {
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

  it("one link is opened thirty times a minute, by whomever it was shared with", async () => {
    const [mine, yours] = [await linkOf(at(8)), await linkOf(at(8))];
    let n = 0;
    expect(await statuses(31, () => read(mine, at(100 + (n++ % 50))))).toEqual([...of(200, 30), 429]);
    expect((await read(yours, at(100))).status).toBe(200);
    now += MINUTE;
    expect((await read(mine, at(100))).status).toBe(200);
  });

  it("who tries links hears late that they are none after twenty, and their own link still opens", async () => {
    const own = await linkOf(at(9));
    let n = 0;
    const guess = () => read(`/track/${"x".repeat(40)}${String(n++).padStart(3, "0")}`, at(9));
    const late = () => app.log().filter((line) => line.includes("track_tokens_tried")).length;
    expect([await statuses(20, guess), late()]).toEqual([of(404, 20), 0]);
    for (const path of [`/track/${"y".repeat(43)}`, `/track/${"y".repeat(43)}/events`]) {
      const { status, milliseconds } = await took(() => read(path, at(9)));
      expect([status, milliseconds >= 1990], path).toEqual([404, true]);
    }
    expect([(await read(own, at(9))).status, late()]).toEqual([200, 2]);
  });

  it("an account is tried five times in a quarter of an hour at one address, and elsewhere it is open", async () => {
    const { email = "", password = "" } = app.accounts?.cashier ?? {};
    const tried = (who: string, word: string, where: number) => login(who, word, at(where));
    expect(await statuses(6, () => tried(email, "wrong", 20))).toEqual([...of(401, 5), 429]);
    expect((await tried(email, password, 20)).status, "not even the right password").toBe(429);
    expect(await statuses(6, () => tried("nobody@copper-lid.example", "wrong", 20))).toEqual([...of(401, 5), 429]);
    expect((await tried(email, password, 21)).status).toBe(200);
    now += 15 * MINUTE;
    expect((await tried(email, password, 20)).status, "and never for good").toBe(200);
  });

  it("guesses from other addresses make the next attempt at the account wait", async () => {
    const guess = (where: number) => took(() => login("owner-of-nothing@copper-lid.example", "wrong", at(where)));
    for (const where of [22, 23, 24]) expect((await guess(where)).status).toBe(401);
    expect((await guess(25)).milliseconds).toBeGreaterThanOrEqual(490);
    expect((await guess(26)).milliseconds).toBeGreaterThanOrEqual(990);
  });

  it("an address signs in twenty times an hour, whoever it says to be", async () => {
    let n = 0;
    const tries = await statuses(21, () => login(`guess-${n++}@copper-lid.example`, "wrong", at(27)));
    expect(tries).toEqual([...of(401, 20), 429]);
  });

  it("no address is believed that no trusted proxy wrote", async () => {
    let n = 0;
    const disguised = () => ({ "x-forwarded-for": `198.51.100.${n++}, 203.0.113.28` });
    expect(await statuses(6, () => pair(disguised()))).toEqual([...of(403, 5), 429]);
  });

  it("codes of screens are tried five times in ten minutes at one address", async () => {
    expect(await statuses(6, () => pair(at(29)))).toEqual([...of(403, 5), 429]);
    now += 10 * MINUTE;
    expect((await pair(at(29))).status).toBe(403);
  });

  it("a screen does ten things a second, and at once what may have waited in it", async () => {
    const chef = { ...(await app.signIn("chef")), "idempotency-key": "a-key-of-the-kitchen" };
    const verbs = ["ticket-items/none/done", "tickets/none/bump", "ticket-items/none/undo"];
    let n = 0;
    const press = () => app.post(`/api/v1/kds/${verbs[n++ % verbs.length]}`, {}, chef);
    expect(await statuses(61, press)).toEqual([...of(400, 60), 429]);
    now += 1000;
    expect(await statuses(11, press)).toEqual([...of(400, 10), 429]);
    const other = { ...(await app.signIn("manager")), "idempotency-key": "a-key-of-the-kitchen" };
    expect((await app.post("/api/v1/kds/tickets/none/bump", {}, other)).status).toBe(400);
  });

  it("a member of staff gives money back twenty times an hour", async () => {
    const owner = { ...(await app.signIn("owner")), "idempotency-key": "a-key-of-the-owner" };
    const refund = () => app.post("/api/v1/payments/none/refunds", {}, owner);
    expect(await statuses(21, refund)).toEqual([...of(400, 20), 429]);
  });

  it("a partner delivers a hundred times a second, and forgeries take nothing from it", async () => {
    // Signed, and no event: what comes of it is said after the count, and nothing has to be stored.
    const deliver = async (n: number, secret: string, headers: Record<string, string>) => {
      const body = JSON.stringify({ id: `evt_${n}` });
      const answer = await app.post("/webhooks/stripe", body, { ...headers, ...signStripe({ body, secret, at: now }) });
      return ((await answer.json()) as { code: string }).code;
    };
    const secret = app.config.stripeWebhookSecret.current()?.reveal() ?? "";
    for (let n = 0; n < 60; n += 1) {
      expect(await deliver(n, "whsec_somebody-else-0123456789", at(31))).toBe("signature_invalid");
    }
    expect(await deliver(0, secret, at(31)), "by address, only for bad signatures").toBe("rate_limited");
    for (let n = 0; n < 100; n += 1) expect(await deliver(n, secret, at(32 + (n % 3)))).toBe("validation_failed");
    expect(await deliver(100, secret, at(35))).toBe("rate_limited");
    now += 1000;
    expect(await deliver(100, secret, at(35))).toBe("validation_failed");
  });

  it("a menu is read 240 times a minute at one address, since a whole house may share it", async () => {
    for (const path of ["/menu", "/locations/the-copper-lid", "/locations/the-copper-lid/menu"]) {
      const { headers } = await read(path, at(36));
      expect(headers.get("ratelimit-policy"), path).toContain(";q=240;w=60");
      expect(headers.get("ratelimit"), path).toContain(";r=239;");
    }
  });
});
