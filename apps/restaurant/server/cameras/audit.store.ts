/** Reads a place's audit trail: a page of it, or all that is asked for as a file. */
import { type Kysely, sql } from "kysely";
import { type ACTOR_KINDS, type AuditPage, MOST_AUDIT_ROWS } from "../../contracts/index.js";
import { type Cell, csvOf, type Database } from "../platform/index.js";

/** What is looked for. */
export interface AuditFilter {
  readonly locationId: string;
  /** Exactly this, or whatever begins so where it ends with a dot. */
  readonly action?: string | undefined;
  readonly actor?: (typeof ACTOR_KINDS)[number] | undefined;
  readonly person?: string | undefined;
  /** Business days of the place. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

const PAGE = 50;

/** Newest first; what concerns no place, such as a forged delivery, belongs to every page. */
export async function auditPage(
  db: Kysely<Database>,
  { before, ...filter }: AuditFilter & { readonly before?: number | undefined },
): Promise<Omit<AuditPage, "trail">> {
  const { timezone } = await db
    .selectFrom("location")
    .select("timezone")
    .where("id", "=", filter.locationId)
    .executeTakeFirstOrThrow();
  const rows = await found(db, filter)
    .$if(before !== undefined, (query) => query.where("entry.id", "<", before ?? 0))
    .orderBy("entry.id", "desc")
    .limit(PAGE)
    .execute();
  const entries = rows.map((row) => ({
    id: row.id,
    at: row.at.toISOString(),
    actor: row.display_name ?? actorWords(row),
    action: row.action,
    entity: row.entity,
    entityId: row.entity_id,
    detail: row.detail as AuditPage["entries"][number]["detail"],
    requestId: row.request_id,
    sealed: row.seal !== null,
  }));
  return { timezone, entries, next: rows.length === PAGE ? (rows.at(-1)?.id ?? null) : null };
}

const COLUMNS = ["id", "at", "actor_kind", "actor_id", "action", "entity", "entity_id", "detail", "request_id", "seal"];

/** All of it, oldest first; `undefined` where it is too much for one file. */
export async function auditFile(db: Kysely<Database>, filter: AuditFilter): Promise<string | undefined> {
  const rows = await found(db, filter)
    .orderBy("entry.id")
    .limit(MOST_AUDIT_ROWS + 1)
    .execute();
  if (rows.length > MOST_AUDIT_ROWS) return undefined;
  const lines = rows.map(({ at, detail, ...row }) => ({
    ...(row as Readonly<Record<string, Cell>>),
    at: at.toISOString(),
    detail: detail === null ? null : JSON.stringify(detail),
  }));
  return csvOf(COLUMNS, lines);
}

function found(db: Kysely<Database>, { locationId, action, actor, person, from, to }: AuditFilter) {
  const isPrefix = action?.endsWith(".") === true;
  return (
    db
      .selectFrom("audit_log as entry")
      // Bounds of business days are the place's own.
      .innerJoin("location", (join) => join.on("location.id", "=", locationId))
      .leftJoin("staff", (join) => join.on(sql`staff.id::text`, "=", sql.ref("entry.actor_id")))
      .selectAll("entry")
      .select("staff.display_name")
      .where((where) => where.or([where("entry.location_id", "=", locationId), where("entry.location_id", "is", null)]))
      .$if(action !== undefined && !isPrefix, (query) => query.where("entry.action", "=", action ?? ""))
      .$if(isPrefix, (query) => query.where(sql<boolean>`starts_with(entry.action, ${action})`))
      .$if(actor !== undefined, (query) => query.where("entry.actor_kind", "=", actor ?? "system"))
      .$if(person !== undefined, (query) => query.where("entry.actor_id", "=", person ?? ""))
      .$if(from !== undefined, (query) => query.where("entry.at", ">=", beginOf(from, 0)))
      .$if(to !== undefined, (query) => query.where("entry.at", "<", beginOf(to, 1)))
  );
}

/** When a business day of the place begins, so many days later. */
function beginOf(day: string | undefined, later: number) {
  return sql<Date>`(${day}::date + ${later}::int + location.business_day_starts) at time zone location.timezone`;
}

function actorWords({ actor_kind, actor_id }: { readonly actor_kind: string; readonly actor_id: string | null }) {
  return actor_id === null ? actor_kind : `${actor_kind} ${actor_id}`;
}
