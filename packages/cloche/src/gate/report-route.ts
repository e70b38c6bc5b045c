/** A route that collects what browsers report about violated policies: anybody can post to it, so it is held tightly. */
import { onlyKnown, type Schema, wholeNumber } from "../kernel/index.js";
import { type CspReport, reportsIn } from "../layers/headers/index.js";
import { anyone } from "./allow.js";
import { contract } from "./contract.js";
import { type Handled, handle } from "./handle.js";
import type { LimitSpec } from "./limits.js";
import { noContent, nothing } from "./returns.js";

/** How reports are collected. */
export interface ReportRouteOptions {
  /** The path that `reportingEndpoints` and `report-uri` name. */
  readonly path: string;
  /** Hears each report; plain, short data without queries and fragments. What it throws is told to the observer. */
  readonly heard: (report: CspReport) => void | Promise<void>;
  /** `"30 per minute by address"` unless said. */
  readonly limit?: LimitSpec;
  /** The most reports that are read of one request, 20 unless said. */
  readonly maxReports?: number;
}

const KNOWN = ["path", "heard", "limit", "maxReports"];
const MOST_BYTES = 16_384;

/**
 * The route for `report-to` and `report-uri`, with its contract: both forms that browsers send (CSP Level 3, section 5.3,
 * and the Reporting API), 16 KiB at most, counted by address. Needs `createGate({ limits })`.
 *
 * @throws ConfigError `option_unknown`, `option_invalid`, or what `contract` throws
 * @example
 * const site = cover({
 *   preset: "page",
 *   reportingEndpoints: { csp: "/reports" },
 *   contentSecurityPolicy: { directives: { "report-to": ["csp"], "report-uri": ["/reports"] } },
 * });
 * mount([reportRoute({ path: "/reports", heard: (report) => log.warn(report) })]);
 */
export function reportRoute({ path, heard, limit, maxReports = 20, ...rest }: ReportRouteOptions): Handled {
  onlyKnown(rest, KNOWN, "reportRoute");
  const most = wholeNumber(maxReports, "reportRoute.maxReports", { min: 1, max: 100 });
  const collect = contract({
    method: "POST",
    path,
    summary: "Takes the browsers' reports about violated policies.",
    allow: anyone("browsers report without a credential"),
    accepts: ["json", "csp-report"],
    maxBodyBytes: MOST_BYTES,
    body: reports(most),
    limit: limit ?? "30 per minute by address",
    returns: { 204: nothing() },
  });
  return handle(collect, async ({ body }) => {
    for (const report of body as readonly CspReport[]) await heard(report);
    return noContent();
  });
}

/** A report says what it likes beside what is read, so that no schema of ours could close it. */
function reports(most: number): Schema {
  const validate = (value: unknown) =>
    typeof value === "object" && value !== null
      ? { value: reportsIn(value, most) }
      : { issues: [{ message: "A report is an object, or a list of them." }] };
  return { "~standard": { version: 1, vendor: "cloche", validate } };
}
