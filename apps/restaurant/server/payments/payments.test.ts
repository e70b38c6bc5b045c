/** Money: each event once, only what agrees with its order, and everything else recorded without effect. */
import { createHash } from "node:crypto";
import { fixedClock, type Handled, type SecurityEvent } from "cloche";
import { observer } from "cloche/observe";
import { type Kysely, sql } from "kysely";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { razorpayWebhook, stripeWebhook } from "../../contracts/index.js";
import { type Database, type NewEvent, newId, type OrderState, seedSample, type Wakeups } from "../platform/index.js";
import { describeDatabases } from "../test-support/index.js";
import { type PaymentDesk, type PaymentsWorker, startPaymentsWorker } from "./index.js";
import { paymentWebhooksHandlers } from "./payment-webhooks.routes.js";

const NOON = Date.UTC(2026, 5, 15, 10);
const HOUR = 3_600_000;
const UNHEARD: Wakeups = { listen: () => () => {}, stop: async () => {} };

/** A desk that no test here comes to. */
const NOBODY: PaymentDesk = {
  openAttempt: () => Promise.reject(new Error("nobody")),
  checkout: () => Promise.reject(new Error("nobody")),
  cancelOpenAttempt: () => Promise.reject(new Error("nobody")),
  check: () => Promise.reject(new Error("nobody")),
};

interface Paid {
  readonly id?: string;
  readonly amount?: number;
  readonly currency?: string;
  readonly livemode?: boolean;
  readonly type?: string;
  readonly event?: string;
  readonly order?: unknown;
}

describeDatabases("payments", (databases) => {
  let db: Kysely<Database>;
  let wakeups: Wakeups;
  let locationId: string;
  let clock: ReturnType<typeof fixedClock>;
  let handled: readonly Handled[];
  let worker: PaymentsWorker;
  let troubles: string[];
  let toldRefunds: string[];
  let toldPaid: string[];
  let count = 0;
  let told: SecurityEvent[] = [];
  const observe = observer({ sinks: [(event) => void told.push(event)] });

  beforeAll(async () => {
    ({ db, wakeups } = await databases.open());
    await seedSample(db, async () => "hash");
    locationId = (await db.selectFrom("location").select("id").executeTakeFirstOrThrow()).id;
  });
  beforeEach(async () => {
    await db.deleteFrom("webhook_event").execute();
    clock = fixedClock(NOON);
    troubles = [];
    toldRefunds = [];
    toldPaid = [];
    told = [];
    handled = paymentWebhooksHandlers({ db, clock, observe });
    worker = newWorker(UNHEARD);
  });
  afterEach(() => worker.stop());

  function newWorker(heard: Wakeups, live = false): PaymentsWorker {
    return startPaymentsWorker({
      db,
      clock,
      wakeups: heard,
      sides: { stripe: { live }, razorpay: { live, account: "acc_ours" } },
      providers: {},
      desk: NOBODY,
      onPaid: async () => [],
      tellPaid: async (_, payment) => void toldPaid.push(payment.orderId),
      tellRefund: async (_, refund) => void toldRefunds.push(refund.orderId),
      orderEvent: async (trx, orderId): Promise<NewEvent> => {
        const row = await trx
          .selectFrom("orders")
          .select("payment_state")
          .where("id", "=", orderId)
          .executeTakeFirstOrThrow();
        return { locationId, type: "order", orderId, payload: { paymentState: row.payment_state } };
      },
      onTrouble: ({ reason }) => troubles.push(reason),
    });
  }

  async function newOrder(total = 1250, state: OrderState = "preparing"): Promise<string> {
    count += 1;
    const id = newId();
    await db
      .insertInto("orders")
      .values({
        id,
        location_id: locationId,
        business_date: "2026-06-15",
        number: count,
        state,
        currency: "EUR",
        menu_revision: 1,

        subtotal: total,
        total,
        track_hash: id.replaceAll("-", "").repeat(2),
      })
      .execute();
    return id;
  }

  async function deliver({ name }: { readonly name: string }, payload: object) {
    const bodyDigest = createHash("sha256").update(JSON.stringify(payload)).digest("hex");
    const found = handled.find(({ contract }) => contract.name === name);
    return (await found?.handler({ event: { payload, bodyDigest, eventId: bodyDigest } } as never)) as {
      status: number;
    };
  }

  function stripe(orderId: unknown, { id = `pi_${newId()}`, amount = 1250, currency = "eur", ...more }: Paid = {}) {
    const object = { id, amount, amount_received: amount, currency, metadata: { order_id: orderId } };
    const { livemode = false, type = "payment_intent.succeeded", event = `evt_${newId()}` } = more;
    return deliver(stripeWebhook, { id: event, type, livemode, data: { object } });
  }

  function razorpay(orderId: unknown, { id = `pay_${newId()}`, amount = 1250, currency = "EUR", ...more }: Paid = {}) {
    const entity = { id, amount, currency, order_id: null, notes: { order_id: orderId } };
    return deliver(razorpayWebhook, { event: more.type ?? "payment.captured", payload: { payment: { entity } } });
  }

  const paid = async (orderId: string) =>
    (await db.selectFrom("orders").select("payment_state").where("id", "=", orderId).executeTakeFirstOrThrow())
      .payment_state;
  const payments = (orderId: string) =>
    db.selectFrom("payment").selectAll().where("order_id", "=", orderId).orderBy("attempt").execute();
  const inbox = () =>
    db.selectFrom("webhook_event").select(["state", "attempts", "last_error"]).orderBy("event_id").execute();
  const audited = async (orderId: string) =>
    (await db.selectFrom("audit_log").select("action").where("entity_id", "=", orderId).execute()).map(
      ({ action }) => action,
    );
  const events = (orderId: string) =>
    db.selectFrom("location_event").select("payload").where("order_id", "=", orderId).execute();

  describe.each([
    ["stripe", stripe],
    ["razorpay", razorpay],
  ] as const)("an event of %s", (provider, send) => {
    it("pays the order it names, and tells of it", async () => {
      const orderId = await newOrder();
      expect(await send(orderId)).toEqual({ status: 200, body: { received: true } });
      expect(await paid(orderId)).toBe("unpaid");
      await worker.drain();
      expect(await paid(orderId)).toBe("paid");
      expect(await payments(orderId)).toMatchObject([
        { provider, state: "succeeded", amount: 1250, currency: "EUR", attempt: 1 },
      ]);
      expect(await inbox()).toMatchObject([{ state: "processed", last_error: null }]);
      expect(await events(orderId)).toEqual([{ payload: { paymentState: "paid" } }]);
      expect(await audited(orderId)).toEqual(["payment.succeeded"]);
    });

    it("pays once, however often it is delivered, also at the same time and to several workers", async () => {
      const orderId = await newOrder();
      const one = { id: `p_${newId()}`, event: `evt_${newId()}` };
      const others = [newWorker(UNHEARD), newWorker(UNHEARD)];
      await Promise.all(Array.from({ length: 6 }, () => send(orderId, one)));
      await Promise.all([worker, ...others].map((each) => each.drain()));
      await send(orderId, one);
      await worker.drain();
      for (const each of others) await each.stop();
      expect(await payments(orderId)).toHaveLength(1);
      expect(await inbox()).toHaveLength(1);
      expect(await events(orderId)).toHaveLength(1);
      expect(toldPaid).toEqual([orderId]);
    });

    it.each<[string, Paid]>([
      ["amount", { amount: 1 }],
      ["amount", { amount: 1251 }],
      ["currency", { currency: "usd" }],
    ])("with another %s changes nothing and is recorded", async (reason, wrong) => {
      const orderId = await newOrder();
      await send(orderId, wrong);
      await worker.drain();
      expect(await paid(orderId)).toBe("unpaid");
      expect(await inbox()).toMatchObject([{ state: "mismatch", last_error: reason }]);
      expect(await payments(orderId)).toMatchObject([{ state: "mismatch", failure_code: reason }]);
      expect(await audited(orderId)).toEqual(["payment.mismatch"]);
      expect(await events(orderId)).toEqual([]);
      expect(toldPaid).toEqual([]);
    });

    it("for an order nobody knows is tried again, and works once the order is there", async () => {
      const orderId = newId();
      await send(orderId);
      await worker.drain();
      expect(await inbox()).toMatchObject([{ state: "pending", attempts: 1, last_error: "order_unknown" }]);
      clock.advance(4_999);
      await worker.drain();
      expect(await inbox()).toMatchObject([{ attempts: 1 }]);
      const real = await newOrder();
      await db
        .updateTable("webhook_event")
        .set({ payload: swapped(orderId, real) })
        .execute();
      clock.advance(1);
      await worker.drain();
      expect(await paid(real)).toBe("paid");
    });

    it("for an order nobody ever knows ends as dead after three days, and somebody hears of it", async () => {
      await send(newId());
      for (let hours = 0; hours <= 84; hours += 1) {
        await worker.drain();
        clock.advance(HOUR);
      }
      const [only] = await inbox();
      expect(only).toMatchObject({ state: "dead", last_error: "order_unknown" });
      expect(only?.attempts).toBeLessThan(20);
      expect(troubles).toContain("event_dead");
    });

    it.each<[string, unknown]>([
      ["no order", undefined],
      ["something that is no order's id", "1 OR 1=1"],
      ["something that is no text", { $ne: null }],
    ])("that names %s is kept and left alone", async (_, orderId) => {
      expect(await send(orderId)).toMatchObject({ status: 200 });
      await worker.drain();
      expect(await inbox()).toMatchObject([{ state: "ignored", last_error: "order_id_missing" }]);
    });

    it("of another kind is kept and left alone", async () => {
      const orderId = await newOrder();
      await send(orderId, { type: "payment.something_else" });
      await worker.drain();
      expect(await inbox()).toMatchObject([{ state: "ignored", last_error: "type_unhandled" }]);
      expect(await paid(orderId)).toBe("unpaid");
    });

    it("that pays a second time is kept as excess", async () => {
      const orderId = await newOrder();
      await send(orderId);
      await worker.drain();
      await send(orderId);
      await worker.drain();
      expect(await paid(orderId)).toBe("paid");
      expect((await payments(orderId)).map(({ attempt, state }) => [attempt, state])).toEqual([
        [1, "succeeded"],
        [2, "succeeded"],
      ]);
      expect(await audited(orderId)).toEqual(["payment.succeeded", "payment.excess"]);
    });

    it("that comes too late is kept, and wakes no order that has ended", async () => {
      const orderId = await newOrder(1250, "expired");
      await send(orderId);
      await worker.drain();
      const row = await db
        .selectFrom("orders")
        .select(["state", "payment_state"])
        .where("id", "=", orderId)
        .executeTakeFirst();
      expect(row).toEqual({ state: "expired", payment_state: "paid" });
      expect(await audited(orderId)).toEqual(["payment.late"]);
    });

    it("pays no second order with one payment", async () => {
      const [first, second] = [await newOrder(), await newOrder()];
      const id = `p_${newId()}`;
      await send(first, { id });
      await worker.drain();
      await send(second, { id });
      await worker.drain();
      expect(await paid(second)).toBe("unpaid");
      expect((await inbox()).map(({ state }) => state).sort()).toEqual(["mismatch", "processed"]);
      expect(await audited(second)).toEqual(["payment.mismatch"]);
    });
  });

  it("two events about one payment pay once, and the second is no excess", async () => {
    const orderId = await newOrder();
    await stripe(orderId, { id: "pi_twice" });
    await stripe(orderId, { id: "pi_twice" });
    await worker.drain();
    expect(await inbox()).toHaveLength(2);
    expect(await payments(orderId)).toHaveLength(1);
    expect(await audited(orderId)).toEqual(["payment.succeeded"]);
    expect(await events(orderId)).toHaveLength(1);
  });

  it.each([
    ["play money does not pay where real money is taken", false],
    ["real money does not pay where only trying out is configured", true],
  ])("an event of %s, and that is recorded", async (_what, livemode) => {
    const orderId = await newOrder();
    const side = newWorker(UNHEARD, !livemode);
    await stripe(orderId, { livemode });
    await side.drain();
    await side.stop();
    expect(await paid(orderId)).toBe("unpaid");
    expect(await inbox()).toMatchObject([{ state: "mismatch", last_error: "mode" }]);
    expect(await audited(orderId)).toEqual(["payment.mismatch"]);
  });

  it.each<[string, object]>([
    ["what arrived counts, not what was asked for", { amount: 1250, amount_received: 1 }],
    ["nothing arrived", { amount: 1250, amount_received: 0 }],
    ["a fraction arrived", { amount: 1250.5 }],
    ["a text is no amount", { amount: "1250" }],
  ])("%s", async (_, amounts) => {
    const orderId = await newOrder();
    const object = { id: `pi_${newId()}`, currency: "eur", metadata: { order_id: orderId }, ...amounts };
    await deliver(stripeWebhook, {
      id: "evt_amount",
      type: "payment_intent.succeeded",
      livemode: false,
      data: { object },
    });
    await worker.drain();
    expect(await paid(orderId)).toBe("unpaid");
    expect((await inbox())[0]?.state).not.toBe("processed");
  });

  it("a delivery that was there already is told, and its first one is not", async () => {
    const orderId = await newOrder();
    await stripe(orderId, { event: "evt_again" });
    expect(told).toEqual([]);
    await stripe(orderId, { event: "evt_again" });
    expect(told).toMatchObject([{ name: "webhook.duplicate", partner: "stripe" }]);
  });

  it("the same body under another event id is one event", async () => {
    const orderId = await newOrder();
    const event = {
      id: "evt_1",
      type: "payment_intent.succeeded",
      livemode: false,
      data: { object: { id: "pi_1", amount: 1250, currency: "eur", metadata: { order_id: orderId } } },
    };
    await deliver(stripeWebhook, event);
    const found = handled.find(({ contract }) => contract.name === stripeWebhook.name);
    const bodyDigest = createHash("sha256").update(JSON.stringify(event)).digest("hex");
    await found?.handler({ event: { payload: { ...event, id: "evt_2" }, bodyDigest } } as never);
    expect(await inbox()).toHaveLength(1);
  });

  it("a verified body that jsonb would not take is kept all the same", async () => {
    const orderId = await newOrder();
    const object = {
      id: "pi_odd",
      amount: 1250,
      currency: "eur",
      metadata: { order_id: orderId, "no\0te\ud800": "\0\\u0000" },
    };
    const event = { id: "evt_odd", type: "payment_intent.succeeded", livemode: false, data: { object } };
    expect(await deliver(stripeWebhook, event)).toMatchObject({ status: 200 });
    await worker.drain();
    expect(await paid(orderId)).toBe("paid");
    const row = await db.selectFrom("webhook_event").select("payload").executeTakeFirstOrThrow();
    expect(JSON.stringify(row.payload)).toContain("\ufffd\\\\u0000");
  });

  it("answers 503 where the event cannot be stored, so that the partner sends it again", async () => {
    const broken = paymentWebhooksHandlers({ db: brokenDatabase(db), clock, observe });
    const found = broken.find(({ contract }) => contract.name === razorpayWebhook.name);
    const event = { payload: { event: "payment.captured", payload: {} }, bodyDigest: "0".repeat(64) };
    expect(await found?.handler({ event } as never)).toMatchObject({ refused: "store_unavailable", status: 503 });
  });

  it("an event that breaks the worker is tried again and stops no other", async () => {
    const [broken, fine] = [await newOrder(), await newOrder()];
    await sql`create function break_one() returns trigger language plpgsql as 'begin raise exception ''broken''; end'`.execute(
      db,
    );
    await sql`create trigger break_one before update on orders for each row when (old.id = ${sql.lit(broken)}::uuid) execute function break_one()`.execute(
      db,
    );
    await stripe(broken);
    await stripe(fine);
    await worker.drain();
    expect(await paid(fine)).toBe("paid");
    expect(troubles).toEqual(["event_failed"]);
    await sql`drop trigger break_one on orders`.execute(db);
    await sql`drop function break_one`.execute(db);
    expect((await payments(broken)).length).toBe(0);
    clock.advance(5_000);
    await worker.drain();
    expect(await paid(broken)).toBe("paid");
  });

  it("is worked at once when it arrives", async () => {
    const woken = newWorker(wakeups);
    await woken.drain();
    const orderId = await newOrder();
    await stripe(orderId);
    await expect.poll(() => paid(orderId), { timeout: 2_500, interval: 20 }).toBe("paid");
    await woken.stop();
  });
});

function swapped(from: string, to: string) {
  return sql<string>`replace(payload::text, ${from}, ${to})::jsonb`;
}

/** A database that fails as one that is away does. */
function brokenDatabase(db: Kysely<Database>): Kysely<Database> {
  return new Proxy(db, {
    get(target, name) {
      if (name === "transaction") return () => ({ execute: () => Promise.reject(new Error("away")) });
      return Reflect.get(target, name) as unknown;
    },
  });
}
