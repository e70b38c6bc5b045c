/** Two processes of one restaurant: one count of requests, one stream of events, and one data folder for one of them. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startRedis } from "../../../tools/redis.mjs";
import type { Ticket } from "../contracts/index.js";
import { type AppProcess, newFolder, removeFolder, runToEnd, startApp } from "./app-process.js";
import { type Engine, openEngine } from "./engines.js";
import { PATIENT } from "./eventually.js";
import { sharedSecrets } from "./fleet.js";
import { openStream } from "./live-stream.js";
import { from, itemAt, json, type Problem, signedIn, slipOf, type Visitor, visitor } from "./visitor.js";

/** Every public route has a limit of its own; what is not there is counted by the default. */
const COUNTED = "/api/v1/not-there";

describe("two processes on one PostgreSQL and one Redis", PATIENT, () => {
  const folders = [newFolder(), newFolder()] as const;
  let redis: Awaited<ReturnType<typeof startRedis>>;
  let engine: Engine;
  let a: AppProcess;
  let b: AppProcess;

  beforeAll(async () => {
    [redis, engine] = await Promise.all([startRedis(), openEngine("postgres")]);
    const PUBLIC_BASE_URL = "https://order.copper-lid.example";
    const shared = { ...engine.env, ...sharedSecrets(), REDIS_URL: redis.url, PUBLIC_BASE_URL, TRUSTED_PROXIES: "1" };
    a = await startApp({ dataFolder: folders[0], env: shared });
    b = await startApp({ dataFolder: folders[1], env: shared });
  });
  afterAll(async () => {
    await Promise.all([a?.stop(), b?.stop()]);
    await Promise.all([redis?.stop(), engine?.stop()]);
    for (const folder of folders) removeFolder(folder);
  });

  const both = (address: string) =>
    [visitor(a.baseUrl, from(address)), visitor(b.baseUrl, from(address))] as const satisfies readonly Visitor[];

  it("seed the sample restaurant once", () => {
    expect(existsSync(join(folders[0], "demo.json"))).toBe(true);
    expect(existsSync(join(folders[1], "demo.json"))).toBe(false);
  });

  it("share one count of an address's requests", async () => {
    const [first, second] = both("203.0.113.10");
    const statuses: number[] = [];
    for (let count = 0; count < 100; count += 1) {
      const answer = await (count % 2 === 0 ? first : second).get(COUNTED);
      await answer.text();
      statuses.push(answer.status);
    }
    expect(new Set(statuses)).toEqual(new Set([404]));
    for (const one of both("203.0.113.10")) {
      const refused = await one.get(COUNTED);
      expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
      expect(refused.headers.get("ratelimit")).toContain(";r=0;");
      expect((await json<Problem>(refused, 429)).code).toBe("rate_limited");
    }
    for (const one of both("203.0.113.11")) expect((await one.get(COUNTED)).status).toBe(404);
  });

  it("share one count when the requests come all at once", async () => {
    const visitors = both("203.0.113.12");
    const asking = Array.from({ length: 65 }, () => visitors.map((one) => one.get(COUNTED))).flat();
    const answers = await Promise.all(asking);
    await Promise.all(answers.map((answer) => answer.text()));
    expect(answers.filter(({ status }) => status === 404)).toHaveLength(100);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(30);
  });

  it("tell each other's events: an order at one is on the stream of the other, and so is its bump", async () => {
    const [guest, elsewhere] = both("203.0.113.20");
    const chef = await signedIn(guest, a.demo().accounts.chef);
    const kitchen = await openStream(`${b.baseUrl}/api/v1/kitchen/stream`, chef.headers);
    await kitchen.until(({ event }) => event === "hb");
    const placed = await guest.order(slipOf(await guest.menu(), ["Cheeseburger"]));
    const followed = await openStream(`${b.baseUrl}/api/v1${new URL(placed.trackUrl).pathname}/events`, guest.headers);
    const told = await kitchen.until(({ event, data }) => event === "ticket" && data.includes(placed.order.id));
    const { ticket } = JSON.parse(told.data) as { readonly ticket: Ticket };
    const item = itemAt([ticket], placed.order.id, "Grill");
    await json(await chef.post(`/api/v1/kitchen/ticket-items/${item.id}/done`));
    await followed.until(({ data }) => data.includes('"state":"ready"'));
    expect((await elsewhere.track(placed.trackUrl)).state).toBe("ready");
    kitchen.close();
    followed.close();
  });

  it("honour a session and an Idempotency-Key that began at the other", async () => {
    const [first, second] = both("203.0.113.30");
    const login = await first.post("/api/v1/auth/login", a.demo().accounts.manager);
    const cookie = login.headers.get("set-cookie")?.split(";")[0] ?? "";
    expect((await second.post("/api/v1/auth/refresh", undefined, { cookie })).status).toBe(200);
    const slip = slipOf(await visitor(a.baseUrl).menu(), ["Espresso"]);
    const key = { "idempotency-key": "two-processes-one-key" };
    const placed = await first.order(slip, key);
    expect(await second.order(slip, key)).toEqual(placed);
  });

  it("go on taking orders, and counting them, while Redis is away", async () => {
    await redis.kill();
    const [guest] = both("203.0.113.40");
    const statuses: number[] = [];
    for (let count = 0; count < 60; count += 1) {
      const answer = await guest.get(COUNTED);
      await answer.text();
      statuses.push(answer.status);
    }
    expect(statuses[0]).toBe(404);
    expect(statuses.at(-1)).toBe(429);
    expect(statuses.every((status) => status === 404 || status === 429)).toBe(true);
    await redis.restart();
  });
});

describe("two processes on one data folder", PATIENT, () => {
  const folder = newFolder();
  let first: AppProcess;
  beforeAll(async () => {
    first = await startApp({ dataFolder: folder });
  });
  afterAll(async () => {
    await first?.stop();
    removeFolder(folder);
  });

  it("are one too many: the second says why and leaves", async () => {
    const accounts = first.demo().accounts;
    const second = await runToEnd({ dataFolder: folder });
    expect(second.code).toBeGreaterThan(0);
    expect(second.output).toContain("in use by process");
    expect(second.output).toContain("DATA_DIR");
    expect(second.output, "a sentence, no stack").not.toMatch(/\n\s+at /);
    expect(first.demo().accounts).toEqual(accounts);
    expect((await visitor(first.baseUrl).get("/readyz")).status).toBe(200);
  });

  it("may follow one another, even after a kill", async () => {
    const placed = await visitor(first.baseUrl).order(slipOf(await visitor(first.baseUrl).menu(), ["Espresso"]));
    await first.kill9();
    first = await startApp({ dataFolder: folder });
    expect((await visitor(first.baseUrl).track(placed.trackUrl)).number).toBe(placed.order.number);
    expect((await signedIn(visitor(first.baseUrl), first.demo().accounts.chef)).headers["authorization"]).toBeDefined();
  });
});
