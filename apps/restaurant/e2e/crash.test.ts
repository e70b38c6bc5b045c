/** What was acknowledged is there after a kill, what was not may be repeated, and a polite end loses nothing. */
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Menu, PlacedOrder } from "../contracts/index.js";
import { type AppProcess, newFolder, removeFolder, startApp } from "./app-process.js";
import { type Engine, openEngine } from "./engines.js";
import { eventually, PATIENT } from "./eventually.js";
import { openStream } from "./live-stream.js";
import { stripePaid } from "./partners.js";
import { itemNamed, json, signedIn, slipOf, someone, type Visitor, visitor } from "./visitor.js";

const BURST = 200;
const AT_ONCE = 16;
const KILL_AFTER = 60;
const IN_FLIGHT = 20;
const ITEMS = ["Cheeseburger", "French fries", "House lemonade"];

describe("an end in the middle of the rush", PATIENT, () => {
  const folder = newFolder();
  const env = () => ({ ...engine.env, LIMIT_DEFAULT: "100000 per 15 minutes by address" });
  let engine: Engine;
  let app: AppProcess;
  let guest: Visitor;
  let menu: Menu;

  beforeAll(async () => {
    engine = await openEngine("postgres");
    await start();
    menu = await guest.menu();
  });
  afterAll(async () => {
    await app?.stop();
    await engine?.stop();
    removeFolder(folder);
  });

  async function start() {
    app = await startApp({ dataFolder: folder, env: env() });
    guest = visitor(app.baseUrl);
  }

  /** The same order again is of the same guest. */
  const guests = new Map<string, ReturnType<typeof someone>>();
  const guestOf = (name: string) => {
    const known = guests.get(name) ?? someone(name);
    guests.set(name, known);
    return known;
  };
  const slipFor = (guestName: string) => {
    const [burger, fries, lemonade] = ITEMS.map((name) => itemNamed(menu, name));
    const cheddar = burger?.optionGroups[0]?.options.find(({ name }) => name === "Cheddar");
    const options = [{ id: cheddar?.id, quantity: 1 }];
    const lines = [
      { itemId: burger?.id, quantity: 1, options, instructions: guestName },
      { itemId: fries?.id, quantity: 2 },
    ];
    return { lines: [...lines, { itemId: lemonade?.id, quantity: 1 }], contact: guestOf(guestName) };
  };

  /** What the database holds of each order of guests whose names begin so. */
  const written = (prefix: string) =>
    engine.query<{ id: string; contact_name: string; lines: number; options: number; items: number; events: number }>(
      `select id, contact_name,
        (select count(*)::int from order_line where order_id = orders.id) as lines,
        (select count(*)::int from order_line_modifier m join order_line l on l.id = m.order_line_id
          where l.order_id = orders.id) as options,
        (select count(*)::int from ticket_item i join ticket t on t.id = i.ticket_id
          where t.order_id = orders.id) as items,
        (select count(*)::int from location_event where order_id = orders.id and type = 'ticket') as events
      from orders where contact_name like $1 || '%'`,
      [prefix],
    );

  it("by kill -9: nothing acknowledged is lost, and what was not is ordered once when it is repeated", async () => {
    const payable = await Promise.all(Array.from({ length: 12 }, () => guest.order(slipOf(menu, ["Espresso"]))));
    const keys = new Map(Array.from({ length: BURST }, (_, index) => [`Kill ${index}`, randomUUID()]));
    const acknowledged = new Map<string, PlacedOrder>();
    const told: PlacedOrder[] = [];
    const { secret } = app.demo().webhooks.stripe;

    const order = async (name: string) => {
      const answer = await guest.post("/api/v1/orders", slipFor(name), { "idempotency-key": keys.get(name) ?? "" });
      const placed = await json<PlacedOrder>(answer, 201);
      acknowledged.set(name, placed);
      if (acknowledged.size === KILL_AFTER) await app.kill9();
    };
    const pay = async (placed: PlacedOrder) => {
      const { status } = await guest.deliver(
        stripePaid({ orderId: placed.order.id, ...placed.order.total }, { secret }),
      );
      if (status === 200) told.push(placed);
    };
    const work = [...keys.keys()].map((name, index) => async () => {
      const placed = index % 5 === 4 ? payable[(index - 4) / 5] : undefined;
      await Promise.allSettled([order(name), ...(placed === undefined ? [] : [pay(placed)])]);
    });
    await inTurns(work, AT_ONCE);
    expect((await app.ended).signal).toBe("SIGKILL");
    expect(acknowledged.size).toBeGreaterThanOrEqual(KILL_AFTER);
    expect(acknowledged.size, "the kill came in the middle").toBeLessThan(BURST);
    expect(told.length).toBeGreaterThan(0);

    await start();
    const kept = new Map((await written("Kill ")).map((row) => [row.contact_name, row]));
    for (const [name, { order: placed }] of acknowledged) {
      expect(kept.get(name), name).toEqual({
        ...{ id: placed.id, contact_name: name, lines: 3, options: 1, items: 3, events: 3 },
      });
    }
    for (const row of kept.values())
      expect(row, "whole or not at all").toMatchObject({ lines: 3, items: 3, events: 3 });
    for (const [name, { trackUrl }] of acknowledged) {
      const tracked = await guest.track(trackUrl);
      expect(
        tracked.lines.map((line) => line.name),
        name,
      ).toEqual(ITEMS);
    }
    const chefs = await signedIn(guest, app.demo().accounts.manager);
    const onBoard = new Set((await chefs.board()).tickets.map(({ orderId }) => orderId));
    for (const { order: placed } of acknowledged.values()) expect(onBoard).toContain(placed.id);

    const repeat = async (name: string) => {
      const key = { "idempotency-key": keys.get(name) ?? "" };
      // What the killed process had begun may still hold its key for a moment.
      const answer = await eventually(async () => {
        const one = await guest.post("/api/v1/orders", slipFor(name), key);
        return one.status !== 409 && one;
      }, "the key to be free");
      return json<PlacedOrder>(answer, 201);
    };
    await inTurns(
      [...keys.keys()].map((name) => async () => {
        const known = acknowledged.get(name);
        const placed = await repeat(name);
        if (known !== undefined) expect(placed.order.id, "an acknowledged order is found again").toBe(known.order.id);
      }),
      AT_ONCE,
    );
    const all = await written("Kill ");
    expect(all).toHaveLength(BURST);
    expect(new Set(all.map(({ contact_name }) => contact_name)).size).toBe(BURST);
    for (const row of all) expect(row).toMatchObject({ lines: 3, options: 1, items: 3, events: 3 });
    const [{ last_number: last } = { last_number: 0 }] = await engine.query<{ last_number: number }>(
      "select max(last_number) as last_number from order_counter",
    );
    expect(last, "numbers have no gaps").toBe(BURST + payable.length);

    for (const { trackUrl } of told) {
      await eventually(
        async () => (await guest.track(trackUrl)).paymentState === "paid",
        "an event from before the kill",
      );
    }
  });

  it("by SIGTERM: what is in flight is answered, the streams end, and the process leaves with 0", async () => {
    const staff = await signedIn(guest, app.demo().accounts.manager);
    const { trackUrl } = await guest.order(slipOf(menu, ["Espresso"]));
    const kitchen = await openStream(`${app.baseUrl}/api/v1/kitchen/stream`, staff.headers);
    const followed = await openStream(`${app.baseUrl}/api/v1${new URL(trackUrl).pathname}/events`);
    await Promise.all([kitchen.until(({ event }) => event === "hb"), followed.until(({ event }) => event === "order")]);
    const begun = await Promise.all(
      Array.from({ length: IN_FLIGHT }, (_, index) => beginOrder(app.port, slipFor(`Term ${index}`))),
    );

    const ending = app.stop();
    expect(await Promise.all([kitchen.ended, followed.ended])).toEqual(["done", "done"]);
    const answers = await Promise.all(begun.map((finish) => finish()));
    expect(answers.map(({ status }) => status)).toEqual(Array(IN_FLIGHT).fill(201));
    expect(await ending).toEqual({ code: 0, signal: null });
    await expect(guest.get("/api/v1/menu")).rejects.toThrow();

    const rows = await written("Term ");
    expect(new Set(rows.map(({ id }) => id))).toEqual(new Set(answers.map(({ id }) => id)));
    for (const row of rows) expect(row).toMatchObject({ lines: 3, options: 1, items: 3, events: 3 });
    const errors = app.log().filter(({ level }) => Number(level) >= 50);
    expect(errors).toEqual([]);
    await start();
    expect((await guest.track(trackUrl)).state).toBe("preparing");
  });
});

/** Works a list, a few at a time. */
async function inTurns(work: readonly (() => Promise<unknown>)[], atOnce: number): Promise<void> {
  const rest = [...work];
  const worker = async () => {
    for (let next = rest.shift(); next !== undefined; next = rest.shift()) await next();
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

/** Begins an order whose head the server has read and whose body it is waiting for; the answer sends the body. */
async function beginOrder(port: number, slip: unknown) {
  const body = JSON.stringify(slip);
  const headers = {
    ...{ "content-type": "application/json", "content-length": Buffer.byteLength(body) },
    ...{ expect: "100-continue", "idempotency-key": randomUUID() },
  };
  const sending = request({ host: "127.0.0.1", port, method: "POST", path: "/api/v1/orders", headers, agent: false });
  const continued = once(sending, "continue");
  sending.flushHeaders();
  await continued;
  const half = Math.floor(body.length / 2);
  sending.write(body.slice(0, half));
  return async () => {
    const answered = once(sending, "response");
    sending.end(body.slice(half));
    const [answer] = (await answered) as [import("node:http").IncomingMessage];
    let text = "";
    for await (const chunk of answer.setEncoding("utf8")) text += String(chunk);
    const { order } = JSON.parse(text) as Partial<PlacedOrder>;
    return { status: answer.statusCode, id: order?.id };
  };
}
