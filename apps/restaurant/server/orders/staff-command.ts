/** How staff's commands run: who may at which place, once per key, in one transaction, with an entry in the audit trail. */
import { extendedProblem, type Idempotency, problem, refuse } from "cloche";
import type { Transaction } from "kysely";
import type { OrderRefusal, StaffOrder } from "../../contracts/index.js";
import {
  audit,
  type Database,
  type Effect,
  emitEvents,
  inIdempotentTransaction,
  type Json,
  type NewEvent,
  staffAt,
} from "../platform/index.js";
import type { OrderDesk } from "./order-desk.js";
import { orderProblem } from "./order-replies.js";
import { lockOrder, type OrderRow, readOrder } from "./orders.store.js";
import { staffOrder, type Viewer } from "./staff-views.js";

/** Why a command does nothing. */
export type CommandRefusal =
  | OrderRefusal
  | "illegal_transition"
  | "order_unpaid"
  | "line_fired"
  | "payment_in_progress"
  | "version_conflict"
  | "courier_unknown"
  | "order_empty"
  | "table_unknown"
  | "not_found"
  | "forbidden";

/** What a command is given. */
export interface Commanded {
  readonly trx: Transaction<Database>;
  /** Locked. */
  readonly order: OrderRow;
  readonly staffId: string;
  readonly viewer: Viewer;
  readonly now: Date;
  readonly requestId: string;
}

/** What a command did: the events to emit last, and what the audit trail keeps of it. */
export interface Done {
  readonly events: readonly NewEvent[];
  readonly detail?: Json;
  /** Another order than the one it was about. */
  readonly orderId?: string;
}

/** A command. */
export interface Command {
  readonly action: string;
  readonly roles: readonly Viewer[];
  run(given: Commanded): Promise<Done | CommandRefusal>;
}

/** Who commands, about which order. */
export interface Asked {
  readonly caller: { readonly id: string };
  readonly orderId: string;
  readonly idempotency: Idempotency | undefined;
  readonly requestId: string;
}

/** An object of another place, and one that is not there, are told the same. */
export const NOT_HERE = refuse("not_found", { reason: "not_of_this_place" });
export const NOT_YOURS = refuse("forbidden", { reason: "role_at_place" });

/** The role of a caller for an order; a courier has one for their own deliveries alone. */
export async function viewerOf(
  db: OrderDesk["db"],
  staffId: string,
  order: Pick<OrderRow, "location_id" | "courier_id"> | undefined,
): Promise<Viewer | undefined> {
  if (order === undefined) return undefined;
  const role = (await staffAt(db, { staffId, locationId: order.location_id })) as Viewer | undefined;
  if (role === "courier") return order.courier_id === staffId ? role : undefined;
  return role;
}

/** Runs a command and answers the order as it then is. */
export async function runCommand(desk: OrderDesk, asked: Asked, command: Command) {
  const { db, clock } = desk;
  const { caller, orderId, idempotency, requestId } = asked;
  const viewer = await viewerOf(db, caller.id, await readOrder(db, orderId));
  if (viewer === undefined) return NOT_HERE;
  if (!command.roles.includes(viewer)) return NOT_YOURS;
  const once = await inIdempotentTransaction<StaffOrder, CommandRefusal>(
    { db, idempotency, clock },
    {
      async run(trx): Promise<Effect | { readonly refused: CommandRefusal }> {
        const order = await lockOrder(trx, orderId);
        if (order === undefined) return { refused: "not_found" };
        const given = { trx, order, staffId: caller.id, viewer, now: new Date(clock.now()), requestId };
        const done = await command.run(given);
        if (typeof done === "string") return { refused: done };
        await record(given, command.action, done);
        await emitEvents(trx, done.events);
        return { status: 200, resourceId: done.orderId ?? orderId };
      },
      render: (_, id) => staffOrder(db, id, viewer),
    },
  );
  if (once.outcome === "running") return problem(409, "idempotency_running");
  if (once.outcome === "mismatch") return problem(422, "idempotency_mismatch");
  if (once.outcome !== "refused") return { status: 200 as const, body: once.body };
  return commandProblem(once.refused, await readOrder(db, orderId));
}

function record({ trx, order, staffId, requestId }: Commanded, action: string, { detail = {} }: Done): Promise<void> {
  const about = { action, entity: "order", entityId: order.id, locationId: order.location_id };
  return audit(trx, { actor: { kind: "staff", id: staffId }, ...about, detail, requestId });
}

/** The answer to a command that did nothing, with the order as it stands now where that is why. */
export function commandProblem(refusal: CommandRefusal, found: Pick<OrderRow, "state" | "version"> | undefined) {
  if (refusal === "not_found" || found === undefined) return NOT_HERE;
  const now = { order: { state: found.state, version: found.version } };
  if (refusal === "forbidden") return NOT_YOURS;
  if (refusal === "version_conflict") return extendedProblem(412, refusal, now);
  if (refusal === "illegal_transition" || refusal === "line_fired") return extendedProblem(409, refusal, now);
  if (refusal === "order_unpaid" || refusal === "payment_in_progress") return problem(409, refusal);
  if (refusal === "courier_unknown" || refusal === "order_empty" || refusal === "table_unknown") {
    return problem(422, refusal);
  }
  return orderProblem(refusal);
}
