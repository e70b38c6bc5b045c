/** A guest takes an order back, as long as nobody has accepted it. */
import { extendedProblem, type Handled, handle, isRefusal, ok, problem } from "cloche";
import { cancelTracked, type TrackedOrder } from "../../contracts/index.js";
import { audit, emitEvents, inIdempotentTransaction } from "../platform/index.js";
import { scopedToOrder } from "./guest-scope.js";
import type { OrderDesk } from "./order-desk.js";
import { GUEST_CANCELS, trackedOrder } from "./order-views.js";
import { lockOrder, readOrder } from "./orders.store.js";
import { orderOfLink } from "./tracked-link.js";

const UNKEPT = { "cache-control": "no-store" };

/** The handler. */
export function cancelHandler(desk: OrderDesk): Handled {
  const { db, clock, flow, money } = desk;
  return handle(cancelTracked, async ({ params, body, idempotency: sent, request, requestId }) => {
    const order = await orderOfLink(desk, params.token, request);
    if (isRefusal(order)) return order;
    if (order.state === "pending_payment" && (await money?.cancelOpenAttempt(order.id)) === "unconfirmed") {
      return problem(409, "payment_in_progress");
    }
    const idempotency = scopedToOrder(sent, order.id);
    const once = await inIdempotentTransaction<TrackedOrder, "illegal_transition">(
      { db, idempotency, clock },
      {
        async run(trx) {
          const now = new Date(clock.now());
          const locked = await lockOrder(trx, order.id);
          if (locked === undefined || !GUEST_CANCELS.includes(locked.state)) return { refused: "illegal_transition" };
          const reason = body.reason ?? "cancelled by the guest";
          const events = await flow.ended(trx, { orderId: order.id, to: "cancelled", reason, now });
          if (events === undefined) return { refused: "illegal_transition" };
          const about = { action: "order.cancelled", entity: "order", entityId: order.id };
          await audit(trx, { actor: { kind: "guest" }, ...about, locationId: order.location_id, requestId });
          await emitEvents(trx, events);
          return { status: 200, resourceId: order.id };
        },
        render: async (_, orderId) => trackedOrder(desk, (await readOrder(db, orderId)) ?? order),
      },
    );
    if (once.outcome === "running") return problem(409, "idempotency_running");
    if (once.outcome === "mismatch") return problem(422, "idempotency_mismatch");
    if (once.outcome !== "refused") return ok(once.body, UNKEPT);
    const { state } = (await readOrder(db, order.id)) ?? order;
    return extendedProblem(409, once.refused, { order: { state } });
  });
}
