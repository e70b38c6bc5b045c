/** The reports' routes. */
import { type Handled, handle, ok, refuse } from "cloche";
import type { Kysely } from "kysely";
import { downloadReport, readReport } from "../../contracts/index.js";
import { type Database, type StaffRole, staffAt } from "../platform/index.js";
import { csvOf } from "./csv.js";
import { REPORT_QUERIES, type ReportName } from "./report-queries.js";

/** What reports need. */
export interface ReportsDeps {
  readonly db: Kysely<Database>;
}

const READERS: readonly (StaffRole | undefined)[] = ["owner", "manager"];
const NOT_HERE = refuse("not_found", { reason: "not_of_this_place" });
const NOT_YOURS = refuse("forbidden", { reason: "role_at_place" });

/** The handlers. */
export function reportsHandlers({ db }: ReportsDeps): readonly Handled[] {
  return [
    handle(readReport, async (visit) => {
      const made = await report(db, visit);
      return "refused" in made ? made : ok(made);
    }),
    handle(downloadReport, async (visit) => {
      const made = await report(db, visit);
      if ("refused" in made) return made;
      const { report: name } = visit.params;
      const { from, to } = visit.query;
      const headers = { "content-disposition": `attachment; filename="${name}-${from}-${to}.csv"` };
      return ok(csvOf(made.columns, made.rows), headers);
    }),
  ];
}

interface Asked {
  readonly caller: { readonly id: string };
  readonly params: { readonly id: string; readonly report: ReportName };
  readonly query: { readonly from: string; readonly to: string };
}

async function report(db: Kysely<Database>, { caller, params, query }: Asked) {
  const { id: locationId, report: name } = params;
  const role = await staffAt(db, { staffId: caller.id, locationId });
  if (role === undefined) return NOT_HERE;
  if (!READERS.includes(role)) return NOT_YOURS;
  const place = await db
    .selectFrom("location")
    .select(["currency", "timezone"])
    .where("id", "=", locationId)
    .executeTakeFirstOrThrow();
  const { columns, query: made } = REPORT_QUERIES[name];
  const { rows } = await made({ locationId, ...query }).execute(db);
  return { ...place, columns: [...columns], rows: rows.map((row) => ({ ...row })) };
}
