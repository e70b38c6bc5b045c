/** A table as a file for spreadsheets (RFC 4180); no cell of it is taken for a formula. */
import { forCsv } from "cloche/sanitize";

/** What a cell holds. */
export type Cell = string | number | null;

/** The text of the file. */
export function csvOf(columns: readonly string[], rows: readonly Readonly<Record<string, Cell>>[]): string {
  const lines = [columns.map(forCsv), ...rows.map((row) => columns.map((column) => forCsv(row[column])))];
  return lines.map((cells) => `${cells.join(",")}\r\n`).join("");
}
