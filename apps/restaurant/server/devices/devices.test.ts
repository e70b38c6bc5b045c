/** A screen that was stolen, a code that is guessed, and a screen that wants more than its station. */
import { afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { describePglite, startTestApp, type TestApp } from "../test-support/index.js";

describePglite("a kitchen screen", ({ placeWithSchema }) => {
  let app: TestApp;
  let manager: { readonly authorization: string };
  let locationId = "";
  const stations = new Map<string, string>();
  beforeAll(async () => {
    app = await startTestApp(await placeWithSchema(), { config: { proxies: { hops: 1 } } });
    manager = await app.signIn("manager");
    const { db } = app.database;
    locationId = (await db.selectFrom("location").select("id").executeTakeFirstOrThrow()).id;
    for (const { id, name } of await db.selectFrom("station").select(["id", "name"]).execute()) stations.set(name, id);
    return () => app.stop();
  });
  let address = 0;
  /** Every test calls from somewhere else: pairing is limited by address. */
  let from = {};
  beforeEach(() => {
    address += 1;
    from = { "x-forwarded-for": `198.51.100.${address}` };
  });
  afterEach(() => expect(app.log().filter((line) => line.includes('"level":50'))).toEqual([]));

  const devicesAt = `/devices`;
  const at = (path: string) => `/api/v1/locations/${locationId}${path}`;
  const codeFor = async (station: string) => {
    const body = { stationId: stations.get(station), name: `${station} screen` };
    const answer = await app.post(at(`${devicesAt}/pairing-codes`), body, manager);
    expect(answer.status).toBe(201);
    return ((await answer.json()) as { code: string }).code;
  };
  const pair = (code: string) => app.post("/api/v1/devices/pair", { code }, from);
  const cookieOf = (answer: Response) => ({ cookie: answer.headers.get("set-cookie")?.split(";")[0] ?? "" });
  const get = (path: string, headers: Readonly<Record<string, string>>) => fetch(app.baseUrl + path, { headers });
  const wrong = (code: string) => code.slice(0, 7) + (code.endsWith("Z") ? "0" : "Z");

  it("is paired by its code once, sees its station alone, and knows no price and no telephone number", async () => {
    const code = await codeFor("Grill");
    const paired = await pair(code);
    expect(paired.status).toBe(200);
    expect(paired.headers.get("set-cookie")).toMatch(/^__Host-device=.*; Secure; HttpOnly; SameSite=Strict$/);
    expect((await pair(code)).status, "a second time").toBe(403);
    const screen = cookieOf(paired);
    const { items } = (await (await get("/api/v1/menu", {})).json()) as { items: { id: string; name: string }[] };
    const contact = { name: "Ana Ortiz", phone: "+4915112345678" };
    const lines = items
      .filter(({ name }) => /Cheeseburger|Espresso/.test(name))
      .map(({ id }) => ({ itemId: id, quantity: 1 }));
    expect((await app.post("/api/v1/orders", { lines, contact }, from)).status).toBe(201);
    const board = await (await get("/api/v1/kds/board", screen)).text();
    expect(JSON.parse(board)).toMatchObject({
      ...{ station: { name: "Grill" }, tickets: [{ station: { name: "Grill" }, guest: "Ana" }] },
    });
    expect(board).not.toMatch(/1250|\+49|Ortiz|"(price|amount|phone)"/);
    const elsewhere = [at("/devices"), "/api/v1/me"];
    for (const path of elsewhere) expect((await get(path, screen)).status, path).not.toBe(200);
  });

  it("acts as itself, and as the person who signed in at it where one has", async () => {
    const screen = cookieOf(await pair(await codeFor("Grill")));
    expect((await get("/api/v1/me", { ...screen, ...manager })).status).toBe(200);
    const { tickets } = (await (await get("/api/v1/kds/board", screen)).json()) as {
      tickets: { id: string; version: number }[];
    };
    const [ticket] = tickets;
    const key = { "idempotency-key": "a-bump-of-the-screen" };
    const bump = (headers: object) =>
      app.post(
        `/api/v1/kds/tickets/${ticket?.id}/bump`,
        { expectedVersion: ticket?.version },
        { ...screen, ...key, ...headers },
      );
    expect((await bump({ "sec-fetch-site": "cross-site" })).status, "another site made the browser send it").toBe(403);
    expect((await bump({ "sec-fetch-site": "same-origin" })).status).toBe(200);
    expect((await get("/api/v1/kds/board", { cookie: `${screen.cookie}; ${screen.cookie}` })).status).toBe(401);
  });

  it("is not paired by guesses: five at a code, and no more", async () => {
    const code = await codeFor("Fry");
    for (let tries = 0; tries < 5; tries += 1) expect((await pair(wrong(code))).status).toBe(403);
    from = { "x-forwarded-for": "203.0.113.77" };
    expect((await pair(code)).status, "the code is burnt").toBe(403);
    const other = await codeFor("Fry");
    from = { "x-forwarded-for": "203.0.113.78" };
    const answers = [];
    for (let tries = 0; tries < 6; tries += 1) answers.push((await pair("00000000")).status);
    expect(answers, "and so is an address").toEqual([403, 403, 403, 403, 403, 429]);
    from = { "x-forwarded-for": "203.0.113.79" };
    expect((await pair(other)).status, "another code is none the worse").toBe(200);
  });

  it("gives way to the person who signed in at it by the cookies of the pages", async () => {
    const screen = cookieOf(await pair(await codeFor("Grill")));
    const signedIn = await app.post("/api/v1/auth/login", { ...app.accounts?.manager, carry: "cookie" }, from);
    const access = signedIn.headers.getSetCookie().find((cookie) => cookie.startsWith("__Host-access="));
    const both = { cookie: `${screen.cookie}; ${access?.split(";")[0]}` };
    const answer = await get("/api/v1/kds/board", both);
    expect(answer.status).toBe(200);
    expect(((await answer.json()) as { stations: unknown[] }).stations.length, "a manager's view").toBeGreaterThan(1);
  });

  it("is not paired by a code that is older than ten minutes, however fresh the guess", async () => {
    const code = await codeFor("Fry");
    const past = new Date(Date.now() - 1000);
    await app.database.db
      .updateTable("device_pairing")
      .set({ expires_at: past })
      .where("used_at", "is", null)
      .execute();
    expect((await pair(code)).status).toBe(403);
  });

  it("is out at once when it is revoked, and its open stream ends", async () => {
    const screen = cookieOf(await pair(await codeFor("Grill")));
    const { devices } = (await (await get(at("/devices"), manager)).json()) as { devices: { id: string }[] };
    const device = devices.at(-1)?.id;
    expect((await get("/api/v1/kds/board", screen)).status).toBe(200);
    const revoke = (headers: object) =>
      fetch(`${app.baseUrl}${at(`/devices/${device}`)}`, { method: "DELETE", headers: { ...headers } });
    expect((await revoke(await app.signIn("chef"))).status).toBe(403);
    expect((await revoke(manager)).status).toBe(204);
    expect((await revoke(manager)).status, "again").toBe(404);
    expect((await get("/api/v1/kds/board", screen)).status).toBe(401);
    expect((await get("/api/v1/kds/stream", screen)).status).toBe(401);
  });

  it("cannot be made or seen from another location", async () => {
    const other = "0190b4b0-0000-7000-8000-000000000000";
    expect((await get(`/api/v1/locations/${other}/devices`, manager)).status).toBe(404);
    const body = { stationId: stations.get("Grill"), name: "x" };
    expect((await app.post(`/api/v1/locations/${other}/devices/pairing-codes`, body, manager)).status).toBe(404);
  });
});
