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
import { Confirm, Failure } from "./parts.js";
import { type Column, SortedTable } from "./sorted-table.js";
import { type ShelfOf, useShelf } from "./use-shelf.js";
import { words } from "./words/index.js";

const say = words.settings.zones;

type Zone = z.infer<typeof zones.View>;

const NEW_ZONE = { name: "", postcodes: [], fee: 0, minimum: 0, minutes: 30 } as const;

/** The card. */
export function Zones({ at, currency }: { readonly at: string; readonly currency: string }) {
  const shelf = useShelf<Zone>(`${at}/zones`);
  const [edited, setEdited] = useState<Zone | typeof NEW_ZONE>();
  return (
    <section class="card stack" aria-labelledby="zones">
      <h2 id="zones">{say.title}</h2>
      {edited === undefined ? <Failure words={shelf.failure} /> : null}
      {shelf.things?.length === 0 ? <p class="soft">{say.none}</p> : null}
      <SortedTable
        caption={say.title}
        columns={columnsOf(currency, setEdited)}
        rows={shelf.things ?? []}
        keyOf={({ id }) => id}
      />
      <div>
        <button type="button" onClick={() => setEdited(NEW_ZONE)}>
          {say.new}
        </button>
      </div>
      {edited === undefined ? null : (
        <ZoneDialog {...{ shelf, currency, zone: edited }} onClose={() => setEdited(undefined)} />
      )}
    </section>
  );
}

function columnsOf(currency: string, onEdit: (zone: Zone) => void): readonly Column<Zone>[] {
  const money = (amount: number) => formatMoney({ amount, currency });
  return [
    { name: say.zone, isHeader: true, sortBy: ({ name }) => name, cell: ({ name }) => name },
    { name: say.postcodes, sortBy: ({ postcodes }) => postcodes.join(), cell: ({ postcodes }) => postcodes.join(", ") },
    { name: say.fee, isNumber: true, sortBy: ({ fee }) => fee, cell: ({ fee }) => money(fee) },
    { name: say.from, isNumber: true, sortBy: ({ minimum }) => minimum, cell: ({ minimum }) => money(minimum) },
    { name: say.way, isNumber: true, sortBy: ({ minutes }) => minutes, cell: ({ minutes }) => minutes },
    {
      name: "",
      cell: (zone) => (
        <button type="button" aria-label={words.frame.editNamed(zone.name)} onClick={() => onEdit(zone)}>
          {words.frame.edit}
        </button>
      ),
    },
  ];
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
    <Dialog title={zone.name === "" ? say.new : zone.name} onClose={onClose}>
      <form class="stack" onSubmit={(event) => void save(event)}>
        <label>
          {words.frame.name}
          <input name="name" required maxLength={80} defaultValue={zone.name} />
        </label>
        <label>
          {say.postcodes} <span class="soft">{say.postcodesHow}</span>
          <textarea name="postcodes" rows={3} required defaultValue={zone.postcodes.join(", ")} />
        </label>
        <div class="row wrap fields">
          <Amount name="fee" label={say.feeIn(currency)} value={typedMoney(zone.fee, currency)} />
          <Amount name="minimum" label={say.ordersFrom(currency)} value={typedMoney(zone.minimum, currency)} />
          <Whole name="minutes" label={say.way} value={zone.minutes} max={240} />
        </div>
        <Failure words={shelf.failure} />
        <button type="submit" class="primary" disabled={shelf.busy}>
          {say.save}
        </button>
      </form>
      {kept === undefined ? null : (
        <Confirm name={say.archive} sure={words.frame.yes} disabled={shelf.busy} onConfirm={() => void archive(kept)} />
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
