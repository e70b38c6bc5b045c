/** The reports by business day: a table to look at, a file for a spreadsheet. */
import { useState } from "preact/hooks";
import type { StaffRole } from "../../contracts/index.js";
import { formatMoney } from "../shared/money.js";
import { downloadAs } from "../shared/session.js";
import { readable } from "./named.js";
import { Failure } from "./parts.js";
import type { ViewProps } from "./person.js";
import { SortedTable } from "./sorted-table.js";
import { daysBefore, useHere } from "./use-here.js";
import { useDoing, useLoaded } from "./use-loaded.js";

const REPORTS = ["sales", "hours", "methods", "items", "taxes", "prep", "outcomes", "staff"] as const;

/** Who runs the place sees all; a cashier what they did themselves, a chef their own stations. */
const OWN: Partial<Readonly<Record<StaffRole, readonly string[]>>> = { cashier: ["staff"], chef: ["prep"] };

/** The columns that are money, in whole minor units. */
const MONEY: ReadonlySet<string> = new Set([
  ...["gross", "discount", "tax_included", "tax_added", "fees", "tips", "total", "net", "paid", "taxable", "amount"],
  ...["received", "refunded", "kept"],
]);

type Cell = string | number | null;
type Row = Readonly<Record<string, Cell>>;
interface Report {
  readonly currency: string;
  readonly timezone: string;
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

const DAYS_SHOWN = 7;

/** The view. */
export function ReportsView(props: ViewProps) {
  const { data: place, failure } = useHere(props.person);
  if (place === undefined) return <Failure words={failure} />;
  return <Reports {...props} today={place.businessDate} />;
}

function Reports({ person, at, today }: ViewProps & { readonly today: string }) {
  const offered = OWN[person.role] ?? REPORTS;
  const [name, setName] = useState<string>(offered[0] ?? "");
  const [from, setFrom] = useState(() => daysBefore(today, DAYS_SHOWN - 1));
  const [to, setTo] = useState(today);
  const query = `from=${from}&to=${to}`;
  const { data: report, failure } = useLoaded<Report>(`${at}/reports/${name}?${query}`);
  const { busy, failure: refusal, run } = useDoing();
  const download = () => run(() => downloadAs(`${at}/reports/${name}/csv?${query}`, `${name}-${from}-${to}.csv`));
  return (
    <div class="stack">
      <div class="row wrap fields">
        <label>
          Report
          <select value={name} onChange={(event) => setName(event.currentTarget.value)}>
            {offered.map((one) => (
              <option key={one} value={one}>
                {one}
              </option>
            ))}
          </select>
        </label>
        <label>
          From business day
          <input type="date" value={from} max={to} onChange={(event) => setFrom(event.currentTarget.value || from)} />
        </label>
        <label>
          To business day
          <input type="date" value={to} min={from} onChange={(event) => setTo(event.currentTarget.value || to)} />
        </label>
        <button type="button" disabled={busy} onClick={() => void download()}>
          Download as CSV
        </button>
      </div>
      <Failure words={failure ?? refusal} />
      {report === undefined ? null : <ReportTable name={name} report={report} />}
    </div>
  );
}

function ReportTable({ name, report: { currency, timezone, columns, rows } }: { name: string; report: Report }) {
  return (
    <>
      <p class="soft">Business days, {timezone}.</p>
      {rows.length === 0 ? <p class="soft">Nothing in these days.</p> : null}
      <SortedTable
        key={name}
        caption={`Report ${name}`}
        columns={columns.map((column) => ({
          name: readable(column),
          isNumber: rows.some((row) => typeof row[column] === "number"),
          sortBy: (row: Row) => row[column] ?? "",
          cell: (row: Row) => cellWords(column, row[column] ?? null, currency),
        }))}
        rows={rows}
        keyOf={(row) => columns.map((column) => row[column]).join("|")}
      />
    </>
  );
}

function cellWords(column: string, cell: Cell, currency: string): string {
  if (typeof cell === "number" && MONEY.has(column)) return formatMoney({ amount: cell, currency });
  return cell === null ? "" : String(cell);
}
