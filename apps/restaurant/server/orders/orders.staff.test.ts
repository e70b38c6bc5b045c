/** Staff and orders: only at their own place, only as the machine allows, only what their role may, and money that foots. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Contract, fixedClock, type Handled, Secret } from "cloche";
import { memoryLimitStore } from "cloche/rate-limit";
import type { Kysely } from "kysely";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import * as contracts from "../../contracts/index.js";
import {
  type Database,
  instantAt,
  liveEvents,
  newId,
  type OpenDatabase,
  openDatabase,
  seedSample,
} from "../platform/index.js";
import { someone } from "../test-support/index.js";
import { orderFlow, ordersHandlers, startOrdersWorker } from "./index.js";
import { trackHash } from "./track-token.js";

const NOON = Date.UTC(2026, 5, 15, 10);
const NOBODY_TOLD = { textPlace: async () => undefined, callPlace: async () => undefined };

interface Page {
  readonly orders: readonly contracts.OrderSummary[];
  readonly next: string | null;
}
interface Answer<Body> {
  readonly status: number;
  readonly problem?: string;
  readonly refused?: string;
  readonly members?: { readonly quote?: contracts.Quote; readonly order?: { readonly state: string } };
  readonly body: Body;
}

describe("staff's orders", () => {
  const folder = mkdtempSync(join(tmpdir(), "restaurant-"));
  let open: OpenDatabase;
  let db: Kysely<Database>;
  let here: string;
  let elsewhere: string;
  const people = new Map<string, string>();
  const items = new Map<string, string>();
  const clock = fixedClock(NOON);
  const fired: string[] = [];
  const voided: (readonly string[] | undefined)[] = [];
  const refunds: object[] = [];
  const told: string[] = [];
  let attemptEnds: "none" | "cancelled" | "paid" | "unconfirmed" = "cancelled";
  let handled: readonly Handled[];
  const neighbours = {
    kitchen: {
      fireTickets: async (trx: { updateTable: Kysely<Database>["updateTable"] }, orderId: string) => {
        fired.push(orderId);
        await trx
          .updateTable("order_line")
          .set({ fired_at: new Date(NOON) })
          .where("order_id", "=", orderId)
          .where("hold", "=", false)
          .where("voided_at", "is", null)
          .execute();
        return { isNews: true, stationIds: [], told: async () => [] };
      },
      readMakingSeconds: async () => 120,
      voidLines: async (_: unknown, { lineIds }: { readonly lineIds?: readonly string[] }) => {
        voided.push(lineIds);
        return [];
      },
    },
    money: {
      openAttempt: async () => ({ opened: true }),
      cancelOpenAttempt: async () => attemptEnds,
      billChanged: async () => 0,
      refundAll: async (_: unknown, wish: object) => refunds.push(wish),
    },
    messages: { tellGuest: async (_: unknown, { news }: { readonly news: string }) => told.push(news) },
  };

  beforeAll(async () => {
    open = await openDatabase({ dataFolder: folder });
    db = open.db;
    await seedSample(db, async () => "hash");
    ({ id: here } = await db.selectFrom("location").select("id").executeTakeFirstOrThrow());
    for (const row of await db.selectFrom("membership").select(["role", "staff_id"]).execute())
      people.set(row.role, row.staff_id);
    for (const { id, name } of await db.selectFrom("menu_item").select(["id", "name"]).execute()) items.set(name, id);
    elsewhere = newId();
    const other = { id: elsewhere, slug: "elsewhere", name: "Elsewhere", timezone: "Asia/Kolkata", currency: "INR" };
    await db.insertInto("location").values(other).execute();
    await db.insertInto("location_stream").values({ location_id: elsewhere }).execute();
    const stranger = newId();
    await db
      .insertInto("staff")
      .values({ id: stranger, email_norm: "o@else.example", display_name: "O", password_hash: "h" })
      .execute();
    await db.insertInto("membership").values({ staff_id: stranger, location_id: elsewhere, role: "owner" }).execute();
    people.set("stranger", stranger);
    handled = ordersHandlers({
      byMail: true,
      db,
      live: liveEvents(open),
      clock,
      counts: memoryLimitStore(),
      trackSecret: new Secret("s".repeat(32), "TRACK_SECRET"),
      publicBaseUrl: "http://127.0.0.1:3000",
      ...neighbours,
    } as never);
    return async () => {
      await open.close();
      rmSync(folder, { recursive: true, force: true });
    };
  });
  beforeEach(async () => {
    await db
      .updateTable("location")
      .set({ accept_mode: "manual", paused_until: null })
      .where("id", "=", here)
      .execute();
    for (const list of [fired, voided, refunds, told]) list.length = 0;
    attemptEnds = "cancelled";
    clock.advance(NOON - clock.now());
  });

  async function call<Body = contracts.StaffOrder>(
    contract: { readonly name: string },
    visit: object,
  ): Promise<Answer<Body>> {
    const found = handled.find((one) => one.contract.name === (contract as Contract).name);
    return (await found?.handler({
      requestId: "r",
      request: { address: "127.0.0.1" },
      headers: {},
      query: {},
      cookies: {},
      ...visit,
    } as never)) as Answer<Body>;
  }
  const line = (name: string, quantity = 1) => ({ itemId: items.get(name) ?? "", quantity, options: [] });
  let phones = 345_000;
  const guestOrder = async (more: object = {}): Promise<string> => {
    phones += 1;
    const body = { lines: [line("Cheeseburger", 2)], contact: { name: "Ana", phone: `+4915112${phones}` }, ...more };
    const answer = await call<contracts.PlacedOrder>(contracts.placeOrder, { body });
    expect(answer).toMatchObject({ status: 201 });
    return answer.body.order.id;
  };
  const as = (role: string) => ({ caller: { id: people.get(role) ?? "" } });
  const command = (contract: { readonly name: string }, id: string, body?: object, role = "manager") =>
    call(contract, { ...as(role), params: { id }, body });
  const stateOf = async (id: string) =>
    (await db.selectFrom("orders").selectAll().where("id", "=", id).executeTakeFirstOrThrow()).state;

  it("are accepted, cooked, paid and handed over, each step once", async () => {
    const id = await guestOrder();
    expect(await stateOf(id)).toBe("placed");
    const promisedAt = new Date(NOON + 45 * 60_000).toISOString();
    const accepted = await command(contracts.acceptOrder, id, { promisedAt }, "cashier");
    expect(accepted).toMatchObject({ status: 200, body: { state: "preparing", promisedAt, lines: [{ quantity: 2 }] } });
    expect(fired).toEqual([id]);
    expect(await command(contracts.acceptOrder, id)).toMatchObject({
      ...{ status: 409, problem: "illegal_transition" },
      members: { order: { state: "preparing" } },
    });
    expect((await command(contracts.handOver, id)).problem).toBe("illegal_transition");
    await db.updateTable("orders").set({ state: "ready" }).where("id", "=", id).execute();
    expect((await command(contracts.handOver, id, undefined, "cashier")).problem).toBe("order_unpaid");
    expect((await command(contracts.handOver, id, { unpaidReason: "friend" }, "cashier")).problem).toBe("order_unpaid");
    await db.updateTable("orders").set({ payment_state: "paid" }).where("id", "=", id).execute();
    expect(await command(contracts.handOver, id, undefined, "cashier")).toMatchObject({ body: { state: "completed" } });
    expect(told).toEqual(["accepted"]);
  });

  it("can be closed unpaid by a manager alone, with a reason that is kept", async () => {
    const id = await guestOrder();
    await command(contracts.acceptOrder, id);
    await db.updateTable("orders").set({ state: "ready" }).where("id", "=", id).execute();
    const closed = await command(contracts.handOver, id, { unpaidReason: "burnt" });
    expect(closed.body).toMatchObject({ state: "completed", closedReason: "burnt" });
    const entry = await db
      .selectFrom("audit_log")
      .select("detail")
      .where("entity_id", "=", id)
      .where("action", "=", "order.closed_unpaid")
      .executeTakeFirst();
    expect(entry?.detail).toEqual({ reason: "burnt" });
  });

  it("go back to where they came from where they are rejected or cancelled: stock, money and tickets", async () => {
    const variant = await db
      .selectFrom("item_variant")
      .select("id")
      .where("item_id", "=", items.get("Calamari") ?? "")
      .executeTakeFirstOrThrow();
    const limited = {
      location_id: here,
      target_kind: "variant" as const,
      target_id: variant.id,
      status: "limited" as const,
      remaining: 5,
    };
    await db.insertInto("availability").values(limited).execute();
    const left = async () =>
      (await db.selectFrom("availability").select("remaining").where("target_id", "=", variant.id).executeTakeFirst())
        ?.remaining;
    const rejected = await guestOrder({ lines: [line("Calamari", 2)] });
    expect(await left()).toBe(3);
    expect(await command(contracts.rejectOrder, rejected, { reason: "no squid" })).toMatchObject({
      body: { state: "rejected", closedReason: "no squid" },
    });
    expect(await left()).toBe(5);
    expect(refunds).toMatchObject([{ orderId: rejected, reason: "rejected" }]);
    const cooked = await guestOrder({ lines: [line("Calamari", 2)] });
    await command(contracts.acceptOrder, cooked);
    expect((await command(contracts.cancelOrder, cooked, { reason: "x" }, "cashier")).refused).toBe("forbidden");
    expect(await command(contracts.cancelOrder, cooked, { reason: "gone" })).toMatchObject({
      body: { state: "cancelled" },
    });
    expect(await left(), "what was cooked is used up").toBe(3);
    expect(voided).toEqual([undefined]);
    expect((await command(contracts.cancelOrder, cooked, { reason: "again" })).problem).toBe("illegal_transition");
  });

  it("of another place are not there, and neither is one that nobody placed", async () => {
    const id = await guestOrder();
    const strange = await command(contracts.acceptOrder, id, undefined, "stranger");
    expect(strange).toMatchObject({ refused: "not_found", status: 404 });
    expect(await command(contracts.acceptOrder, newId())).toEqual(strange);
    expect(await call(contracts.readOrder, { ...as("stranger"), params: { id } })).toEqual(strange);
    const list = { ...as("stranger"), params: { id: here }, query: { limit: 10 } };
    expect(await call(contracts.listOrders, list)).toEqual(strange);
    expect((await command(contracts.acceptOrder, id, undefined, "chef")).refused).toBe("forbidden");
    expect(await stateOf(id)).toBe("placed");
  });

  it("grow and change line by line, and the bill foots after each", async () => {
    const id = await guestOrder();
    const foots = async () => {
      const { body } = await call(contracts.readOrder, { ...as("manager"), params: { id } });
      const live = body.lines.filter((one) => one.voidedAt === null);
      const sum = live.reduce((total, one) => total + one.total.amount, 0);
      expect(body.subtotal.amount).toBe(sum);
      expect(body.total.amount).toBe(sum + body.taxAdded.amount + body.fees.amount + body.tip.amount);
      return body;
    };
    await command(contracts.addLines, id, { lines: [line("Espresso", 3)] }, "cashier");
    const grown = await foots();
    // 7 % in 2500 and 19 % in 870.
    expect(grown.taxIncluded.amount).toBe(164 + 139);
    const espresso = grown.lines[1]?.id ?? "";
    const change = (version: number, body: object) =>
      call(contracts.changeLine, {
        ...as("cashier"),
        params: { id, lineId: espresso },
        headers: { "if-match": `"${version}"` },
        body,
      });
    expect(await change(grown.version - 1, { quantity: 9 })).toMatchObject({
      status: 412,
      problem: "version_conflict",
    });
    expect(await change(grown.version, { quantity: 1, note: "hot" })).toMatchObject({
      body: { lines: [{}, { quantity: 1, note: "hot" }] },
    });
    expect((await foots()).taxIncluded.amount).toBe(164 + 46);
    const sold = (await foots()).lines[0]?.id ?? "";
    await command(contracts.acceptOrder, id);
    expect((await change((await foots()).version, { quantity: 2 })).problem).toBe("line_fired");
    const voiding = (lineId: string, role: string) =>
      call(contracts.voidLine, { ...as(role), params: { id, lineId }, body: { reason: "hair" } });
    expect((await voiding(sold, "cashier")).refused, "25 euro is over a cashier's limit").toBe("forbidden");
    expect(await voiding(sold, "manager")).toMatchObject({
      body: { lines: [{ voidReason: "hair" }, {}] },
    });
    expect(voided).toEqual([[sold]]);
    expect((await foots()).total.amount).toBe(290);
    expect((await voiding(sold, "manager")).problem).toBe("illegal_transition");
    expect((await voiding(newId(), "manager")).refused).toBe("not_found");
  });

  it("keep what was sold: the database refuses another price, a void taken back, and lines of what is over", async () => {
    const id = await guestOrder();
    const update = (set: object) => db.updateTable("order_line").set(set).where("order_id", "=", id).execute();
    await expect(update({ unit_price: 1, line_total: 2 })).rejects.toMatchObject({ code: "23514" });
    await expect(update({ item_name: "Air" })).rejects.toMatchObject({ code: "23514" });
    await update({ voided_at: new Date(), void_reason: "x" });
    await expect(update({ voided_at: null, void_reason: null })).rejects.toMatchObject({ code: "23514" });
    await command(contracts.rejectOrder, id, { reason: "x" });
    await expect(update({ note: "late" })).rejects.toMatchObject({ code: "23514" });
  });

  it("are taken at the counter, listed page by page, and copied at today's prices", async () => {
    const body = { channel: "phone", orderType: "pickup", lines: [line("French fries")] };
    const take = (role: string) => call(contracts.takeOrder, { ...as(role), params: { id: here }, body });
    const taken = await take("cashier");
    expect(taken).toMatchObject({ status: 201, body: { channel: "phone", guest: "Guest", total: { amount: 420 } } });
    expect((await take("chef")).refused).toBe("forbidden");
    expect((await take("stranger")).refused).toBe("not_found");
    await db.updateTable("item_variant").set({ price: 440 }).where("price", "=", 420).execute();
    const copy = await command(contracts.copyOrder, taken.body.id);
    expect(copy.body).toMatchObject({ state: "placed", total: { amount: 440 } });
    const list = async (query: object) =>
      (await call<Page>(contracts.listOrders, { ...as("cashier"), params: { id: here }, query })).body;
    const first = await list({ limit: 2, state: "live" });
    expect(first.orders).toHaveLength(2);
    expect(first.orders[0]?.id).toBe(copy.body.id);
    const second = await list({ limit: 2, state: "live", cursor: first.next });
    expect((second.orders[0]?.id ?? "z") < (first.orders[1]?.id ?? "")).toBe(true);
    expect((await list({ limit: 9, state: "nonsense" })).orders).toEqual([]);
    expect((await list({ limit: 9, date: "2020-01-01" })).orders).toEqual([]);
  });

  it("stop while the place is paused or closed, and wait for nobody where they accept themselves", async () => {
    const place = (more: object = {}) =>
      call<contracts.PlacedOrder>(contracts.placeOrder, {
        body: { lines: [line("Espresso")], contact: someone("Bo"), ...more },
      });
    const at = { ...as("cashier"), params: { id: here } };
    await call(contracts.pauseOrders, { ...at, body: { minutes: 30 } });
    expect(await place()).toMatchObject({ status: 409, problem: "location_paused" });
    clock.advance(30 * 60_000);
    expect((await place()).status).toBe(201);
    const hours = { id: newId(), location_id: here, weekdays: [1], from_minute: 17 * 60, to_minute: 23 * 60 };
    await db.insertInto("opening_hours").values(hours).execute();
    expect((await place()).problem).toBe("location_closed");
    await db.deleteFrom("opening_hours").execute();
    expect((await call(contracts.setAcceptMode, { ...at, body: { acceptMode: "auto" } })).refused).toBe("forbidden");
    await call(contracts.setAcceptMode, { ...at, ...as("owner"), body: { acceptMode: "auto" } });
    expect((await place()).body.order.state).toBe("preparing");
    await call(contracts.setBusy, { ...at, body: { minutes: 40 } });
    const quote = await call<contracts.Quote>(contracts.quoteOrder, {
      params: { slug: "the-copper-lid" },
      body: { orderType: "pickup", tip: 0, lines: [line("Espresso")] },
    });
    expect(quote.body.promisedAt).toBe(new Date(clock.now() + 45 * 60_000).toISOString());
    await call(contracts.setBusy, { ...at, body: { minutes: 0 } });
  });

  it("are held to their quote: another price is refused, and an old quote is none", async () => {
    const basket = {
      orderType: "pickup",
      tip: 100,
      lines: [{ ...line("Halloumi burger"), instructions: "well done" }],
    };
    const params = { slug: "the-copper-lid" };
    const { body: quote } = await call<contracts.Quote>(contracts.quoteOrder, { params, body: basket });
    expect(contracts.Quote.parse(quote)).toMatchObject({
      total: { amount: 1290 },
      taxes: [{ name: "VAT 7 %", amount: { amount: 78 } }],
      // Whole minor units of the dishes alone, rounded down.
      tips: [
        { percent: 5, amount: { amount: 59, currency: "EUR" } },
        { percent: 10, amount: { amount: 119, currency: "EUR" } },
        { percent: 15, amount: { amount: 178, currency: "EUR" } },
      ],
    });
    const order = (quoteId: string) =>
      call<contracts.PlacedOrder>(contracts.placeOrder, { body: { quoteId, contact: someone("Cy") } });
    expect(await order(quote.quoteId)).toMatchObject({ status: 201, body: { order: { total: { amount: 1290 } } } });
    await db.updateTable("item_variant").set({ price: 1390 }).where("price", "=", 1190).execute();
    const changed = await order(quote.quoteId);
    expect(changed).toMatchObject({
      status: 409,
      problem: "price_changed",
      members: { quote: { total: { amount: 1490 } } },
    });
    const renewed = contracts.Quote.parse(changed.members?.quote);
    expect((await order(renewed.quoteId)).body.order.total.amount, "the new quote is one to confirm").toBe(1490);
    await db.updateTable("item_variant").set({ price: 1190 }).where("price", "=", 1390).execute();
    expect((await order(`${quote.quoteId}x`)).problem).toBe("quote_expired");
    const { tableToken } = { tableToken: quote.quoteId };
    const sat = { orderType: "dine_in", tableToken, lines: [line("Espresso")], contact: { name: "Cy" } };
    expect(
      (await call<contracts.PlacedOrder>(contracts.placeOrder, { body: sat })).problem,
      "a quote is no table token",
    ).toBe("table_session_ended");
    clock.advance(600_001);
    expect((await order(quote.quoteId)).problem).toBe("quote_expired");
    const greedy = await call<contracts.Quote>(contracts.quoteOrder, { params, body: { ...basket, tip: 1_000_000 } });
    expect(greedy).toMatchObject({ status: 422, problem: "tip_too_high" });
  });

  it("are delivered where the place delivers, for the zone's fee, by somebody of the place", async () => {
    const address = (postcode: string) => ({ street: "A 1", postcode, city: "Berlin" });
    const quote = (postcode: string, quantity: number) =>
      call<contracts.Quote>(contracts.quoteOrder, {
        params: { slug: "the-copper-lid" },
        body: { orderType: "delivery", tip: 0, address: address(postcode), lines: [line("Cheeseburger", quantity)] },
      });
    expect((await quote("99999", 3)).problem).toBe("out_of_zone");
    expect((await quote("101 99", 1)).problem).toBe("minimum_not_reached");
    const near = await quote("10-115", 2);
    expect(near.body).toMatchObject({ fees: { amount: 250 }, total: { amount: 2750 } });
    const order = { quoteId: near.body.quoteId, contact: { name: "Di", phone: "+4915112345678" } };
    expect((await call<contracts.PlacedOrder>(contracts.placeOrder, { body: order })).problem).toBe("prepay_required");
    const paid = await call<contracts.PlacedOrder>(contracts.placeOrder, {
      body: { ...order, payment: { mode: "online", provider: "stripe" } },
    });
    expect(paid.body.order.state).toBe("pending_payment");
    const { id } = paid.body.order as { readonly id: string };
    const flow = orderFlow(neighbours as never);
    await db.transaction().execute((trx) => flow.paid(trx, id, new Date(NOON)));
    await command(contracts.acceptOrder, id);
    await db.updateTable("orders").set({ state: "ready", payment_state: "paid" }).where("id", "=", id).execute();
    expect((await command(contracts.dispatchOrder, id, { courierId: people.get("stranger") })).problem).toBe(
      "courier_unknown",
    );
    expect((await command(contracts.dispatchOrder, id, { courierId: people.get("cashier") })).body.state).toBe(
      "out_for_delivery",
    );
    expect((await command(contracts.deliverOrder, id, undefined, "cashier")).body.state).toBe("completed");
  });

  it("of one phone or one e-mail address are three that are unpaid, however many are sent at once; staff know whom they serve", async () => {
    const contact = { name: "Ola", phone: "+4915199999999" };
    const body = { lines: [line("Espresso")], contact };
    const order = () => call<contracts.PlacedOrder>(contracts.placeOrder, { body });
    const answers = await Promise.all(Array.from({ length: 5 }, order));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(3);
    expect(answers.filter(({ problem }) => problem === "phone_limit")).toHaveLength(2);
    const taken = { ...as("cashier"), params: { id: here }, body: { ...body, orderType: "pickup", channel: "phone" } };
    expect((await call(contracts.takeOrder, taken)).status).toBe(201);
    const mine = db.selectFrom("orders").select("id").where("contact_phone", "=", contact.phone);
    const [paid, gone] = await mine.execute();
    await db
      .updateTable("orders")
      .set({ payment_state: "paid" })
      .where("id", "=", paid?.id ?? "")
      .execute();
    expect((await order()).problem).toBe("phone_limit");
    const byMail = (email: string) =>
      call<contracts.PlacedOrder>(contracts.placeOrder, { body: { ...body, contact: { name: "Ola", email } } });
    const mails = ["ola@guests.example", "Ola@guests.example", "OLA@guests.example", "ola@guests.example"];
    const written = await Promise.all(mails.map(byMail));
    expect(written.map(({ problem }) => problem).filter(Boolean)).toEqual(["phone_limit"]);
    expect((await byMail("other@guests.example")).status).toBe(201);
    await command(contracts.cancelOrder, gone?.id ?? "", { reason: "no show" });
    expect((await order()).status).toBe(201);
  });

  it("at a table belong to who sits there now", async () => {
    const code = "t".repeat(43);
    const scanned = (text: string) => ({ params: { slug: "the-copper-lid" }, body: { code: text } });
    const table = { id: newId(), location_id: here, label: "T9", qr_hash: trackHash(code) };
    await db.insertInto("dining_table").values(table).execute();
    const scan = async () =>
      (await call<{ readonly tableToken: string }>(contracts.scanTable, scanned(code))).body.tableToken;
    const tableToken = await scan();
    await db.updateTable("location").set({ accept_mode: "auto" }).where("id", "=", here).execute();
    const sit = (token: string) =>
      call<contracts.PlacedOrder>(contracts.placeOrder, {
        body: { orderType: "dine_in", tableToken: token, lines: [line("Espresso")], contact: { name: "Ed" } },
      });
    const first = await sit(tableToken);
    expect(first.body.order.state, "nobody has seen them yet").toBe("placed");
    expect((await sit(tableToken)).body.order.state).toBe("preparing");
    expect((await sit(tableToken)).status).toBe(201);
    expect((await sit(tableToken)).problem).toBe("table_limit");
    await db.updateTable("orders").set({ payment_state: "paid" }).where("contact_name", "=", "Ed").execute();
    expect((await sit(tableToken)).status).toBe(201);
    expect((await sit(tableToken)).status).toBe(201);
    await db.updateTable("orders").set({ payment_state: "paid" }).where("contact_name", "=", "Ed").execute();
    expect((await sit(tableToken)).problem, "more than five in ten minutes").toBe("table_limit");
    const session = await db
      .selectFrom("table_session")
      .select("id")
      .where("table_id", "=", table.id)
      .executeTakeFirstOrThrow();
    const clear = (role: string) =>
      call(contracts.closeTable, {
        ...as(role),
        params: { id: role === "stranger" ? elsewhere : here, sessionId: session.id },
      });
    expect((await clear("stranger")).refused).toBe("not_found");
    expect(await clear("cashier")).toMatchObject({ status: 200 });
    expect((await sit(tableToken)).problem).toBe("table_session_ended");
    expect((await sit(await scan())).status).toBe(201);
    const wrong = await call(contracts.scanTable, {
      params: { slug: "the-copper-lid" },
      body: { code: "u".repeat(43) },
    });
    expect(wrong.refused).toBe("not_found");
  });

  it("for later take a slot while one is free, and reach the kitchen when it must begin", async () => {
    const startsAt = instantAt("2026-06-15", 18 * 60, "Europe/Berlin");
    const slot = { id: newId(), location_id: here, order_type: "pickup" as const, starts_at: startsAt, capacity: 2 };
    await db.insertInto("slot").values(slot).execute();
    await db.updateTable("location").set({ accept_mode: "auto" }).where("id", "=", here).execute();
    const later = { requestedAt: startsAt.toISOString() };
    const id = await guestOrder(later);
    await guestOrder(later);
    const full = await call<contracts.PlacedOrder>(contracts.placeOrder, {
      body: { lines: [line("Espresso")], contact: someone("Flo"), ...later },
    });
    expect(full).toMatchObject({ status: 409, problem: "slot_full" });
    expect(await stateOf(id)).toBe("accepted");
    expect(fired).toEqual([]);
    const worker = startOrdersWorker({
      db,
      clock,
      flow: orderFlow(neighbours as never),
      money: undefined,
      ...NOBODY_TOLD,
      onFailed: (error) => {
        throw error;
      },
    });
    await worker.drain();
    expect(fired).toEqual([]);
    // Ten minutes of cooking and two of head start.
    clock.advance(startsAt.getTime() - 12 * 60_000 - clock.now());
    await worker.drain();
    await worker.stop();
    expect(fired).toHaveLength(2);
    expect(await stateOf(id)).toBe("preparing");
    await command(contracts.cancelOrder, id, { reason: "x" });
    expect((await db.selectFrom("slot").select("used").executeTakeFirst())?.used).toBe(1);
  });

  it("that nobody accepts or pays in time end by themselves, but not while money may still come", async () => {
    const waiting = await guestOrder();
    const online = await guestOrder({ payment: { mode: "online", provider: "stripe" } });
    const worker = startOrdersWorker({
      db,
      clock,
      flow: orderFlow(neighbours as never),
      money: neighbours.money as never,
      ...NOBODY_TOLD,
      onFailed: () => {},
    });
    clock.advance(1_200_000);
    attemptEnds = "unconfirmed";
    await worker.drain();
    expect([await stateOf(waiting), await stateOf(online)]).toEqual(["rejected", "pending_payment"]);
    attemptEnds = "cancelled";
    await worker.drain();
    await worker.stop();
    expect(await stateOf(online)).toBe("expired");
    expect(refunds).toMatchObject([{ orderId: waiting, reason: "rejected" }]);
  });

  it("that nobody accepts are texted about after 90 seconds and called about after 180, once each, and rejected when their time is over", async () => {
    const calls: string[] = [];
    const texts: string[] = [];
    const worker = startOrdersWorker({
      ...{ db, clock, flow: orderFlow(neighbours as never), money: neighbours.money as never },
      textPlace: async (_, { orderId }) => void texts.push(orderId),
      callPlace: async (_, { orderId, news }) => void calls.push(`${orderId} ${news}`),
      onFailed: (error) => {
        throw error;
      },
    });
    const [waiting, answered, seen] = [await guestOrder(), await guestOrder(), await guestOrder()];
    clock.advance(89_000);
    await worker.drain();
    expect(texts).toEqual([]);
    await command(contracts.acceptOrder, seen);
    clock.advance(1000);
    await worker.drain();
    await worker.drain();
    expect([...texts].sort()).toEqual([waiting, answered].sort());
    clock.advance(89_000);
    await worker.drain();
    expect([texts.length, calls]).toEqual([2, []]);
    await command(contracts.acceptOrder, answered);
    clock.advance(1000);
    await worker.drain();
    await worker.drain();
    expect(calls).toEqual([`${waiting} order_waiting`]);
    clock.advance(600_000);
    await worker.drain();
    await worker.stop();
    expect([await stateOf(waiting), texts.length, calls.length]).toEqual(["rejected", 2, 1]);
  });

  it("can be taken back by the guest until somebody accepts", async () => {
    const body = { lines: [line("Espresso")], contact: someone("Gus") };
    const placed = (await call<contracts.PlacedOrder>(contracts.placeOrder, { body })).body;
    const token = placed.trackUrl.split("/").at(-1) ?? "";
    const cancel = (given: string) => call(contracts.cancelTracked, { params: { token: given }, body: {} });
    expect((await cancel("A".repeat(43))).refused).toBe("not_found");
    expect(await cancel(token)).toMatchObject({ status: 200, body: { state: "cancelled", canCancel: false } });
    expect((await cancel(token)).problem).toBe("illegal_transition");
    const cooked = (await call<contracts.PlacedOrder>(contracts.placeOrder, { body })).body;
    await command(contracts.acceptOrder, cooked.order.id);
    expect((await cancel(cooked.trackUrl.split("/").at(-1) ?? "")).problem).toBe("illegal_transition");
  });
});
