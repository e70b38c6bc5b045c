/** A table whose columns sort it: each heading is a button, and says which way it sorts (WAI-ARIA, sortable table). */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { locale } from "../shared/language.js";
import "./sorted-table.css";

/** What a column may be sorted by. */
export type SortKey = string | number;

/** One column. */
export interface Column<Row> {
  /** Empty for a column of buttons. */
  readonly name: string;
  readonly cell: (row: Row) => ComponentChildren;
  /** What it sorts by; without it, it does not. */
  readonly sortBy?: (row: Row) => SortKey;
  readonly isNumber?: boolean;
  /** Whether it says which row it is. */
  readonly isHeader?: boolean;
}

interface Props<Row> {
  /** What the table is of, for those who hear it. */
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  /** As they come, until somebody sorts them. */
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** What a row is shown as, where they are not all of one kind. */
  readonly classOf?: (row: Row) => string;
  /** Which table it is, where its caption changes with what it shows. */
  readonly keptAs?: string;
}

interface Sorted {
  readonly by: string;
  readonly isDown: boolean;
}

/** How each table was last sorted: whoever has sorted one finds it so, when its rows come anew or they come back. */
const kept = new Map<string, Sorted>();

/** The table; it scrolls by itself where the screen is narrow. */
export function SortedTable<Row>({ caption, columns, rows, keyOf, classOf, keptAs = caption }: Props<Row>) {
  const [sorted, setSorted] = useState(() => kept.get(keptAs));
  const press = (by: string): void => {
    const next = { by, isDown: sorted?.by === by && !sorted.isDown };
    kept.set(keptAs, next);
    setSorted(next);
  };
  const sortBy = columns.find(({ name }) => name === sorted?.by)?.sortBy;
  const shown = sortBy === undefined ? rows : inOrder(rows, sortBy, sorted?.isDown === true);
  return (
    <section class="scroll" aria-label={caption}>
      <table>
        <caption class="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <Heading key={column.name} column={column} sorted={sorted} onPress={() => press(column.name)} />
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <tr key={keyOf(row)} class={classOf?.(row)}>
              {columns.map((column) => (
                <Cell key={column.name} column={column} row={row} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Cell<Row>({ column, row }: { readonly column: Column<Row>; readonly row: Row }) {
  const { cell, isNumber, isHeader } = column;
  if (isHeader === true) return <th scope="row">{cell(row)}</th>;
  return <td class={isNumber === true ? "number" : ""}>{cell(row)}</td>;
}

interface HeadingProps<Row> {
  readonly column: Column<Row>;
  readonly sorted: Sorted | undefined;
  readonly onPress: () => void;
}

function Heading<Row>({ column: { name, sortBy, isNumber }, sorted, onPress }: HeadingProps<Row>) {
  const direction = sorted?.by !== name ? "none" : sorted.isDown ? "descending" : "ascending";
  if (sortBy === undefined) return <th scope="col">{name}</th>;
  return (
    <th scope="col" aria-sort={direction} class={isNumber === true ? "number" : ""}>
      <button type="button" class="sorter" onClick={onPress}>
        {name}
        <span aria-hidden="true" class={direction} />
      </button>
    </th>
  );
}

/** The rows by what they have: numbers as numbers, texts as the reader's language sorts them. Equal ones stay. */
export function inOrder<Row>(rows: readonly Row[], sortBy: (row: Row) => SortKey, isDown: boolean): readonly Row[] {
  const sign = isDown ? -1 : 1;
  return [...rows].sort((one, other) => sign * compare(sortBy(one), sortBy(other)));
}

function compare(one: SortKey, other: SortKey): number {
  if (typeof one === "number" && typeof other === "number") return one - other;
  return String(one).localeCompare(String(other), locale, { numeric: true });
}
