/** The cameras' routes. The token's role opens the door; the database says whether its bearer may still look. */
import { type Clock, type Handled, handle, ok, problem, refuse } from "cloche";
import type { Kysely } from "kysely";
import {
  CAPABILITIES,
  cameraStream,
  downloadAudit,
  locationOf,
  readAudit,
  readCameras,
} from "../../contracts/index.js";
import { type Database, formatCursor, parseCursor, trailVerdict } from "../platform/index.js";
import { auditFile, auditPage } from "./audit.store.js";
import { cameraStreamOf } from "./camera-stream.js";
import type { Tape } from "./footage.js";

/** What the cameras need. */
export interface CamerasDeps {
  readonly db: Kysely<Database>;
  readonly clock: Clock;
  readonly tape: Tape;
  /** How many lines and events were lost so far. */
  readonly lost: () => number;
  /** Ends the live streams. */
  readonly stopping: AbortSignal;
}

const NOT_OF_THE_OFFICE = refuse("forbidden", { reason: "not_of_the_office" });

/** The cameras' handlers. */
export function camerasHandlers({ db, clock, tape, lost, stopping }: CamerasDeps): readonly Handled[] {
  return [
    handle(readCameras, async ({ caller }) => {
      if (!(await mayWatch(db, caller.id))) return NOT_OF_THE_OFFICE;
      const seq = tape.head();
      const incidents = [...(tape.after(Math.max(0, seq - SHOWN)) ?? tape.after(seq) ?? [])];
      const now = clock.now();
      const locationId = locationOf(caller);
      const asOf = formatCursor({ epoch: tape.epoch, seq });
      const serverTime = new Date(now).toISOString();
      return ok({
        asOf,
        serverTime,
        locationId,
        timezone: await timezoneOf(db, locationId),
        incidents,
        minutes: tape.minutes(now),
        lost: lost(),
      });
    }),
    handle(cameraStream, async ({ caller, query, request, signal }) => {
      const asking = () => mayWatch(db, caller.id);
      if (!(await asking())) return NOT_OF_THE_OFFICE;
      const after = parseCursor(request.header("last-event-id")) ?? parseCursor(query.after);
      return ok(cameraStreamOf({ tape, clock, stopping, mayWatch: asking }, after, signal));
    }),
    handle(downloadAudit, async ({ caller, params, query }) => {
      if (!(await mayWatch(db, caller.id, params.id))) return NOT_OF_THE_OFFICE;
      const file = await auditFile(db, { locationId: params.id, ...query });
      if (file === undefined) return problem(422, "audit_too_long");
      return ok(file, { "content-disposition": 'attachment; filename="audit.csv"', "cache-control": "no-store" });
    }),
    handle(readAudit, async ({ caller, params, query }) => {
      if (!(await mayWatch(db, caller.id, params.id))) return NOT_OF_THE_OFFICE;
      const [page, trail] = await Promise.all([auditPage(db, { locationId: params.id, ...query }), trailVerdict(db)]);
      return ok({ ...page, trail });
    }),
  ];
}

const SHOWN = 300;

async function timezoneOf(db: Kysely<Database>, locationId: string): Promise<string> {
  const place = await db.selectFrom("location").select("timezone").where("id", "=", locationId).executeTakeFirst();
  return place?.timezone ?? "UTC";
}

/** Whether somebody runs a place, or this one. */
async function mayWatch(db: Kysely<Database>, staffId: string, locationId?: string): Promise<boolean> {
  const found = await db
    .selectFrom("membership")
    .innerJoin("staff", "staff.id", "membership.staff_id")
    .select("membership.role")
    .where("membership.staff_id", "=", staffId)
    .where("staff.disabled_at", "is", null)
    .$if(locationId !== undefined, (query) => query.where("membership.location_id", "=", locationId ?? ""))
    .execute();
  return found.some(({ role }) => Object.hasOwn(CAPABILITIES.seeAudit.roles, role));
}
