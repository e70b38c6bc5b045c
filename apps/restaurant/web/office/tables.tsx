/** The tables, and the code to print for each: the one before is good for nothing from then on. */
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
      <TableForm table={{ label: "", serviceArea: "main" }} action={say.add} busy={shelf.busy} onSave={shelf.add} />
    </section>
  );
}

function columnsOf(shelf: ShelfOf<DiningTable>, onRenew: (table: DiningTable) => void): readonly Column<DiningTable>[] {
  return [
    {
      name: say.tableAndArea,
      sortBy: ({ label }) => label,
      cell: (table) => (
        <TableForm
          table={table}
          action={say.save(table.label)}
          busy={shelf.busy}
          onSave={(body) => shelf.change(table, body)}
        />
      ),
    },
    {
      name: "",
      cell: (table) => (
        <div class="row wrap">
          <Confirm name={say.newCode(table.label)} sure={say.newCodeSure} onConfirm={() => onRenew(table)} />
          <Confirm name={say.archive(table.label)} sure={words.frame.yes} onConfirm={() => void shelf.archive(table)} />
        </div>
      ),
    },
  ];
}

interface FormProps {
  readonly table: Pick<DiningTable, "label" | "serviceArea">;
  readonly action: string;
  readonly busy: boolean;
  readonly onSave: (body: object) => Promise<boolean>;
}

function TableForm({ table: { label, serviceArea }, action, busy, onSave }: FormProps) {
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const data = new FormData(form);
    const text = (name: string) => fieldText(data, name).trim();
    if (await onSave({ label: text("label"), serviceArea: text("serviceArea") })) form.reset();
  };
  return (
    <form class="row wrap fields" aria-label={label === "" ? say.new : label} onSubmit={(event) => void submit(event)}>
      <label>
        {say.table}
        <input name="label" required maxLength={40} defaultValue={label} />
      </label>
      <label>
        {say.area}
        <input name="serviceArea" required maxLength={60} defaultValue={serviceArea} />
      </label>
      <button type="submit" disabled={busy}>
        {action}
      </button>
    </form>
  );
}
