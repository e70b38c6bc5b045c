/** Money that goes back: what came too late or twice, what staff give, and never more than came. */
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { describeDatabases, type MoneyPlace, moneyPlace } from "../test-support/index.js";
import { takeCash } from "./cash.js";
import { refundAll } from "./index.js";
import { staffRefund } from "./staff-refund.js";
import type { MoneyScope } from "./staff-scope.js";

const GUEST = "+4915112345678";

describeDatabases("refunds", ({ open }) => {
  let place: MoneyPlace;
  let owner: MoneyScope;
  let manager: MoneyScope;
  beforeAll(async () => {
    place = await moneyPlace(await open());
    const staff = await place.db.selectFrom("membership").select(["staff_id", "role"]).execute();
    const idOf = (role: string) => staff.find((one) => one.role === role)?.staff_id ?? "";
    owner = { staffId: idOf("owner"), role: "owner" };
    manager = { staffId: idOf("manager"), role: "manager" };
  });
  afterAll(() => place.stop());

  const opened = async (orderId: string, provider: "stripe" | "razorpay") => {
    const made = await place.db.transaction().execute((trx) => place.desk.openAttempt(trx, { orderId, provider }));
    if (!made.opened) throw new Error(made.because);
    await place.desk.checkout(made.paymentId);
    const row = place.db.selectFrom("payment").select("provider_ref").where("id", "=", made.paymentId);
    return { paymentId: made.paymentId, ref: (await row.executeTakeFirstOrThrow()).provider_ref ?? "" };
  };
  const paidBy = async (orderId: string, provider: "stripe" | "razorpay") => {
    const { paymentId, ref } = await opened(orderId, provider);
    if (provider === "stripe") place.partners.stripe.finish(ref, "pay");
    else place.partners.razorpay.payOrder(ref, "pay");
    await settled();
    return paymentId;
  };
  const settled = async () => {
    await place.receiveAll();
    await place.worker.drain();
    await place.receiveAll();
    await place.worker.drain();
  };
  const refunds = (orderId: string) =>
    place.db.selectFrom("refund").select(["amount", "reason", "state"]).where("order_id", "=", orderId).execute();
  const give = (wish: { orderId: string; paymentId: string; amount: number; key: string; scope?: MoneyScope }) =>
    place.db.transaction().execute((trx) => staffRefund(place.deps, trx, { reason: "quality", scope: owner, ...wish }));
  const cash = (orderId: string, received: number) =>
    place.db
      .transaction()
      .execute((trx) => takeCash(place.deps, trx, { orderId, received, staffId: owner.staffId, requestId: "r" }));

  it.each(["stripe", "razorpay"] as const)(
    "go out for money of %s that comes after the end, and the guest is told",
    async (by) => {
      const orderId = await place.newOrder({ phone: GUEST });
      const { ref } = await opened(orderId, by);
      const declined = by === "razorpay" ? place.partners.razorpay.payOrder(ref, "decline") : "";
      await settled();
      await place.db.updateTable("orders").set({ state: "expired" }).where("id", "=", orderId).execute();
      if (by === "razorpay") place.partners.razorpay.authoriseLate(declined);
      else place.partners.stripe.finish(ref, "pay");
      await settled();
      expect(await place.order(orderId)).toEqual({ state: "expired", payment_state: "refunded" });
      expect(await refunds(orderId)).toEqual([{ amount: 1250, reason: "late_payment", state: "succeeded" }]);
      const told = await place.db.selectFrom("outbox").select("payload").where("kind", "=", "sms").execute();
      expect(told).toContainEqual({ payload: { orderId, news: "refunded" } });
    },
  );

  it("go out for what was paid twice, and the order stays paid", async () => {
    const orderId = await place.newOrder();
    const { ref } = await opened(orderId, "razorpay");
    place.partners.razorpay.payOrder(ref, "pay");
    place.partners.razorpay.payOrder(ref, "pay");
    await settled();
    expect(await place.order(orderId)).toEqual({ state: "placed", payment_state: "paid" });
    expect(await refunds(orderId)).toEqual([{ amount: 1250, reason: "duplicate", state: "succeeded" }]);
  });

  it("of everything go out once, however often they are asked for, and over an outage", async () => {
    const orderId = await place.newOrder();
    await paidBy(orderId, "stripe");
    await place.db.updateTable("orders").set({ state: "rejected" }).where("id", "=", orderId).execute();
    const all = () =>
      place.db.transaction().execute((trx) => refundAll(place.deps, trx, { orderId, reason: "rejected" }));
    expect([await all(), await all()]).toEqual([1, 0]);
    place.partners.stripe.loseAnswers(2);
    await place.worker.drain();
    expect(await refunds(orderId)).toMatchObject([{ state: "requested" }]);
    place.clock.advance(60_000);
    await settled();
    expect(await refunds(orderId)).toEqual([{ amount: 1250, reason: "rejected", state: "succeeded" }]);
    const made = [...place.partners.stripe.refunds.values()].filter(({ amount }) => amount === 1250);
    expect(new Set(made.map(({ payment_intent }) => payment_intent)).size).toBe(made.length);
    expect((await place.order(orderId)).payment_state).toBe("refunded");
  });

  it("never exceed the payment, however many are asked for at once", async () => {
    const orderId = await place.newOrder({ total: 1000 });
    const paymentId = await paidBy(orderId, "stripe");
    const wishes = Array.from({ length: 10 }, (_, n) =>
      give({ orderId, paymentId, amount: 700, key: `${paymentId}:${n}` }),
    );
    const outcomes = await Promise.all(wishes);
    expect(outcomes.filter((one) => "resourceId" in one)).toHaveLength(1);
    expect(outcomes.filter((one) => "refused" in one && one.refused === "refund_exceeds")).toHaveLength(9);
    await settled();
    expect((await place.order(orderId)).payment_state).toBe("partially_refunded");
    const rows = { location_id: await locationOf(orderId), order_id: orderId, payment_id: paymentId };
    const past = {
      id: crypto.randomUUID(),
      ...rows,
      amount: 400,
      reason: "other" as const,
      idempotency_key: `past:${paymentId}`,
    };
    await expect(place.db.insertInto("refund").values(past).execute()).rejects.toThrow("refunds exceed the payment");
  });

  const locationOf = async (orderId: string) =>
    (await place.db.selectFrom("orders").select("location_id").where("id", "=", orderId).executeTakeFirstOrThrow())
      .location_id;

  it("of a manager are held to the place's limits, at once and in a day", async () => {
    const orderId = await place.newOrder({ total: 90_000 });
    const paymentId = await paidBy(orderId, "stripe");
    const ask = (amount: number, n: number) =>
      give({ orderId, paymentId, amount, key: `limit:${paymentId}:${n}`, scope: manager });
    expect(await ask(10_001, 0)).toEqual({ refused: "refund_over_limit" });
    for (let n = 1; n <= 5; n += 1) expect(await ask(10_000, n)).toMatchObject({ status: 202 });
    expect(await ask(1, 6)).toEqual({ refused: "refund_over_limit" });
    expect(await give({ orderId, paymentId, amount: 40_000, key: `limit:${paymentId}:7` })).toMatchObject({
      status: 202,
    });
  });

  it("that the partner's back office makes are written down, and a dispute is shown", async () => {
    const orderId = await place.newOrder();
    await paidBy(orderId, "stripe");
    const intent = [...place.partners.stripe.intents.values()].find(({ metadata }) => metadata.order_id === orderId);
    const refund = {
      id: `re_${orderId}`,
      amount: 250,
      currency: "eur",
      payment_intent: intent?.id,
      status: "succeeded",
    };
    const dispute = {
      id: `dp_${orderId}`,
      amount: 1000,
      currency: "eur",
      payment_intent: intent?.id,
      reason: "fraudulent",
    };
    place.partners.stripe.tell("refund.created", refund);
    place.partners.stripe.tell("charge.dispute.created", { ...dispute, status: "needs_response" });
    await settled();
    expect(await refunds(orderId)).toEqual([{ amount: 250, reason: "other", state: "succeeded" }]);
    expect((await place.order(orderId)).payment_state).toBe("partially_refunded");
    place.partners.stripe.tell("charge.dispute.closed", { ...dispute, status: "lost" });
    place.partners.stripe.tell("charge.dispute.updated", { ...dispute, status: "needs_response" });
    await settled();
    const kept = place.db.selectFrom("dispute").select(["state", "reason"]).where("provider_ref", "=", `dp_${orderId}`);
    expect(await kept.execute()).toEqual([{ state: "lost", reason: "fraudulent" }]);
  });

  it("and payments of another account, another order's attempt or nobody's id change nothing", async () => {
    const [mine, other] = [await place.newOrder(), await place.newOrder()];
    const { paymentId } = await opened(other, "stripe");
    const intent = { id: `pi_${mine}`, amount: 1250, amount_received: 1250, currency: "eur" };
    const said = (metadata: object) => place.partners.stripe.tell("payment_intent.succeeded", { ...intent, metadata });
    said({ order_id: mine, payment_id: paymentId });
    said({ order_id: mine, payment_id: crypto.randomUUID() });
    const entity = { id: `pay_${mine}`, amount: 1250, currency: "EUR", notes: { order_id: mine } };
    const body = JSON.stringify({
      event: "payment.captured",
      account_id: "acc_theirs",
      payload: { payment: { entity } },
    });
    await settled();
    const { signRazorpay } = await import("cloche/webhooks");
    const headers = signRazorpay({ body, secret: "r".repeat(40) });
    expect(await place.receive({ url: "x/webhooks/razorpay", headers, body })).toBe(true);
    expect(await place.receive({ url: "x/webhooks/razorpay", headers, body: body.replace("theirs", "ours") })).toBe(
      false,
    );
    await settled();
    expect((await place.order(mine)).payment_state).toBe("unpaid");
    expect((await place.order(other)).payment_state).toBe("unpaid");
    expect(place.troubles).toEqual(expect.arrayContaining(["mismatch_other_order", "mismatch_account"]));
  });

  it("of cash go over the counter; cash is taken once, for what is owed, and never too little", async () => {
    const orderId = await place.newOrder({ total: 1250 });
    await opened(orderId, "stripe");
    expect(await cash(orderId, 2000)).toEqual({ refused: "payment_in_progress" });
    expect(await place.desk.cancelOpenAttempt(orderId)).toBe("cancelled");
    expect(await cash(orderId, 1249)).toEqual({ refused: "received_too_little" });
    const taken = await Promise.all([cash(orderId, 2000), cash(orderId, 2000)]);
    expect(taken.filter((one) => "resourceId" in one)).toHaveLength(1);
    expect(taken).toContainEqual({ refused: "already_paid" });
    expect(await place.order(orderId)).toEqual({ state: "placed", payment_state: "paid" });
    const [paymentId = ""] = taken.flatMap((one) => ("resourceId" in one ? [one.resourceId] : []));
    await give({ orderId, paymentId, amount: 250, key: `cash:${paymentId}` });
    expect(await refunds(orderId)).toEqual([{ amount: 250, reason: "quality", state: "succeeded" }]);
  });

  const step = fc.oneof(
    fc.record({ do: fc.constant("give" as const), amount: fc.integer({ min: 1, max: 1500 }) }),
    fc.record({ do: fc.constant("pay again" as const), amount: fc.constant(0) }),
    fc.record({ do: fc.constant("all" as const), amount: fc.constant(0) }),
    fc.record({ do: fc.constant("close" as const), amount: fc.constant(0) }),
  );
  it("never exceed what came, whatever happens in whichever order", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
        const orderId = await place.newOrder();
        const { paymentId, ref } = await opened(orderId, "razorpay");
        place.partners.razorpay.payOrder(ref, "pay");
        await settled();
        for (const [n, { do: what, amount }] of steps.entries()) {
          if (what === "give") await give({ orderId, paymentId, amount, key: `any:${paymentId}:${n}` });
          if (what === "pay again") place.partners.razorpay.payOrder(ref, "pay");
          if (what === "all") {
            await place.db.transaction().execute((trx) => refundAll(place.deps, trx, { orderId, reason: "cancelled" }));
          }
          if (what === "close") {
            await place.db.updateTable("orders").set({ state: "cancelled" }).where("id", "=", orderId).execute();
          }
          await settled();
        }
        const came = [...place.partners.razorpay.payments.values()].filter(({ order_id }) => order_id === ref);
        const names = new Set(came.map(({ id }) => id));
        const went = [...place.partners.razorpay.refunds.values()].filter(({ payment_id }) => names.has(payment_id));
        const left = came.length * 1250 - went.reduce((sum, { amount }) => sum + amount, 0);
        expect(left).toBeGreaterThanOrEqual(0);
        const { payment_state, state } = await place.order(orderId);
        if (left === 0) expect(payment_state).toBe("refunded");
        else expect(payment_state).toBe(left >= 1250 ? "paid" : "partially_refunded");
        // Nobody keeps money of a closed order that came after its end, nor more than the bill.
        expect(left).toBeLessThanOrEqual(state === "cancelled" ? came.length * 1250 : 1250);
      }),
      { numRuns: 8 },
    );
  });
});
