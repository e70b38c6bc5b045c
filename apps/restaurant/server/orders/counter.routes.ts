/** How a place takes orders right now: paused, busy, accepting by itself; and clearing tables. */
import { type Handled, handle, ok } from "cloche";
import type { Kysely } from "kysely";
import { closeTable, pauseOrders, setAcceptMode, setBusy } from "../../contracts/index.js";
import { audit, type Database, type Json, type StaffRole, staffAt } from "../platform/index.js";
import type { OrderDesk } from "./order-desk.js";
import { NOT_HERE, NOT_YOURS } from "./staff-command.js";
import { closeSession } from "./tables.store.js";

const STAFF: readonly StaffRole[] = ["owner", "manager", "cashier"];
const CHIEFS: readonly StaffRole[] = ["owner", "manager"];
const MINUTE = 60_000;

/** The handlers. */
export function counterHandlers({ db, clock }: OrderDesk): readonly Handled[] {
  return [
    handle(pauseOrders, async (visit) => {
      const { minutes } = visit.body;
      const until = minutes === 0 ? null : new Date(clock.now() + minutes * MINUTE);
      return change(db, visit, {
        action: "place.paused",
        roles: STAFF,
        set: { paused_until: until },
        detail: { minutes },
      });
    }),
    handle(setBusy, (visit) => {
      const { minutes } = visit.body;
      return change(db, visit, {
        action: "place.busy",
        roles: STAFF,
        set: { busy_minutes: minutes },
        detail: { minutes },
      });
    }),
    handle(setAcceptMode, (visit) => {
      const { acceptMode } = visit.body;
      const set = { accept_mode: acceptMode };
      return change(db, visit, { action: "place.accept_mode", roles: CHIEFS, set, detail: { acceptMode } });
    }),
    handle(closeTable, async ({ caller, params, requestId }) => {
      const { id: locationId, sessionId } = params;
      const role = await staffAt(db, { staffId: caller.id, locationId });
      if (role === undefined) return NOT_HERE;
      if (!STAFF.includes(role)) return NOT_YOURS;
      const closed = await db.transaction().execute(async (trx) => {
        const done = await closeSession(trx, { locationId, sessionId, now: new Date(clock.now()) });
        const about = { action: "table.cleared", entity: "table_session", entityId: sessionId, locationId };
        if (done) await audit(trx, { actor: { kind: "staff", id: caller.id }, ...about, requestId });
        return done;
      });
      return closed ? ok({ closed: true as const }) : NOT_HERE;
    }),
  ];
}

interface Change {
  readonly action: string;
  readonly roles: readonly StaffRole[];
  readonly set: { paused_until?: Date | null; busy_minutes?: number; accept_mode?: "manual" | "auto" };
  readonly detail: Json;
}

interface Visited {
  readonly caller: { readonly id: string };
  readonly params: { readonly id: string };
  readonly requestId: string;
}

async function change(db: Kysely<Database>, { caller, params, requestId }: Visited, asked: Change) {
  const { id: locationId } = params;
  const role = await staffAt(db, { staffId: caller.id, locationId });
  if (role === undefined) return NOT_HERE;
  if (!asked.roles.includes(role)) return NOT_YOURS;
  const row = await db.transaction().execute(async (trx) => {
    const about = { action: asked.action, entity: "location", entityId: locationId, locationId };
    await audit(trx, { actor: { kind: "staff", id: caller.id }, ...about, detail: asked.detail, requestId });
    const changed = trx.updateTable("location").set(asked.set).where("id", "=", locationId);
    return changed.returning(["paused_until", "busy_minutes", "accept_mode"]).executeTakeFirstOrThrow();
  });
  return ok({
    pausedUntil: row.paused_until?.toISOString() ?? null,
    busyMinutes: row.busy_minutes,
    acceptMode: row.accept_mode,
  });
}
