/** The tables, and the code to print for each: the one before is good for nothing from then on. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { z } from "zod";
import type { tables } from "../../contracts/index.js";
import { fieldText } from "../shared/form.js";
import { callAs } from "../shared/session.js";
import { Confirm, Failure } from "./parts.js";
import { QrCode } from "./qr-code.js";
import { type Column, SortedTable } from "./sorted-table.js";
import { useDoing } from "./use-loaded.js";
import { type ShelfOf, useShelf } from "./use-shelf.js";
import { words } from "./words/index.js";

const say = words.settings.tables;

type DiningTable = z.infer<typeof tables.View>;

const NEW_TABLE = { label: "", serviceArea: "main" } as const;

/** The card. */
export function Tables({ at }: { readonly at: string }) {
  const shelf = useShelf<DiningTable>(`${at}/tables`);
  const [made, setMade] = useState<{ readonly label: string; readonly url: string }>();
  const { failure: refusal, run } = useDoing();
  const renew = ({ id, label }: DiningTable) =>
    run(async () => {
      const { url } = await callAs<{ url: string }>(`${at}/tables/${id}/code`, { method: "POST" });
      setMade({ label, url });
    });
  return (
    <section class="card stack" aria-labelledby="tables">
      <h2 id="tables">{say.title}</h2>
      <Failure words={shelf.failure ?? refusal} />
      <div role="status">
        {made === undefined ? null : (
          <div class="notice good stack">
            <p>{say.printFor(made.label)}</p>
            <figure class="to-print">
              <QrCode name={say.codeOf(made.label)} text={made.url} />
              <figcaption>{made.label}</figcaption>
            </figure>
            <code class="secret">{made.url}</code>
            <div>
              <button type="button" onClick={() => print()}>
                {say.print}
              </button>
            </div>
          </div>
        )}
      </div>
      <SortedTable
        caption={say.title}
        columns={columnsOf(shelf, (table) => void renew(table))}
        rows={shelf.things ?? []}
        keyOf={({ id, version }) => `${id} ${version}`}
      />
      <TableForm table={NEW_TABLE} onSave={shelf.add}>
        <Label table={NEW_TABLE} />
        <Area table={NEW_TABLE} />
        <button type="submit" disabled={shelf.busy}>
          {say.add}
        </button>
      </TableForm>
    </section>
  );
}

function columnsOf(shelf: ShelfOf<DiningTable>, onRenew: (table: DiningTable) => void): readonly Column<DiningTable>[] {
  return [
    {
      name: say.table,
      sortBy: ({ label }) => label,
      cell: (table) => (
        <TableForm id={table.id} table={table} onSave={(body) => shelf.change(table, body)}>
          <Label table={table} />
        </TableForm>
      ),
    },
    { name: say.area, sortBy: ({ serviceArea }) => serviceArea, cell: (table) => <Area table={table} of={table.id} /> },
    {
      name: "",
      cell: (table) => (
        <div class="row wrap">
          <button type="submit" form={table.id} disabled={shelf.busy}>
            {say.save(table.label)}
          </button>
          <Confirm name={say.newCode(table.label)} sure={say.newCodeSure} onConfirm={() => onRenew(table)} />
          <Confirm name={say.archive(table.label)} sure={words.frame.yes} onConfirm={() => void shelf.archive(table)} />
        </div>
      ),
    },
  ];
}

type Said = Pick<DiningTable, "label" | "serviceArea">;

interface FormProps {
  /** What fields elsewhere in its row name it by. */
  readonly id?: string;
  readonly table: Said;
  readonly onSave: (body: object) => Promise<boolean>;
  readonly children: ComponentChildren;
}

function TableForm({ id, table: { label }, onSave, children }: FormProps) {
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const data = new FormData(form);
    const text = (name: string) => fieldText(data, name).trim();
    if (await onSave({ label: text("label"), serviceArea: text("serviceArea") })) form.reset();
  };
  const name = label === "" ? say.new : label;
  return (
    <form id={id} class="row wrap fields" aria-label={name} onSubmit={(event) => void submit(event)}>
      {children}
    </form>
  );
}

function Label({ table: { label } }: { readonly table: Said }) {
  return (
    <label>
      {say.table}
      <input name="label" required maxLength={40} defaultValue={label} />
    </label>
  );
}

/** A cell holds no part of a form that another cell holds: the field names the form it is of. */
function Area({ table: { serviceArea }, of }: { readonly table: Said; readonly of?: string }) {
  return (
    <label>
      {say.area}
      <input name="serviceArea" form={of} required maxLength={60} defaultValue={serviceArea} />
    </label>
  );
}
