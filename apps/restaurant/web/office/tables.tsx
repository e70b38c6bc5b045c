/** The tables, and the code to print for each: the one before is good for nothing from then on. */
import { useState } from "preact/hooks";
import { callAs } from "../shared/session.js";
import { Confirm, Failure, Table } from "./parts.js";
import { useDoing, useLoaded } from "./use-loaded.js";

interface DiningTable {
  readonly id: string;
  readonly label: string;
  readonly serviceArea: string;
}

/** The card. */
export function Tables({ at }: { readonly at: string }) {
  const { data, failure } = useLoaded<{ items: readonly DiningTable[] }>(`${at}/tables`);
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
      <Failure words={failure ?? refusal} />
      <div role="status">
        {made === undefined ? null : (
          <p class="notice good">
            Print this for {made.label}; it is not shown again: <code class="secret">{made.url}</code>
          </p>
        )}
      </div>
      <Table caption="Tables" columns={["Table", "Area", ""]}>
        {(data?.items ?? []).map((table) => (
          <tr key={table.id}>
            <td>{table.label}</td>
            <td>{table.serviceArea}</td>
            <td>
              <Confirm
                name={`New code for ${table.label}`}
                sure="Yes; the printed one ends"
                onConfirm={() => void renew(table)}
              />
            </td>
          </tr>
        ))}
      </Table>
    </section>
  );
}
