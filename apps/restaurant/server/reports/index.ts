/** The reports' door. */
export { type ReportsDeps, reportsHandlers } from "./reports.routes.js";
