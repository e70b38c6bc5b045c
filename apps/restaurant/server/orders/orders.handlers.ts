/** Every handler of ordering. */
import type { Handled } from "cloche";
import { counterHandlers } from "./counter.routes.js";
import { floorHandler } from "./floor.routes.js";
import { guestDataHandlers } from "./guests.routes.js";
import { historyHandler } from "./history.routes.js";
import { type OrdersDeps, orderDesk } from "./order-desk.js";
import { guestOrderHandlers } from "./orders.routes.js";
import { ownOrdersHandler } from "./own-orders.routes.js";
import { staffOrderHandlers } from "./staff-orders.routes.js";

/** Makes them. */
export function ordersHandlers(deps: OrdersDeps): readonly Handled[] {
  const desk = orderDesk(deps);
  return [
    ...guestOrderHandlers(deps, desk),
    ...staffOrderHandlers(desk),
    ...counterHandlers(desk),
    floorHandler(desk),
    historyHandler(desk),
    ...guestDataHandlers(desk),
    ownOrdersHandler(desk),
  ];
}
