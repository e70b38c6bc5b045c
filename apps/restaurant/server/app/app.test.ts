import { existsSync, readFileSync, statSync } from "node:fs";
import { connect } from "node:net";
import { Secret } from "cloche";
import { afterEach, expect, it } from "vitest";
import { startRedis } from "../../../../tools/redis.mjs";
import * as contracts from "../../contracts/index.js";
import { demoFile, keepDemoFile, newSetupToken, openDatabase, seedSample } from "../platform/index.js";
import {
  describeDatabases,
  freePort,
  someone,
  startTestApp,
  type TestApp,
  type TestAppOptions,
} from "../test-support/index.js";

describeDatabases("the app", ({ placeWithSchema, engine, open }) => {
  const running: TestApp[] = [];
  afterEach(async () => {
    for (const app of running.splice(0)) await app.stop();
  });
  const start = async (options: TestAppOptions = {}, place = placeWithSchema()) => {
    const app = await startTestApp(await place, options);
    running.push(app);
    return app;
  };
  const menuOf = async ({ baseUrl }: TestApp) =>
    (await (await fetch(`${baseUrl}/api/v1/menu`)).json()) as { items: { id: string; name: string }[] };

  it("serves every route of the API, covers what no route answers, and keeps its metrics to itself", async () => {
    const metricsPort = await freePort();
    const app = await start({ config: { metricsPort } });
    const missing = Object.values(contracts).flatMap((one) => {
      if (typeof one !== "object" || !("path" in one) || one.tags?.some((tag) => tag === "pages" || tag === "probes"))
        return [];
      return app.app.server.hasRoute({ method: one.method, url: one.path.replace(/\{(\w+)\}/g, ":$1") })
        ? []
        : [one.name];
    });
    expect(missing).toEqual([]);
    const nowhere = await fetch(`${app.baseUrl}/wp-admin`);
    expect(nowhere.status).toBe(404);
    expect(nowhere.headers.get("content-type")).toContain("application/problem+json");
    expect(nowhere.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect((await fetch(`${app.baseUrl}/metrics`)).status).toBe(404);
    await menuOf(app);
    const text = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
    expect(text).toMatch(/cloche_requests_total\{[^}]*\/api\/v1\/menu[^}]*status="200"[^}]*\} 1/);
  });

  it("finishes what is in flight, ends its live streams, and loses no acknowledged order", async () => {
    const place = await placeWithSchema();
    const app = await start({}, Promise.resolve(place));
    const headers = await app.signIn("manager");
    const stream = await fetch(`${app.baseUrl}/api/v1/kitchen/stream`, { headers });
    const reading = stream.text();
    const { items } = await menuOf(app);
    const slip = { lines: [{ itemId: items[0]?.id, quantity: 1 }], contact: someone() };
    const orders = Array.from({ length: 15 }, () => app.post("/api/v1/orders", slip));
    const slow = slowRequest(app.config.port);
    await slow.connected;
    await Promise.race(orders);
    const stopped = app.stop();
    slow.finish();
    const answers = await Promise.allSettled(orders);
    await stopped;
    expect(await slow.answer).toContain("HTTP/1.1 401");
    expect(await reading).toContain("event: hb");
    const acknowledged = answers.filter((one) => one.status === "fulfilled" && one.value.status === 201).length;
    expect(acknowledged).toBeGreaterThan(0);
    await expect(fetch(`${app.baseUrl}/api/v1/menu`)).rejects.toThrow();
    const again = await openDatabase(place);
    const { many } = await again.db
      .selectFrom("orders")
      .select(({ fn }) => fn.countAll<number>().as("many"))
      .executeTakeFirstOrThrow();
    await again.close();
    expect(many).toBeGreaterThanOrEqual(acknowledged);
  });

  it("stays out of a data folder that another one holds", async () => {
    if (engine === "postgres") return;
    const place = await placeWithSchema();
    const app = await start({}, Promise.resolve(place));
    await expect(openDatabase(place)).rejects.toThrow("in use by process");
    await app.stop();
    expect(existsSync(`${place.dataFolder}/lock`)).toBe(false);
  });

  it("shares one count of requests through Redis between two processes, and goes on counting without it", async () => {
    const redis = await startRedis();
    try {
      const config = { limitDefault: "10 per 15 minutes by address", redisUrl: new Secret(redis.url, "REDIS_URL") };
      const apps = [await start({ config }), await start({ config })];
      // Every public route has a limit of its own; what is not there is counted by the default.
      const ask = async (index: number) => (await fetch(`${apps[index]?.baseUrl}/api/v1/not-there`)).status;
      const statuses = [];
      for (let n = 0; n < 12; n += 1) statuses.push(await ask(n % 2));
      expect(statuses).toEqual([...Array(10).fill(404), 429, 429]);
      await redis.kill();
      const away = [];
      for (let n = 0; n < 8; n += 1) away.push(await ask(0));
      expect(away[0]).toBe(404);
      expect(away.at(-1)).toBe(429);
    } finally {
      await redis.stop();
    }
  });

  it("seeds an empty database once, however many start at the same time", async () => {
    const { db } = await open();
    const hash = async (password: string) => `hash of ${password.length}`;
    const seeded = await Promise.all([seedSample(db, hash), seedSample(db, hash), seedSample(db, hash)]);
    expect(seeded.filter((accounts) => accounts !== undefined)).toHaveLength(1);
    const items = await db.selectFrom("menu_item").select("id").execute();
    const variants = await db.selectFrom("item_variant").select("item_id").execute();
    expect(items.length).toBeGreaterThanOrEqual(12);
    expect(new Set(variants.map(({ item_id }) => item_id)).size).toBe(items.length);
  });

  it("writes demo.json for its owner alone, and keeps it up to date", async () => {
    const app = await start();
    keepDemoFile(app.config, app.accounts);
    const path = demoFile(app.config.dataFolder);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    keepDemoFile({ ...app.config, publicBaseUrl: "http://127.0.0.1:1" }, undefined);
    const demo = JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>;
    expect(demo).toEqual({
      baseUrl: "http://127.0.0.1:1",
      accounts: app.accounts,
      webhooks: {
        stripe: { secret: app.config.stripeWebhookSecret.current()?.reveal() },
        razorpay: { secret: app.config.razorpayWebhookSecret.current()?.reveal() },
        twilio: { authToken: app.config.twilioAuthToken.current()?.reveal() },
      },
    });
  });

  it("keeps only the digest of a set-up token, and makes none where there is an owner", async () => {
    const { db } = await open();
    const token = await newSetupToken(db);
    expect(token).toMatch(/^[\w-]{43}$/);
    const kept = await db.selectFrom("install").selectAll().executeTakeFirstOrThrow();
    expect(kept.setup_token_hash).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.stringify(kept)).not.toContain(token);
    await seedSample(db, async () => "hash");
    expect(await newSetupToken(db)).toBeUndefined();
  });

  it("records a forged delivery in the audit trail", async () => {
    const app = await start();
    const forged = await app.post("/webhooks/stripe", { id: "evt_1" }, { "stripe-signature": "t=1,v1=00" });
    expect(forged.status).toBe(400);
    const trail = async () =>
      app.database.db.selectFrom("audit_log").select(["action", "entity_id"]).where("entity", "=", "webhook").execute();
    await expect.poll(trail).toEqual([{ action: "signature.failed", entity_id: "POST /webhooks/stripe" }]);
    expect(app.log().join("\n")).not.toContain("v1=00");
  });
});

/** A sign-in whose body arrives in two pieces, the second when it is told to. */
function slowRequest(port: number) {
  const body = JSON.stringify({ email: "nobody@copper-lid.example", password: "x" });
  const socket = connect(port, "127.0.0.1");
  const head = `POST /api/v1/auth/login HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${body.length}`;
  const connected = new Promise<void>((resolve) => {
    socket.on("connect", () => socket.write(`${head}\r\n\r\n${body.slice(0, 5)}`, () => setTimeout(resolve, 100)));
  });
  let received = "";
  socket.on("data", (chunk) => (received += chunk.toString("utf8")));
  const answer = new Promise<string>((resolve) => socket.on("close", () => resolve(received)));
  return { connected, finish: () => socket.write(body.slice(5)), answer };
}
