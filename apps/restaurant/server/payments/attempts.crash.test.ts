/** Crashes and lost news between order, partner and webhook: every order keeps one attempt and is charged once. */
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { describeDatabases, type MoneyPlace, moneyPlace } from "../test-support/index.js";
import type { PaymentsWorker, ProviderName } from "./index.js";

const MINUTE = 60_000;

describeDatabases("paying online", ({ open }) => {
  let place: MoneyPlace;
  let other: PaymentsWorker;
  beforeAll(async () => {
    place = await moneyPlace(await open());
    other = place.otherWorker();
  });
  afterAll(() => place.stop());
  beforeEach(() => void place.partners.deliveries.taken());

  const openAttempt = async (orderId: string, provider: ProviderName) => {
    const opened = await place.db.transaction().execute((trx) => place.desk.openAttempt(trx, { orderId, provider }));
    if (!opened.opened) throw new Error(opened.because);
    return opened.paymentId;
  };
  const payment = (paymentId: string) =>
    place.db.selectFrom("payment").selectAll().where("id", "=", paymentId).executeTakeFirstOrThrow();
  const pay = async (paymentId: string) => {
    const { provider, provider_ref: ref } = await payment(paymentId);
    if (ref === null) throw new Error("Nothing can be paid that the partner has not heard of.");
    if (provider === "stripe") place.partners.stripe.finish(ref, "pay");
    else place.partners.razorpay.payOrder(ref, "pay");
  };
  // Each worker looks by itself, too: what one has taken, the other does not wait for.
  const drained = () => Promise.all([place.worker.drain(), other.drain()]);
  const reconciled = () => Promise.all([place.worker.reconcile(), other.reconcile()]);
  const begunAt = (provider: ProviderName, orderId: string) => {
    const { stripe, razorpay } = place.partners;
    const begun = provider === "stripe" ? [...stripe.sessions.values()].map(({ metadata }) => metadata) : [];
    const orders = provider === "razorpay" ? [...razorpay.orders.values()].map(({ notes }) => notes) : [];
    return [...begun, ...orders].filter(({ order_id }) => order_id === orderId).length;
  };

  describe.each(["stripe", "razorpay"] as const)("by %s", (provider) => {
    it("pays what is owed once, and a second tab gets the same page", async () => {
      const orderId = await place.newOrder();
      const paymentId = await openAttempt(orderId, provider);
      const first = await place.desk.checkout(paymentId);
      expect(first.state).toBe("open");
      expect(await openAttempt(orderId, provider)).toBe(paymentId);
      expect(await place.desk.checkout(paymentId)).toEqual(first);
      await pay(paymentId);
      expect(await place.order(orderId)).toEqual({ state: "pending_payment", payment_state: "unpaid" });
      await place.receiveAll();
      await drained();
      expect(await place.order(orderId)).toEqual({ state: "placed", payment_state: "paid" });
      expect(await payment(paymentId)).toMatchObject({ state: "succeeded", attempt: 1 });
      await expect(openAttempt(orderId, provider)).rejects.toThrow("already_paid");
    });

    it("survives a crash at any step between the order and its attempt, 51 times over", async () => {
      const steps = ["before the call", "its answer is lost", "its answer is not stored"] as const;
      const orders: { orderId: string; paymentId: string }[] = [];
      for (let n = 0; n < 51; n += 1) {
        const orderId = await place.newOrder();
        const paymentId = await openAttempt(orderId, provider);
        const step = steps[n % steps.length];
        orders.push({ orderId, paymentId });
        if (step === "before the call") continue;
        if (step === "its answer is lost") place.partners[provider].loseAnswers(provider === "stripe" ? 2 : 0);
        await place.desk.checkout(paymentId);
        place.partners[provider].loseAnswers(0);
        await place.db
          .updateTable("payment")
          .set({ provider_ref: null, leased_until: null })
          .where("id", "=", paymentId)
          .execute();
      }
      place.clock.advance(3 * MINUTE);
      await reconciled();
      for (const { orderId, paymentId } of orders) {
        expect((await payment(paymentId)).provider_ref).not.toBeNull();
        expect(begunAt(provider, orderId)).toBe(1);
        await pay(paymentId);
      }
      await place.receiveAll();
      await drained();
      for (const { orderId } of orders) expect((await place.order(orderId)).payment_state).toBe("paid");
    });

    it("finds out by itself what no webhook told", async () => {
      const orderId = await place.newOrder();
      const paymentId = await openAttempt(orderId, provider);
      expect((await place.desk.checkout(paymentId)).state).toBe("open");
      await pay(paymentId);
      place.partners.deliveries.taken();
      place.clock.advance(3 * MINUTE);
      await reconciled();
      // Where the partner could not be asked just then, it is asked again a minute later.
      for (let asked = 0; asked < 3 && (await payment(paymentId)).checks === 0; asked += 1) {
        place.clock.advance(MINUTE);
        await reconciled();
      }
      expect(await place.order(orderId)).toEqual({ state: "placed", payment_state: "paid" });
    });

    it("asks twice where a kept connection breaks, so that a guest can pay all the same", async () => {
      const orderId = await place.newOrder();
      const paymentId = await openAttempt(orderId, provider);
      place.partners[provider].breakConnections(1);
      expect((await place.desk.checkout(paymentId)).state).toBe("open");
      expect(begunAt(provider, orderId)).toBe(1);
      await pay(paymentId);
      place.partners[provider].breakConnections(1);
      await place.desk.check(paymentId);
      expect(await place.order(orderId)).toEqual({ state: "placed", payment_state: "paid" });
    });

    it("asks a partner that was away again within a minute, however long the pause had grown", async () => {
      const orderId = await place.newOrder();
      const paymentId = await openAttempt(orderId, provider);
      expect((await place.desk.checkout(paymentId)).state).toBe("open");
      // By now it would be asked twice a day.
      await place.db.updateTable("payment").set({ checks: 9 }).where("id", "=", paymentId).execute();
      await pay(paymentId);
      place.partners.deliveries.taken();
      place.clock.advance(3 * MINUTE);
      const before = place.troubles.length;
      place.partners[provider].loseAnswers(100);
      await reconciled();
      place.partners[provider].loseAnswers(0);
      expect(place.troubles.slice(before)).toContain("attempt_unchecked");
      expect(await payment(paymentId)).toMatchObject({ state: "created", checks: 9 });
      place.clock.advance(MINUTE);
      await reconciled();
      expect(await place.order(orderId)).toEqual({ state: "placed", payment_state: "paid" });
    });

    it("ends an attempt only when the partner says so, and hears where it was paid meanwhile", async () => {
      const [left, paid] = [await place.newOrder(), await place.newOrder()];
      for (const orderId of [left, paid]) await place.desk.checkout(await openAttempt(orderId, provider));
      await pay(await openAttempt(paid, provider));
      expect(await place.desk.cancelOpenAttempt(paid)).toBe("paid");
      place.partners[provider].loseAnswers(3);
      expect(await place.desk.cancelOpenAttempt(left)).toBe("unconfirmed");
      place.partners[provider].loseAnswers(0);
      expect(await place.desk.cancelOpenAttempt(left)).toBe("cancelled");
      expect(await place.desk.cancelOpenAttempt(left)).toBe("none");
    });
  });

  it("begins five times for one order, and then leaves it to people", async () => {
    const orderId = await place.newOrder();
    for (let n = 0; n < 5; n += 1) {
      await place.desk.checkout(await openAttempt(orderId, "stripe"));
      expect(await place.desk.cancelOpenAttempt(orderId)).toBe("cancelled");
    }
    await expect(openAttempt(orderId, "stripe")).rejects.toThrow("too_many_attempts");
  });

  it("counts every webhook once: three times each, shuffled, to two workers, some before the attempt is stored", async () => {
    const orders: { orderId: string; paymentId: string; ref: string | null }[] = [];
    for (let n = 0; n < 60; n += 1) {
      const orderId = await place.newOrder();
      const paymentId = await openAttempt(orderId, n % 2 === 0 ? "stripe" : "razorpay");
      await place.desk.checkout(paymentId);
      orders.push({ orderId, paymentId, ref: (await payment(paymentId)).provider_ref });
      await pay(paymentId);
    }
    const early = orders.filter((_, n) => n % 10 === 0);
    const keepRefs = (of: typeof orders, kept: boolean) =>
      Promise.all(
        of.map(({ paymentId, ref }) =>
          place.db
            .updateTable("payment")
            .set({ provider_ref: kept ? ref : null })
            .where("id", "=", paymentId)
            .execute(),
        ),
      );
    await keepRefs(early, false);
    const sent = place.partners.deliveries.taken();
    const shuffled = fc.sample(fc.shuffledSubarray([...sent, ...sent, ...sent], { minLength: sent.length * 3 }), 1)[0];
    for (const delivery of shuffled ?? []) {
      expect(await place.receive(delivery)).toBe(true);
      if (Math.random() < 0.2) await drained();
    }
    await keepRefs(early, true);
    place.clock.advance(MINUTE);
    await drained();
    for (const { orderId } of orders) {
      expect(await place.order(orderId)).toEqual({ state: "placed", payment_state: "paid" });
      const payments = place.db.selectFrom("payment").select("state").where("order_id", "=", orderId);
      expect(await payments.execute()).toEqual([{ state: "succeeded" }]);
    }
    expect(await place.db.selectFrom("refund").select("id").where("reason", "=", "duplicate").execute()).toEqual([]);
  });
});
