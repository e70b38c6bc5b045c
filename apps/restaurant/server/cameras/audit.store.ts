/** Reads a place's page of the audit trail. */
import type { Kysely } from "kysely";
import type { AuditPage } from "../../contracts/index.js";
import type { Database } from "../platform/index.js";

/** Which page. */
export interface AuditQuery {
  readonly locationId: string;
  readonly before?: number | undefined;
  readonly action?: string | undefined;
}

const PAGE = 50;

/** Newest first; what concerns no place, such as a forged delivery, belongs to every page. */
export async function auditPage(
  db: Kysely<Database>,
  { locationId, before, action }: AuditQuery,
): Promise<Pick<AuditPage, "entries" | "next">> {
  const rows = await db
    .selectFrom("audit_log")
    .selectAll()
    .where((where) => where.or([where("location_id", "=", locationId), where("location_id", "is", null)]))
    .$if(before !== undefined, (query) => query.where("id", "<", before ?? 0))
    .$if(action !== undefined, (query) => query.where("action", "=", action ?? ""))
    .orderBy("id", "desc")
    .limit(PAGE)
    .execute();
  const entries = rows.map((row) => ({
    id: row.id,
    at: row.at.toISOString(),
    actor: row.actor_id === null ? row.actor_kind : `${row.actor_kind} ${row.actor_id}`,
    action: row.action,
    entity: row.entity,
    entityId: row.entity_id,
    detail: row.detail as AuditPage["entries"][number]["detail"],
    requestId: row.request_id,
    sealed: row.seal !== null,
  }));
  return { entries, next: rows.length === PAGE ? (rows.at(-1)?.id ?? null) : null };
}
