/** What staff do with money: take cash, give it back, look at it, ask the partner. */
import { type Clock, created, type Handled, handle, ok, problem, refuse } from "cloche";
import type { Kysely } from "kysely";
import { checkPayment, orderPayments, readOfficeMoney, requestRefund, takeCash } from "../../contracts/index.js";
import { actingAt } from "../access/index.js";
import { type Database, inIdempotentTransaction } from "../platform/index.js";
import { type CashRefusal, takeCash as take } from "./cash.js";
import type { MoneyDeps } from "./money-deps.js";
import { cashTaken, onePayment, oneRefund, orderMoney } from "./money-views.js";
import { officeMoney } from "./office-money.js";
import type { PaymentDesk } from "./payment-desk.js";
import { type RefundRefusal, staffRefund } from "./staff-refund.js";
import { moneyScope } from "./staff-scope.js";

/** What the routes need. */
export interface StaffPaymentsDeps extends MoneyDeps {
  readonly db: Kysely<Database>;
  readonly clock: Clock;
  readonly desk: PaymentDesk;
}

const NOT_HERE = refuse("not_found", { reason: "not_of_this_place" });
const NOT_FOR_YOU = refuse("forbidden", { reason: "role_at_this_place" });

/** The handlers of staff. */
export function staffPaymentsHandlers(deps: StaffPaymentsDeps): readonly Handled[] {
  return [placeHandler(deps), listHandler(deps), cashHandler(deps), refundHandler(deps), checkHandler(deps)];
}

function placeHandler({ db }: StaffPaymentsDeps): Handled {
  return handle(readOfficeMoney, async ({ caller, params: { id: locationId } }) => {
    const acting = await actingAt(db, caller, { locationId, capability: "checkPayments" });
    if (acting === "not_here") return NOT_HERE;
    return acting === "not_yours" ? NOT_FOR_YOU : ok(await officeMoney(db, locationId));
  });
}

function listHandler({ db }: StaffPaymentsDeps): Handled {
  return handle(orderPayments, async ({ caller, params }) => {
    const order = await placeOf(db, "orders", params.id);
    if (order === undefined || (await moneyScope(db, caller.id, order.location_id)) === undefined) return NOT_HERE;
    return ok(await orderMoney(db, params.id));
  });
}

function cashHandler(deps: StaffPaymentsDeps): Handled {
  const { db, clock, desk } = deps;
  return handle(takeCash, async ({ caller, params, body, idempotency, requestId }) => {
    const order = await placeOf(db, "orders", params.id);
    const scope = order === undefined ? undefined : await moneyScope(db, caller.id, order.location_id);
    if (scope === undefined) return NOT_HERE;
    // The guest may have a page of the partner's open; it must not take the same money.
    await desk.cancelOpenAttempt(params.id);
    const cash = { orderId: params.id, received: body.received, staffId: scope.staffId, requestId };
    const once = await inIdempotentTransaction<Awaited<ReturnType<typeof cashTaken>>, CashRefusal>(
      { db, idempotency, clock },
      { run: (trx) => take(deps, trx, cash), render: cashTaken },
    );
    if (once.outcome === "running") return problem(409, "idempotency_running");
    if (once.outcome === "mismatch") return problem(422, "idempotency_mismatch");
    if (once.outcome !== "refused") return created(once.body);
    return once.refused === "received_too_little" ? problem(422, once.refused) : problem(409, once.refused);
  });
}

function refundHandler(deps: StaffPaymentsDeps): Handled {
  const { db, clock } = deps;
  return handle(requestRefund, async ({ caller, params, body, idempotency }) => {
    const payment = await placeOf(db, "payment", params.id);
    const scope = payment === undefined ? undefined : await moneyScope(db, caller.id, payment.location_id);
    if (payment?.order_id === undefined || scope === undefined) return NOT_HERE;
    if (scope.role === "cashier") return NOT_FOR_YOU;
    const key = `staff:${idempotency?.scope}:${idempotency?.key}`;
    const wish = { ...body, paymentId: params.id, orderId: payment.order_id, key, scope };
    const once = await inIdempotentTransaction<Awaited<ReturnType<typeof oneRefund>>, RefundRefusal>(
      { db, idempotency, clock },
      { run: (trx) => staffRefund(deps, trx, wish), render: oneRefund },
    );
    if (once.outcome === "running") return problem(409, "idempotency_running");
    if (once.outcome === "mismatch") return problem(422, "idempotency_mismatch");
    if (once.outcome === "refused") return problem(409, once.refused);
    return { status: 202, body: once.body } as const;
  });
}

function checkHandler({ db, desk }: StaffPaymentsDeps): Handled {
  return handle(checkPayment, async ({ caller, params }) => {
    const payment = await placeOf(db, "payment", params.id);
    const scope = payment === undefined ? undefined : await moneyScope(db, caller.id, payment.location_id);
    if (scope === undefined) return NOT_HERE;
    if (scope.role === "cashier") return NOT_FOR_YOU;
    const heard = await desk.check(params.id);
    return heard === undefined ? problem(503, "provider_unavailable") : ok(await onePayment(db, params.id));
  });
}

async function placeOf(db: Kysely<Database>, table: "orders" | "payment", id: string) {
  if (table === "orders") {
    const order = await db.selectFrom("orders").select("location_id").where("id", "=", id).executeTakeFirst();
    return order === undefined ? undefined : { ...order, order_id: id };
  }
  return db.selectFrom("payment").select(["location_id", "order_id"]).where("id", "=", id).executeTakeFirst();
}
