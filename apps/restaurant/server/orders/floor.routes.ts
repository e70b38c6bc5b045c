/** The floor as somebody at the counter sees it: every table, and what is open there. */
import { type Handled, handle, ok } from "cloche";
import { readFloor } from "../../contracts/index.js";
import { actingAt } from "../access/index.js";
import { tablesWithOrders } from "./floor.store.js";
import type { OrderDesk } from "./order-desk.js";
import { NOT_HERE, NOT_YOURS } from "./staff-command.js";

/** The handler. */
export function floorHandler({ db }: Pick<OrderDesk, "db">): Handled {
  return handle(readFloor, async ({ caller, params: { id: locationId } }) => {
    const acting = await actingAt(db, caller, { locationId, capability: "takeOrders" });
    if (acting === "not_here") return NOT_HERE;
    return acting === "not_yours" ? NOT_YOURS : ok({ tables: [...(await tablesWithOrders(db, locationId))] });
  });
}
