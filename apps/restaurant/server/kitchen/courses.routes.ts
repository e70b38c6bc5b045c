/** Sends a course that was on hold to the kitchen. */
import { type Handled, handle, ok, problem, refuse } from "cloche";
import type { Transaction } from "kysely";
import { fireCourse, locationOf } from "../../contracts/index.js";
import { audit, type Database, emitEvents, type OrderState } from "../platform/index.js";
import { fireTickets } from "./fire-tickets.js";
import type { KitchenDeps } from "./kitchen.routes.js";
import { releaseCourse } from "./routing.store.js";

const NO_ORDER = refuse("not_found", { reason: "order_unknown" });
const FIRABLE: readonly OrderState[] = ["accepted", "preparing"];

/** The handler of courses. */
export function coursesHandlers({
  db,
  clock,
  orders,
}: Pick<KitchenDeps, "db" | "clock" | "orders">): readonly Handled[] {
  return [
    handle(fireCourse, async ({ params, body, caller, requestId }) => {
      const locationId = locationOf(caller);
      const fired = await db.transaction().execute(async (trx) => {
        if (!(await isOfPlace(trx, params.id, locationId))) return undefined;
        const order = await orders.lock(trx, params.id);
        if (order === undefined || !FIRABLE.includes(order.state)) return 0;
        const released = await releaseCourse(trx, params.id, body?.course);
        if (released === 0) return 0;
        const { told } = await fireTickets(trx, params.id);
        const begins = order.state === "accepted";
        if (begins) await orders.move(trx, { orderId: params.id, to: "preparing", now: new Date(clock.now()) });
        const about = { entity: "order", entityId: params.id, locationId, requestId };
        await audit(trx, { actor: { kind: "staff", id: caller.id }, action: "course.fired", ...about });
        const events = await told();
        await emitEvents(trx, begins ? [...events, await orders.event(trx, params.id)] : events);
        return released;
      });
      if (fired === undefined) return NO_ORDER;
      return fired === 0 ? problem(409, "illegal_transition") : ok({ fired });
    }),
  ];
}

async function isOfPlace(trx: Transaction<Database>, orderId: string, locationId: string): Promise<boolean> {
  if (locationId === "") return false;
  const row = await trx
    .selectFrom("orders")
    .select("id")
    .where("id", "=", orderId)
    .where("location_id", "=", locationId)
    .executeTakeFirst();
  return row !== undefined;
}
