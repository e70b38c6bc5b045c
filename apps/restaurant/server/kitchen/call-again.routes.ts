/** Calls a guest once more who has not come for what is ready. */
import { type Clock, type Handled, handle, noContent, problem, refuse } from "cloche";
import type { Kysely, Transaction } from "kysely";
import { kdsCallAgain } from "../../contracts/index.js";
import { audit, type Database } from "../platform/index.js";
import { kitchenScope, mayRush, NOT_AT_THE_PASS, NOT_OF_THE_KITCHEN } from "./kitchen-scope.js";

/** Tells the guest of an order that it is ready, again; where they agreed to be told. */
export type CallGuest = (
  trx: Transaction<Database>,
  call: { readonly orderId: string; readonly news: "ready"; readonly about: string },
) => Promise<void>;

/** What calling needs. */
export interface CallAgainDeps {
  readonly db: Kysely<Database>;
  readonly clock: Clock;
  /** The messages'. */
  readonly callGuest: CallGuest;
}

const NO_ORDER = refuse("not_found", { reason: "order_unknown" });
const MINUTE = 60_000;

/** The handler. */
export function callAgainHandler({ db, clock, callGuest }: CallAgainDeps): Handled {
  return handle(kdsCallAgain, async ({ caller, params, requestId }) => {
    const scope = await kitchenScope(db, caller);
    if (scope === undefined) return NOT_OF_THE_KITCHEN;
    if (!mayRush(scope)) return NOT_AT_THE_PASS;
    const { actor, locationId } = scope;
    const state = await db.transaction().execute(async (trx) => {
      const order = await trx
        .selectFrom("orders")
        .select("state")
        .where("id", "=", params.id)
        .where("location_id", "=", locationId)
        .executeTakeFirst();
      if (order?.state !== "ready") return order?.state;
      // Presses within a minute are one call.
      const about = `again ${Math.floor(clock.now() / MINUTE)}`;
      await callGuest(trx, { orderId: params.id, news: "ready", about });
      const entry = { action: "order.called_again", entity: "order", entityId: params.id, locationId, requestId };
      await audit(trx, { actor, ...entry });
      return order.state;
    });
    if (state === undefined) return NO_ORDER;
    return state === "ready" ? noContent() : problem(409, "illegal_transition");
  });
}
