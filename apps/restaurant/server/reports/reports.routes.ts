/** The reports' routes. */
import { type Handled, handle, ok, refuse } from "cloche";
import type { Kysely } from "kysely";
import { downloadReport, readReport } from "../../contracts/index.js";
import { type Acting, type ActingCaller, actingAt } from "../access/index.js";
import { csvOf, type Database } from "../platform/index.js";
import { REPORT_QUERIES, type ReportName, type ReportQuery } from "./report-queries.js";

/** What reports need. */
export interface ReportsDeps {
  readonly db: Kysely<Database>;
}

/** What those see who are shown their own alone: a cashier what they did, a chef what their stations made. */
const OWN_REPORTS: Readonly<Partial<Record<string, ReportName>>> = Object.freeze({ cashier: "staff", chef: "prep" });
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
  readonly caller: ActingCaller;
  readonly params: { readonly id: string; readonly report: ReportName };
  readonly query: { readonly from: string; readonly to: string };
}

async function report(db: Kysely<Database>, { caller, params, query }: Asked) {
  const { id: locationId, report: name } = params;
  const acting = await actingAt(db, caller, { locationId, capability: "seeReports" });
  if (acting === "not_here") return NOT_HERE;
  const own = acting === "not_yours" ? undefined : ownPart(acting);
  if (own === undefined || (own.only !== undefined && own.only !== name)) return NOT_YOURS;
  const place = await db
    .selectFrom("location")
    .select(["currency", "timezone"])
    .where("id", "=", locationId)
    .executeTakeFirstOrThrow();
  const { columns, query: made } = REPORT_QUERIES[name];
  const { rows } = await made({ locationId, ...query, ...own.query }).execute(db);
  return { ...place, columns: [...columns], rows: rows.map((row) => ({ ...row })) };
}

interface OwnPart {
  /** The one report they may read; `undefined` is any. */
  readonly only: ReportName | undefined;
  readonly query: Pick<ReportQuery, "personId" | "stationsOf">;
}

function ownPart({ reach, role, actor }: Acting): OwnPart | undefined {
  if (reach === "location") return { only: undefined, query: {} };
  const only = OWN_REPORTS[role ?? ""];
  if (only === undefined) return undefined;
  return { only, query: only === "staff" ? { personId: actor.id } : { stationsOf: actor.id } };
}
