/** The reports by business day: a table to look at, a file for a spreadsheet. */
import { useState } from "preact/hooks";
import type { StaffRole } from "../../contracts/index.js";
import { locale } from "../shared/language.js";
import { formatMoney } from "../shared/money.js";
import { downloadAs } from "../shared/session.js";
import { named } from "./named.js";
import { Failure } from "./parts.js";
import type { ViewProps } from "./person.js";
import { SortedTable } from "./sorted-table.js";
import { daysBefore, useHere } from "./use-here.js";
import { useDoing, useLoaded } from "./use-loaded.js";
import { words } from "./words/index.js";

const say = words.reports;

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
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

const DAYS_SHOWN = 7;

/** The view. */
export function ReportsView(props: ViewProps) {
  const { data: place, failure } = useHere(props.person);
  if (place === undefined) return <Failure words={failure} />;
  return <Reports {...props} today={place.businessDate} timeZone={place.timezone} />;
}

interface ReportsProps extends ViewProps {
  /** The business day it is. */
  readonly today: string;
  readonly timeZone: string;
}

function Reports({ person, at, today, timeZone }: ReportsProps) {
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
          {say.report}
          <select value={name} onChange={(event) => setName(event.currentTarget.value)}>
            {offered.map((one) => (
              <option key={one} value={one}>
                {named(say.names, one)}
              </option>
            ))}
          </select>
        </label>
        <label>
          {say.from(timeZone)}
          <input type="date" value={from} max={to} onChange={(event) => setFrom(event.currentTarget.value || from)} />
        </label>
        <label>
          {say.to(timeZone)}
          <input type="date" value={to} min={from} onChange={(event) => setTo(event.currentTarget.value || to)} />
        </label>
        <button type="button" disabled={busy} onClick={() => void download()}>
          {say.download}
        </button>
      </div>
      <Failure words={failure ?? refusal} />
      {report === undefined ? null : <ReportTable name={name} report={report} />}
    </div>
  );
}

function ReportTable({ name, report: { currency, columns, rows } }: { name: string; report: Report }) {
  return (
    <>
      {rows.length === 0 ? <p class="soft">{say.none}</p> : null}
      <SortedTable
        key={name}
        caption={say.caption(named(say.names, name))}
        columns={columns.map((column) => ({
          name: named(say.columns, column),
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

/** The columns whose cells are codes of the API. */
const CODES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  method: words.codes.provider,
  included: say.included,
  action: say.actions,
};

const PPM = 1_000_000;
const decimal = new Intl.NumberFormat(locale, { useGrouping: false });
const rate = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 4 });

function cellWords(column: string, cell: Cell, currency: string): string {
  if (cell === null) return "";
  if (typeof cell === "string") return CODES[column] === undefined ? cell : named(CODES[column], cell);
  if (MONEY.has(column)) return formatMoney({ amount: cell, currency });
  return column === "rate_ppm" ? rate.format(cell / PPM) : decimal.format(cell);
}
