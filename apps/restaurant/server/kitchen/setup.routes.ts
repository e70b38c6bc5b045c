/** The routes by which a kitchen is set up, looks ahead, and sends its courses. */
import type { Handled } from "cloche";
import { coursesHandlers } from "./courses.routes.js";
import type { KitchenDeps } from "./kitchen.routes.js";
import { routingHandlers } from "./routing.routes.js";
import { stationsHandlers } from "./stations.routes.js";
import { upcomingHandler } from "./upcoming.routes.js";

/** The handlers of the set-up. */
export function kitchenSetupHandlers(deps: Pick<KitchenDeps, "db" | "clock" | "orders">): readonly Handled[] {
  return [
    ...stationsHandlers(deps.db),
    ...routingHandlers(deps.db),
    ...coursesHandlers(deps),
    upcomingHandler(deps.db),
  ];
}
