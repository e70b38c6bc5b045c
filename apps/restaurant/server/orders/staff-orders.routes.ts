/** The routes by which staff work with orders. */
import { created, type Handled, handle, ok, problem } from "cloche";
import {
  acceptOrder,
  addLines,
  cancelOrder,
  changeLine,
  copyOrder,
  deliverOrder,
  dispatchOrder,
  handOver,
  listOrders,
  moveTable,
  ORDER_STATES,
  promiseOrder,
  readOrder as readOrderContract,
  rejectOrder,
  type StaffOrder,
  sendOrder,
  takeOrder,
  voidLine,
} from "../../contracts/index.js";
import { actingAt } from "../access/index.js";
import { inIdempotentTransaction, staffAt } from "../platform/index.js";
import { adding, changing, voiding } from "./line-commands.js";
import type { OrderDesk } from "./order-desk.js";
import { orderProblem } from "./order-replies.js";
import type { OrderState } from "./order-states.js";
import { orderMachine } from "./order-states.js";
import { readOrder } from "./orders.store.js";
import { type Asked, NOT_HERE, NOT_YOURS, runCommand, viewerOf } from "./staff-command.js";
import { accepting, dispatching, ending, handingOver, movingTable, promising, sending } from "./staff-moves.js";
import { listOrders as listOrderRows } from "./staff-orders.store.js";
import { copying, type TakeRefusal, taking } from "./staff-taking.js";
import { staffOrder, summaryOf } from "./staff-views.js";

/** What a route hands on. */
type Visited = Pick<Asked, "caller" | "idempotency" | "requestId"> & { readonly params: { readonly id: string } };

const askedOf = ({ caller, idempotency, requestId, params }: Visited): Asked => ({
  ...{ caller, idempotency, requestId },
  orderId: params.id,
});
const moment = (text: string | undefined): Date | undefined => (text === undefined ? undefined : new Date(text));

/** The handlers. */
export function staffOrderHandlers(desk: OrderDesk): readonly Handled[] {
  return [
    listHandler(desk),
    detailHandler(desk),
    takeHandler(desk),
    handle(acceptOrder, (visit) => runCommand(desk, askedOf(visit), accepting(desk, moment(visit.body?.promisedAt)))),
    handle(rejectOrder, (visit) => runCommand(desk, askedOf(visit), ending(desk, "rejected", visit.body.reason))),
    cancelHandler(desk),
    handle(promiseOrder, (visit) => runCommand(desk, askedOf(visit), promising(desk, new Date(visit.body.promisedAt)))),
    handle(dispatchOrder, (visit) => runCommand(desk, askedOf(visit), dispatching(desk, visit.body?.courierId))),
    handle(handOver, (visit) => runCommand(desk, askedOf(visit), handingOver("handover", visit.body?.unpaidReason))),
    handle(deliverOrder, (visit) => runCommand(desk, askedOf(visit), handingOver("deliver", visit.body?.unpaidReason))),
    handle(sendOrder, (visit) => runCommand(desk, askedOf(visit), sending(desk))),
    handle(moveTable, (visit) => runCommand(desk, askedOf(visit), movingTable(visit.body.tableId))),
    handle(copyOrder, (visit) => runCommand(desk, askedOf(visit), copying(desk))),
    handle(addLines, (visit) => runCommand(desk, askedOf(visit), adding(desk, visit.body.lines))),
    handle(changeLine, (visit) => {
      const version = Number(visit.headers["if-match"].slice(1, -1));
      return runCommand(desk, askedOf(visit), changing(desk, { lineId: visit.params.lineId, version }, visit.body));
    }),
    handle(voidLine, (visit) =>
      runCommand(desk, askedOf(visit), voiding(desk, visit.params.lineId, visit.body.reason)),
    ),
  ];
}

const LIVE: readonly OrderState[] = ORDER_STATES.filter((state) => !orderMachine.isTerminal(state));

function statesOf(text: string | undefined): readonly OrderState[] | undefined {
  if (text === undefined) return undefined;
  const names = text.split(",");
  return names.includes("live") ? LIVE : ORDER_STATES.filter((state) => names.includes(state));
}

function listHandler({ db }: OrderDesk): Handled {
  return handle(listOrders, async ({ caller, params, query }) => {
    const acting = await actingAt(db, caller, { locationId: params.id, capability: "seeOrders" });
    if (acting === "not_here") return NOT_HERE;
    if (acting === "not_yours") return NOT_YOURS;
    const courierId = acting.reach === "own" ? acting.actor.id : undefined;
    const states = statesOf(query.state);
    // A state nobody has is no order's.
    if (states?.length === 0) return ok({ orders: [], next: null });
    const { date, number, cursor: before, limit } = query;
    const rows = await listOrderRows(db, {
      ...{ locationId: params.id, states, date, number, before, courierId },
      limit: limit + 1,
    });
    const page = rows.slice(0, limit);
    return ok({ orders: page.map(summaryOf), next: rows.length > limit ? (page.at(-1)?.id ?? null) : null });
  });
}

function detailHandler({ db }: OrderDesk): Handled {
  return handle(readOrderContract, async ({ caller, params }) => {
    const order = await readOrder(db, params.id);
    const locationId = order?.location_id ?? "";
    const acting =
      order === undefined ? "not_here" : await actingAt(db, caller, { locationId, capability: "seeOrders" });
    if (acting === "not_here") return NOT_HERE;
    if (acting === "not_yours") return NOT_YOURS;
    const isOthers = acting.reach === "own" && order?.courier_id !== acting.actor.id;
    return isOthers ? NOT_HERE : ok(await staffOrder(db, params.id, acting.role ?? "integration"));
  });
}

/** An online attempt is ended first, outside of the transaction, since the partner has to say so. */
function cancelHandler(desk: OrderDesk): Handled {
  return handle(cancelOrder, async (visit) => {
    const order = await readOrder(desk.db, visit.params.id);
    const viewer = await viewerOf(desk.db, visit.caller.id, order);
    if (viewer === undefined) return NOT_HERE;
    const waits = order?.state === "pending_payment" && viewer !== "chef";
    if (waits && (await desk.money?.cancelOpenAttempt(order.id)) === "unconfirmed") {
      return problem(409, "payment_in_progress");
    }
    return runCommand(desk, askedOf(visit), ending(desk, "cancelled", visit.body.reason));
  });
}

function takeHandler(desk: OrderDesk): Handled {
  const { db, clock } = desk;
  return handle(takeOrder, async ({ caller, params, body, idempotency, requestId }) => {
    const role = await staffAt(db, { staffId: caller.id, locationId: params.id });
    if (role === undefined) return NOT_HERE;
    if (role === "chef") return NOT_YOURS;
    const once = await inIdempotentTransaction<StaffOrder, TakeRefusal>(
      { db, idempotency, clock },
      {
        run: (trx) => taking(desk, trx, { body, locationId: params.id, staffId: caller.id, requestId }),
        render: (_, id) => staffOrder(db, id, role),
      },
    );
    if (once.outcome === "running") return problem(409, "idempotency_running");
    if (once.outcome === "mismatch") return problem(422, "idempotency_mismatch");
    return once.outcome === "refused" ? takeProblem(once.refused) : created(once.body);
  });
}

function takeProblem(refusal: TakeRefusal) {
  return refusal === "not_found" ? NOT_HERE : orderProblem(refusal);
}
