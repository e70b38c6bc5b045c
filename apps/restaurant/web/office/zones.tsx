/** Where the place delivers: postcodes, what it costs, from how much, and how long the way is. */
import { useState } from "preact/hooks";
import type { z } from "zod";
import type { zones } from "../../contracts/index.js";
import { Dialog } from "../shared/dialog.js";
import { fieldText } from "../shared/form.js";
import { formatMoney } from "../shared/money.js";
import { minorUnits, typedMoney } from "../shared/money-input.js";
import { listed } from "./listed.js";
import { Amount, Whole } from "./menu-fields.js";
import { Confirm, Failure, Table } from "./parts.js";
import { type ShelfOf, useShelf } from "./use-shelf.js";

type Zone = z.infer<typeof zones.View>;

const NEW_ZONE = { name: "", postcodes: [], fee: 0, minimum: 0, minutes: 30 } as const;
const COLUMNS = ["Zone", "Postcodes", "Fee", "From", "Way (minutes)", ""];

/** The card. */
export function Zones({ at, currency }: { readonly at: string; readonly currency: string }) {
  const shelf = useShelf<Zone>(`${at}/zones`);
  const [edited, setEdited] = useState<Zone | typeof NEW_ZONE>();
  const money = (amount: number) => formatMoney({ amount, currency });
  return (
    <section class="card stack" aria-labelledby="zones">
      <h2 id="zones">Where we deliver</h2>
      {edited === undefined ? <Failure words={shelf.failure} /> : null}
      {shelf.things?.length === 0 ? <p class="soft">Nowhere: nobody can order a delivery.</p> : null}
      <Table caption="Where we deliver" columns={COLUMNS}>
        {(shelf.things ?? []).map((zone) => (
          <tr key={zone.id}>
            <th scope="row">{zone.name}</th>
            <td>{zone.postcodes.join(", ")}</td>
            <td>{money(zone.fee)}</td>
            <td>{money(zone.minimum)}</td>
            <td>{zone.minutes}</td>
            <td>
              <button type="button" aria-label={`Edit ${zone.name}`} onClick={() => setEdited(zone)}>
                Edit
              </button>
            </td>
          </tr>
        ))}
      </Table>
      <div>
        <button type="button" onClick={() => setEdited(NEW_ZONE)}>
          New zone
        </button>
      </div>
      {edited === undefined ? null : (
        <ZoneDialog {...{ shelf, currency, zone: edited }} onClose={() => setEdited(undefined)} />
      )}
    </section>
  );
}

interface DialogProps {
  readonly shelf: ShelfOf<Zone>;
  readonly currency: string;
  /** As it was when the dialog was opened: what it is changed against. */
  readonly zone: Zone | typeof NEW_ZONE;
  readonly onClose: () => void;
}

function ZoneDialog({ shelf, currency, zone, onClose }: DialogProps) {
  const kept = "id" in zone ? zone : undefined;
  const save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const body = zoneIn(new FormData(event.currentTarget as HTMLFormElement), currency);
    if (await (kept === undefined ? shelf.add(body) : shelf.change(kept, body))) onClose();
  };
  const archive = async (gone: Zone): Promise<void> => {
    if (await shelf.archive(gone)) onClose();
  };
  return (
    <Dialog title={zone.name === "" ? "New zone" : zone.name} onClose={onClose}>
      <form class="stack" onSubmit={(event) => void save(event)}>
        <label>
          Name
          <input name="name" required maxLength={80} defaultValue={zone.name} />
        </label>
        <label>
          Postcodes <span class="soft">(with commas between; or how they begin)</span>
          <textarea name="postcodes" rows={3} required defaultValue={zone.postcodes.join(", ")} />
        </label>
        <div class="row wrap fields">
          <Amount name="fee" label={`Fee (${currency})`} value={typedMoney(zone.fee, currency)} />
          <Amount name="minimum" label={`Orders from (${currency})`} value={typedMoney(zone.minimum, currency)} />
          <Whole name="minutes" label="Way (minutes)" value={zone.minutes} max={240} />
        </div>
        <Failure words={shelf.failure} />
        <button type="submit" class="primary" disabled={shelf.busy}>
          Save the zone
        </button>
      </form>
      {kept === undefined ? null : (
        <Confirm name="Archive the zone" sure="Yes" disabled={shelf.busy} onConfirm={() => void archive(kept)} />
      )}
    </Dialog>
  );
}

function zoneIn(form: FormData, currency: string): object {
  const text = (name: string) => fieldText(form, name).trim();
  return {
    name: text("name"),
    postcodes: listed(text("postcodes")),
    fee: minorUnits(text("fee"), currency),
    minimum: minorUnits(text("minimum"), currency),
    minutes: Number(text("minutes")),
  };
}
