/** The routes of what a place holds about a guest; the record says that it was done, and never about whom. */
import { type Handled, handle, ok, problem } from "cloche";
import { eraseGuest, exportGuest } from "../../contracts/index.js";
import { actingAt } from "../access/index.js";
import { audit } from "../platform/index.js";
import { forgetGuest, readGuest } from "./guests.store.js";
import type { OrderDesk } from "./order-desk.js";
import { NOT_HERE, NOT_YOURS } from "./staff-command.js";

/** The handlers. */
export function guestDataHandlers({ db }: OrderDesk): readonly Handled[] {
  return [
    handle(exportGuest, async ({ caller, params: { id: locationId }, body, requestId }) => {
      const acting = await actingAt(db, caller, { locationId, capability: "exportData" });
      if (typeof acting === "string") return acting === "not_here" ? NOT_HERE : NOT_YOURS;
      const data = await readGuest(db, { locationId, ...body });
      const about = { entity: "location", entityId: locationId, locationId, detail: { orders: data.orders.length } };
      await audit(db, { actor: acting.actor, action: "guest.exported", ...about, requestId });
      return ok(data, { "cache-control": "no-store" });
    }),
    handle(eraseGuest, async ({ caller, params: { id: locationId }, body, requestId }) => {
      const acting = await actingAt(db, caller, { locationId, capability: "exportData" });
      if (typeof acting === "string") return acting === "not_here" ? NOT_HERE : NOT_YOURS;
      const forgotten = await db.transaction().execute(async (trx) => {
        const orders = await forgetGuest(trx, { locationId, ...body });
        if (orders === undefined) return undefined;
        const about = { entity: "location", entityId: locationId, locationId, detail: { orders } };
        await audit(trx, { actor: acting.actor, action: "guest.erased", ...about, requestId });
        return orders;
      });
      return forgotten === undefined ? problem(409, "order_open") : ok({ orders: forgotten });
    }),
  ];
}
