/** Orders on a real database: taken whole or not at all, once per key, at the database's prices. */
import { type Contract, fixedClock, type Handled, Secret } from "cloche";
import { memoryLimitStore } from "cloche/rate-limit";
import { type Kysely, type Selectable, sql } from "kysely";
import { beforeAll, beforeEach, expect, it } from "vitest";
import {
  ORDER_STATES,
  type OrderSlip,
  type PlacedOrder,
  placeOrder,
  type SlipLine,
  type TrackedOrder,
  trackEvents,
  trackOrder,
} from "../../contracts/index.js";
import {
  type Database,
  emitEvent,
  type LiveEvents,
  liveEvents,
  newId,
  seedSample,
  type Wakeups,
} from "../platform/index.js";
import { describeDatabases, someone } from "../test-support/index.js";
import { orderLife, ordersHandlers } from "./index.js";
import { type OrderState, orderMachine } from "./order-states.js";

const NOON = Date.UTC(2026, 5, 15, 10);
const secret = new Secret("s".repeat(32), "TRACK_SECRET");

function orderingOn(db: Kysely<Database>, live: LiveEvents, fired: string[] = []) {
  const clock = fixedClock(NOON);
  const fireTickets = async (_: unknown, orderId: string) => {
    fired.push(orderId);
    return { isNews: true, stationIds: [], told: async () => [] };
  };
  const handled = ordersHandlers({
    db,
    live,
    clock,
    trackSecret: secret,
    publicBaseUrl: "http://127.0.0.1:3000",
    kitchen: { fireTickets, readMakingSeconds: async () => 480 },
    counts: memoryLimitStore(),
  });
  const call = <Answer>(contract: Contract, visit: object) => answer<Answer>(handled, contract, visit);
  const place = (slip: object, idempotency?: object, headers: object = {}) => {
    const visit = { body: slip, cookies: {}, headers, idempotency, requestId: "r" };
    return call<PlacedOrder>(placeOrder as unknown as Contract, visit);
  };
  return { clock, fired, call, place };
}

interface AnyAnswer<Body> {
  readonly status: number;
  readonly body: Body;
  readonly problem?: string;
  readonly refused?: string;
  readonly headers?: Record<string, string>;
}

async function answer<Body>(handled: readonly Handled[], { name }: Contract, visit: object): Promise<AnyAnswer<Body>> {
  const found = handled.find(({ contract }) => contract.name === name);
  const from = { request: { address: "127.0.0.1" } };
  return (await found?.handler({ ...from, ...visit } as never)) as AnyAnswer<Body>;
}

const key = (text: string, fingerprint = "f") => ({ scope: "guest:127.0.0.1", key: text.padEnd(16, "-"), fingerprint });
const tokenOf = (placed: PlacedOrder) => placed.trackUrl.split("/").at(-1) ?? "";

describeDatabases("ordering", (databases) => {
  let db: Kysely<Database>;
  let wakeups: Wakeups;
  let live: LiveEvents;
  let ordering: ReturnType<typeof orderingOn>;
  const items = new Map<string, string>();
  const options = new Map<string, string>();
  const slip = (name: string, more: Partial<SlipLine> = {}): OrderSlip => ({
    lines: [{ itemId: items.get(name) ?? "", quantity: 1, options: [], ...more }],
    contact: someone("Ana Ortiz"),
  });
  const option = (name: string, quantity = 1) => ({ id: options.get(name) ?? "", quantity });

  beforeAll(async () => {
    ({ db, wakeups } = await databases.open());
    live = liveEvents({ db, wakeups });
    await seedSample(db, async () => "hash");
    for (const { id, name } of await db.selectFrom("menu_item").select(["id", "name"]).execute()) items.set(name, id);
    for (const { id, name } of await db.selectFrom("modifier_option").select(["id", "name"]).execute())
      options.set(name, id);
  });
  beforeEach(() => {
    ordering = orderingOn(db, live);
  });

  it("takes an order to the kitchen in one go, at the menu's prices", async () => {
    const phone = "+4915112345678";
    const burgers = slip("Cheeseburger", { quantity: 2, options: [option("Bacon", 2), option("Cheddar")] });
    const { status, body } = await ordering.place({ ...burgers, contact: { ...burgers.contact, phone } });
    expect(status).toBe(201);
    expect(body.order).toMatchObject({
      state: "preparing",
      paymentState: "unpaid",
      total: { amount: 3460, currency: "EUR" },
    });
    expect(ordering.fired).toEqual([body.order.id]);
    const row = await db.selectFrom("orders").selectAll().where("id", "=", body.order.id).executeTakeFirstOrThrow();
    expect(row).toMatchObject({
      business_date: "2026-06-15",
      subtotal: 3460,
      contact_phone: "+4915112345678",
      version: 3,
    });
    expect(row.accepted_at).toEqual(new Date(NOON));
    expect(row.fired_at).toEqual(new Date(NOON));
  });

  it("keeps the language its guest says, or accepts, or else the one its place speaks", async () => {
    const languageOf = async (said: object, headers: object = {}) => {
      const { body } = await ordering.place({ ...slip("Espresso"), ...said }, undefined, headers);
      const row = db.selectFrom("orders").select("language").where("id", "=", body.order.id);
      return (await row.executeTakeFirstOrThrow()).language;
    };
    const accepts = { "accept-language": "fr, de-AT;q=0.8, en;q=0.5" };
    expect([await languageOf({ language: "en" }, accepts), await languageOf({}, accepts)]).toEqual(["en", "de"]);
    await db.updateTable("location").set({ language: "de" }).execute();
    expect(await languageOf({})).toBe("de");
    await db.updateTable("location").set({ language: "en" }).execute();
    expect(await languageOf({}, { "accept-language": "fr" })).toBe("en");
  });

  it("leaves an order where a person accepts it", async () => {
    await db.updateTable("location").set({ accept_mode: "manual" }).execute();
    const { body } = await ordering.place(slip("Espresso"));
    await db.updateTable("location").set({ accept_mode: "auto" }).execute();
    expect(body.order.state).toBe("placed");
    expect(ordering.fired).toEqual([]);
  });

  it.each(["<script>alert(1)</script>", "'); DROP TABLE orders;--", "x < y", "\u{1f354} $1 %s \\u0000"])(
    "keeps %s as it was typed",
    async (instructions) => {
      const { body } = await ordering.place(slip("Espresso", { instructions }));
      const line = await db
        .selectFrom("order_line")
        .select("note")
        .where("order_id", "=", body.order.id)
        .executeTakeFirst();
      expect(line?.note).toBe(instructions);
    },
  );

  it("numbers the orders of a business day without a gap or a double, however many come at once", async () => {
    const before = await ordering.place(slip("Espresso"));
    const all = await Promise.all(Array.from({ length: 20 }, () => ordering.place(slip("Espresso"))));
    const first = before.body.order.number;
    expect(all.map(({ body }) => body.order.number).sort((a, b) => a - b)).toEqual(all.map((_, at) => first + 1 + at));
  });

  it("keeps no order without a number, and never gives one another", async () => {
    const { body } = await ordering.place(slip("Espresso"));
    const order = db.selectFrom("orders").selectAll().where("id", "=", body.order.id);
    const nameless = { ...columnsOf(await order.executeTakeFirstOrThrow()), id: newId(), track_hash: "b".repeat(64) };
    await expect(db.insertInto("orders").values(nameless).execute()).rejects.toThrow("has a number");
    const renumbered = db.updateTable("orders").set({ number: 9999 }).where("id", "=", body.order.id);
    await expect(renumbered.execute()).rejects.toThrow("number of an order are fixed");
  });

  it("counts a sale after midnight for the day before, in the place's own time", async () => {
    ordering.clock.advance(Date.UTC(2026, 5, 16, 1, 59) - NOON);
    const { body } = await ordering.place(slip("Espresso"));
    ordering.clock.advance(60_000);
    const { body: next } = await ordering.place(slip("Espresso"));
    const days = await db
      .selectFrom("orders")
      .select("business_date")
      .where("id", "in", [body.order.id, next.order.id])
      .orderBy("id")
      .execute();
    // 04:00 in Berlin is 02:00 UTC in summer.
    expect(days.map(({ business_date }) => business_date)).toEqual(["2026-06-15", "2026-06-16"]);
    expect(next.order.number).toBe(1);
  });

  it("refuses what cannot be had or does not fit, and writes nothing of it", async () => {
    const count = () =>
      db
        .selectFrom("orders")
        .select(({ fn }) => fn.countAll().as("count"))
        .executeTakeFirst();
    const before = await count();
    const unknown = await ordering.place(slip("Espresso", { itemId: newId() }));
    const undone = await ordering.place(slip("Rib-eye steak"));
    const foreign = await ordering.place(slip("Espresso", { options: [option("Bacon")] }));
    expect([unknown.problem, undone.problem, foreign.problem]).toEqual([
      "item_unavailable",
      "options_invalid",
      "options_invalid",
    ]);
    expect([unknown.status, undone.status, foreign.status]).toEqual([409, 422, 422]);
    expect(await count()).toEqual(before);
  });

  it("sells no more than there is, and takes nothing for an order it refuses", async () => {
    const [pale, lemon] = await Promise.all(
      ["Pale ale", "House lemonade"].map((name) => limit(db, items.get(name) ?? "", 5)),
    );
    const answers = await Promise.all(Array.from({ length: 12 }, () => ordering.place(slip("Pale ale"))));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(5);
    expect(answers.filter(({ problem }) => problem === "item_unavailable")).toHaveLength(7);
    const both = {
      ...slip("House lemonade"),
      lines: ["House lemonade", "Pale ale"].flatMap((name) => slip(name).lines ?? []),
    };
    expect((await ordering.place(both)).problem).toBe("item_unavailable");
    expect([await remaining(db, pale), await remaining(db, lemon)]).toEqual([0, 5]);
  });

  it("does once what is asked twice with one key, and tells a different request apart", async () => {
    const first = await ordering.place(slip("Espresso"), key("once"));
    const again = await ordering.place(slip("Espresso"), key("once"));
    const other = await ordering.place(slip("Espresso", { quantity: 2 }), key("once", "g"));
    expect(again).toEqual(first);
    expect(ordering.fired).toHaveLength(1);
    expect(other).toMatchObject({ status: 422, problem: "idempotency_mismatch" });
  });

  it("does once what is asked many times at once with one key", async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => ordering.place(slip("Espresso"), key("rush"))));
    expect(ordering.fired).toHaveLength(1);
    const ids = new Set(answers.filter(({ status }) => status === 201).map(({ body }) => body.order.id));
    expect(ids.size).toBe(1);
    expect(answers.every(({ status, problem }) => status === 201 || problem === "idempotency_running")).toBe(true);
  });

  it("keeps no key for an order it refused", async () => {
    expect((await ordering.place(slip("Rib-eye steak"), key("mend"))).problem).toBe("options_invalid");
    const mended = await ordering.place(slip("Rib-eye steak", { options: [option("Rare")] }), key("mend", "g"));
    expect(mended.status).toBe(201);
  });

  it("writes nothing where the kitchen fails", async () => {
    const failing = ordersHandlers({
      db,
      live,
      clock: fixedClock(NOON),
      trackSecret: secret,
      publicBaseUrl: "http://x",
      kitchen: { fireTickets: () => Promise.reject(new Error("no station")), readMakingSeconds: async () => 480 },
      counts: memoryLimitStore(),
    });
    const visit = { body: slip("Espresso"), cookies: {}, headers: {}, idempotency: key("fail"), requestId: "r" };
    await expect(answer(failing, placeOrder as unknown as Contract, visit)).rejects.toThrow("no station");
    expect((await ordering.place(slip("Espresso"), key("fail"))).status).toBe(201);
  });

  it("shows an order to whoever holds its link, and nothing personal", async () => {
    const placed = await ordering.place(
      slip("Cheeseburger", { options: [option("Bacon", 2)], instructions: "for Ana" }),
    );
    const params = { token: tokenOf(placed.body) };
    const shown = await ordering.call<TrackedOrder>(trackOrder as unknown as Contract, { params });
    expect(shown.headers).toEqual({ "cache-control": "no-store" });
    expect(shown.body).toEqual({
      number: placed.body.order.number,
      state: "preparing",
      paymentState: "unpaid",
      orderType: "pickup",
      lines: [
        { name: "Cheeseburger", quantity: 1, options: ["2 \u00d7 Bacon"], total: { amount: 1610, currency: "EUR" } },
      ],
      total: { amount: 1610, currency: "EUR" },
      placedAt: new Date(NOON).toISOString(),
      promisedAt: new Date(NOON + 10 * 60_000).toISOString(),
      canCancel: false,
      times: { preparing: new Date(NOON).toISOString(), ready: null, completed: null },
      place: {
        ...{ name: "The Copper Lid", timezone: "Europe/Berlin" },
        ...{ phone: "+49301234567", address: "Invalidenstr. 1, 10115 Berlin" },
      },
      payWith: [],
      attempt: "none",
    });
    expect(JSON.stringify(shown.body)).not.toMatch(/ana|\+4915/i);
  });

  it("answers a wrong link and an ended one alike", async () => {
    const placed = await ordering.place(slip("Espresso"));
    await db
      .updateTable("orders")
      .set({ track_version: 2, track_hash: "0".repeat(64) })
      .where("id", "=", placed.body.order.id)
      .execute();
    const ended = await ordering.call(trackOrder as unknown as Contract, { params: { token: tokenOf(placed.body) } });
    const wrong = await ordering.call(trackOrder as unknown as Contract, { params: { token: "A".repeat(43) } });
    expect(ended).toMatchObject({ refused: "not_found", status: 404 });
    expect(wrong).toEqual(ended);
  });

  it("tells of changes live", async () => {
    const placed = await ordering.place(slip("Espresso"));
    const orderId = placed.body.order.id;
    const abort = new AbortController();
    const visit = { params: { token: tokenOf(placed.body) }, signal: abort.signal };
    const { body } = await ordering.call<AsyncIterable<string>>(trackEvents as unknown as Contract, visit);
    const states: string[] = [];
    for await (const chunk of body) {
      for (const [, state] of chunk.matchAll(/"state":"(\w+)"/g)) states.push(state ?? "");
      if (states.length === 1) await move(db, orderId, "ready");
      if (states.length === 2) abort.abort();
    }
    expect(states).toEqual(["preparing", "ready"]);
  });

  it("has the same transitions in the database, and its trigger refuses every other", async () => {
    const rows = await db.selectFrom("order_transition").selectAll().execute();
    const inDatabase = rows.map(({ from_state, to_state }) => `${from_state} ${to_state}`).sort();
    expect(inDatabase).toEqual(orderMachine.transitions.map((pair) => pair.join(" ")).sort());
    const { body } = await ordering.place(slip("Espresso"));
    const pairs = ORDER_STATES.flatMap((from) => ORDER_STATES.map((to) => [from, to] as const));
    for (const [from, to] of pairs)
      expect([from, to, await passes(db, body.order.id, { from, to })]).toEqual([
        from,
        to,
        from === to || orderMachine.allows(from, to),
      ]);
  });

  it("moves an order only along its machine", async () => {
    const { body } = await ordering.place(slip("Espresso"));
    const orderId = body.order.id;
    expect(await move(db, orderId, "completed")).toBe(false);
    expect(await move(db, orderId, "ready")).toBe(true);
    expect(await move(db, orderId, "preparing")).toBe(true);
    expect(await move(db, newId(), "ready")).toBe(false);
  });
});

function columnsOf({
  location_id,
  business_date,
  state,
  currency,
  menu_revision,
  total,
}: Selectable<Database["orders"]>) {
  return { location_id, business_date, state, currency, menu_revision, total, subtotal: total };
}

async function limit(db: Kysely<Database>, itemId: string, count: number): Promise<string> {
  const { id, location_id } = await db
    .selectFrom("item_variant")
    .select(["id", "location_id"])
    .where("item_id", "=", itemId)
    .executeTakeFirstOrThrow();
  await db
    .insertInto("availability")
    .values({ location_id, target_kind: "variant", target_id: id, status: "limited", remaining: count })
    .execute();
  return id;
}

async function remaining(db: Kysely<Database>, variantId: string | undefined) {
  const row = await db
    .selectFrom("availability")
    .select("remaining")
    .where("target_id", "=", variantId ?? "")
    .executeTakeFirst();
  return row?.remaining;
}

function move(db: Kysely<Database>, orderId: string, to: OrderState): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const moved = await orderLife.move(trx, { orderId, to, now: new Date(NOON) });
    if (moved) await emitEvent(trx, await orderLife.event(trx, orderId));
    return moved;
  });
}

/** Whether the trigger lets an order pass; whatever it did is rolled back. */
async function passes(
  db: Kysely<Database>,
  orderId: string,
  { from, to }: { from: OrderState; to: OrderState },
): Promise<boolean> {
  class Undo extends Error {}
  try {
    await db.transaction().execute(async (trx) => {
      // As a copy: the trigger guards updates, and an order may be in any state from which it is tried.
      await sql`insert into orders (id, location_id, business_date, number, state, currency, menu_revision, total, track_hash)
        select ${newId()}::uuid, location_id, '2000-01-01', 1, ${from}::text, currency, 1, 0, repeat('f', 64)
        from orders where id = ${orderId}::uuid`.execute(trx);
      await trx.updateTable("orders").set({ state: to }).where("business_date", "=", "2000-01-01").execute();
      throw new Undo();
    });
  } catch (error) {
    if (error instanceof Undo) return true;
    if ((error as { code?: string }).code === "23514") return false;
    throw error;
  }
  return true;
}
