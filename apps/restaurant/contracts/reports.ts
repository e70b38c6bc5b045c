/** Contracts of the reports: by business day in the place's own time, as JSON or as CSV. */
import { bytes, contract } from "cloche";
import { z } from "zod";
import { may } from "./staff.js";

/** What can be reported: a cashier sees what they did themselves in `staff`, a chef their own stations in `prep`. */
export const REPORTS = ["sales", "hours", "methods", "outcomes", "items", "taxes", "prep", "staff"] as const;

const Days = z.object({ from: z.iso.date(), to: z.iso.date() });
const Params = z.object({ id: z.uuid(), report: z.enum(REPORTS) });
const Cell = z.union([z.string(), z.int(), z.number(), z.null()]);

/** The most days one report covers. */
export const MOST_DAYS = 400;

const ask = <const Path extends string>(path: Path, summary: string) => ({
  method: "GET" as const,
  path,
  summary,
  tags: ["reports"],
  allow: may("seeReports"),
  params: Params,
  query: Days.refine(({ from, to }) => from <= to && Date.parse(to) - Date.parse(from) < MOST_DAYS * 86_400_000, {
    message: "From the first day to the last, 400 days at most.",
    path: ["to"],
  }),
  limit: "60 per minute by caller",
});

export const readReport = contract({
  ...ask(
    "/api/v1/locations/{id}/reports/{report}",
    "Sales, hours, ways of paying, items, taxes, preparation or staff, by business day",
  ),
  returns: {
    200: z.object({
      currency: z.string(),
      timezone: z.string(),
      columns: z.array(z.string()).meta({ description: "Money is in whole minor units." }),
      rows: z.array(z.record(z.string(), Cell)),
    }),
  },
});

export const downloadReport = contract({
  ...ask("/api/v1/locations/{id}/reports/{report}/csv", "The same as a file for a spreadsheet"),
  returns: { 200: bytes("text/csv; charset=utf-8") },
});
