/** The kitchen's routes. Each asks the database what its caller may see; the token's role only opens the door. */
import { type Clock, type Handled, handle, ok, problem, refuse, type Visit } from "cloche";
import type { Kysely } from "kysely";
import { bumpItem, kitchenStream, readBoard, undoItem } from "../../contracts/index.js";
import { type Database, type LiveEvents, parseCursor } from "../platform/index.js";
import { readBoardNow } from "./board.js";
import type { ItemMoveName } from "./item-moves.js";
import { kitchenScope } from "./kitchen-scope.js";
import { kitchenStreamOf } from "./kitchen-stream.js";
import { moveItem } from "./move-item.js";
import type { OrderLife } from "./order-life.js";

/** What the kitchen needs. */
export interface KitchenDeps {
  readonly db: Kysely<Database>;
  readonly live: LiveEvents;
  readonly clock: Clock;
  /** The orders'. */
  readonly orders: OrderLife;
  /** How often a stream's heartbeat is sent, milliseconds; 10 000 unless said. */
  readonly heartbeatMilliseconds?: number;
}

const NOT_OF_THE_KITCHEN = refuse("forbidden", { reason: "not_of_the_kitchen" });
const NOTHING_TO_SEE = refuse("not_found", { reason: "ticket_item_not_visible" });

/** The kitchen's handlers. */
export function kitchenHandlers(deps: KitchenDeps): readonly Handled[] {
  const { db, clock } = deps;
  return [
    handle(readBoard, async ({ caller }) => {
      const scope = await kitchenScope(db, caller.id);
      return scope === undefined ? NOT_OF_THE_KITCHEN : ok(await readBoardNow(db, scope, clock));
    }),
    handle(bumpItem, mover(deps, "done")),
    handle(undoItem, mover(deps, "undo")),
    handle(kitchenStream, async ({ caller, query, request, signal }) => {
      const scope = await kitchenScope(db, caller.id);
      if (scope === undefined) return NOT_OF_THE_KITCHEN;
      // A browser that reconnects by itself repeats the first address, so only its header tells where it stopped.
      const after = parseCursor(request.header("last-event-id")) ?? parseCursor(query.after);
      const everyMilliseconds = deps.heartbeatMilliseconds;
      return ok(kitchenStreamOf({ ...deps, everyMilliseconds }, { scope, after, signal }));
    }),
  ];
}

function mover(deps: KitchenDeps, move: ItemMoveName) {
  return async ({ caller, params, body }: Pick<Visit<typeof bumpItem>, "caller" | "params" | "body">) => {
    const scope = await kitchenScope(deps.db, caller.id);
    if (scope === undefined) return NOT_OF_THE_KITCHEN;
    const request = { itemId: params.id, move, expectedVersion: body?.expectedVersion };
    const moved = await moveItem(deps, scope, request);
    if (moved === "not_found") return NOTHING_TO_SEE;
    return moved === "version_conflict" ? problem(409, "version_conflict") : ok({ ticket: moved.ticket });
  };
}
