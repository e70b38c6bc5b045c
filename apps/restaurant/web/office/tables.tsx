/** The tables, and the code to print for each: the one before is good for nothing from then on. */
import { useState } from "preact/hooks";
import type { z } from "zod";
import type { tables } from "../../contracts/index.js";
import { fieldText } from "../shared/form.js";
import { callAs } from "../shared/session.js";
import { Confirm, Failure, Table } from "./parts.js";
import { QrCode } from "./qr-code.js";
import { useDoing } from "./use-loaded.js";
import { useShelf } from "./use-shelf.js";

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
      <h2 id="tables">Tables</h2>
      <Failure words={shelf.failure ?? refusal} />
      <div role="status">
        {made === undefined ? null : (
          <div class="notice good stack">
            <p>Print this for {made.label}; it is not shown again.</p>
            <figure class="to-print">
              <QrCode name={`The code of ${made.label}`} text={made.url} />
              <figcaption>{made.label}</figcaption>
            </figure>
            <code class="secret">{made.url}</code>
            <div>
              <button type="button" onClick={() => print()}>
                Print it
              </button>
            </div>
          </div>
        )}
      </div>
      <Table caption="Tables" columns={["Table and area", ""]}>
        {(shelf.things ?? []).map((table) => (
          <tr key={`${table.id} ${table.version}`}>
            <td>
              <TableForm
                table={table}
                action={`Save ${table.label}`}
                busy={shelf.busy}
                onSave={(body) => shelf.change(table, body)}
              />
            </td>
            <td>
              <div class="row wrap">
                <Confirm
                  name={`New code for ${table.label}`}
                  sure="Yes; the printed one ends"
                  onConfirm={() => void renew(table)}
                />
                <Confirm name={`Archive ${table.label}`} sure="Yes" onConfirm={() => void shelf.archive(table)} />
              </div>
            </td>
          </tr>
        ))}
      </Table>
      <TableForm
        table={{ label: "", serviceArea: "main" }}
        action="Add the table"
        busy={shelf.busy}
        onSave={shelf.add}
      />
    </section>
  );
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
    <form
      class="row wrap fields"
      aria-label={label === "" ? "New table" : label}
      onSubmit={(event) => void submit(event)}
    >
      <label>
        Table
        <input name="label" required maxLength={40} defaultValue={label} />
      </label>
      <label>
        Area
        <input name="serviceArea" required maxLength={60} defaultValue={serviceArea} />
      </label>
      <button type="submit" disabled={busy}>
        {action}
      </button>
    </form>
  );
}
