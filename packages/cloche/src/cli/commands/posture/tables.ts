/** The posture as a table, for a terminal and for a pull request. */
import { describeInput, describeLimits, describeWho, type PostureRow } from "../../../gate/index.js";

const HEADINGS = ["route", "who", "input", "limit", "idempotency", "answers", "cover"] as const;

function cells(row: PostureRow): readonly string[] {
  return [
    row.route,
    row.shadow.length === 0 ? describeWho(row.who) : `${describeWho(row.who)} (only watched: ${row.shadow.join(", ")})`,
    describeInput(row),
    describeLimits(row.limits),
    row.idempotent,
    Object.keys(row.answers).join(" "),
    row.cover.name,
  ];
}

/** The lines of a table for a terminal. */
export function textTable(rows: readonly PostureRow[]): readonly string[] {
  const lines = [HEADINGS, ...rows.map(cells)];
  const widths = HEADINGS.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines.map((line) =>
    line
      .map((cell, column) => printable(cell).padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

/** The lines of a Markdown table. */
export function markdownTable(rows: readonly PostureRow[]): readonly string[] {
  const line = (row: readonly string[]): string => `| ${row.map(escaped).join(" | ")} |`;
  return [line(HEADINGS), `|${"---|".repeat(HEADINGS.length)}`, ...rows.map((row) => line(cells(row)))];
}

/** Text that cannot leave its cell or become markup. */
export function escaped(text: string): string {
  return printable(text).replace(/[\\`*_[\]<>|#&~]/g, "\\$&");
}

// A reason or a header may hold anything its author wrote; none of it may steer a terminal.
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, " ");
}
