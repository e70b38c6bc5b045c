/** What screens say of themselves: how far they have shown the stream, and that they had lost something of it; and what none of them has shown. */
import { type Handled, handle, noContent, ok } from "cloche";
import type { Kysely } from "kysely";
import { kdsAck, kdsDrift, listUnseenTickets } from "../../contracts/index.js";
import { audit, type Database, liveHead } from "../platform/index.js";
import { DEVICE, kitchenScope, NOT_OF_THE_KITCHEN } from "./kitchen-scope.js";
import { readUnseen } from "./unseen.store.js";
import { acknowledgeSeen } from "./unseen-tickets.js";

/** The handlers of what screens report. */
export function screenReportHandlers({ db }: { readonly db: Kysely<Database> }): readonly Handled[] {
  return [
    handle(kdsAck, async ({ caller, body }) => {
      const scope = await kitchenScope(db, caller);
      if (scope === undefined) return NOT_OF_THE_KITCHEN;
      // A manager's glance from the office is no cook's; and a number of another history says nothing.
      if (!body.visible || (scope.role !== DEVICE && scope.role !== "chef")) return noContent();
      await db.transaction().execute(async (trx) => {
        const head = await liveHead(trx, scope.locationId);
        if (head.epoch === body.epoch) await acknowledgeSeen(trx, scope, Math.min(body.seq, head.seq));
      });
      return noContent();
    }),
    // For whoever stands at the counter, who sees no board.
    handle(listUnseenTickets, async ({ params }) => ok({ tickets: [...(await readUnseen(db, params.location))] })),
    // Kept on record: the screen mends itself, but why it lost something is for people to find out.
    handle(kdsDrift, async ({ caller, body, requestId }) => {
      const scope = await kitchenScope(db, caller);
      if (scope === undefined) return NOT_OF_THE_KITCHEN;
      const { actor, locationId } = scope;
      const about = { entity: actor.kind, entityId: actor.id, locationId, requestId, detail: { ...body } };
      await audit(db, { actor, action: "kitchen.kds_drift", ...about });
      return noContent();
    }),
  ];
}
