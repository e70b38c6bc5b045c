/** The routes of partners' events that were given up on: what they are, and one more try. */
import { type Clock, type Handled, handle, ok, problem, refuse, reply } from "cloche";
import type { Kysely } from "kysely";
import { listDeadEvents, redeliverEvent } from "../../contracts/index.js";
import { audit, type Database, deadArrivals, revive } from "../platform/index.js";
import { deadScope } from "./dead-scope.js";

/** What the routes need. */
export interface DeadEventsDeps {
  readonly db: Kysely<Database>;
  readonly clock: Clock;
}

const MOST = 100;
const NO_EVENT = refuse("not_found", { reason: "event_unknown" });

/** The handlers. The inbox is one for the whole house: what concerns no place that can be told is for owners alone. */
export function deadEventsHandlers({ db, clock }: DeadEventsDeps): readonly Handled[] {
  return [
    handle(listDeadEvents, async ({ params: { location }, caller }) => {
      const dead = await deadArrivals(db, await deadScope(db, caller.id, location), MOST);
      return ok({ events: dead.map((one) => ({ ...one, receivedAt: one.receivedAt.toISOString() })) });
    }),
    handle(redeliverEvent, ({ params, body: { partner, eventId }, caller, requestId }) =>
      db.transaction().execute(async (trx) => {
        const scope = await deadScope(trx, caller.id, params.location);
        const outcome = await revive(trx, { provider: partner, eventId, scope }, new Date(clock.now()));
        if (outcome === undefined) return NO_EVENT;
        if (outcome === "not_dead") return problem(409, "event_not_dead");
        await audit(trx, {
          actor: { kind: "staff", id: caller.id },
          action: "webhook.redelivered",
          entity: "webhook_event",
          entityId: eventId,
          locationId: params.location,
          detail: { partner },
          requestId,
        });
        return reply(202, { state: "pending" });
      }),
    ),
  ];
}
