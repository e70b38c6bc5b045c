/** The stations: open or closed, who takes over, how many dishes at once, and when a ticket is late. */
import { useState } from "preact/hooks";
import type { Station } from "../../contracts/index.js";
import { fieldText } from "../shared/form.js";
import { callAs } from "../shared/session.js";
import { EditStation } from "./edit-station.js";
import type { KitchenParts } from "./kitchen-parts.js";
import { Confirm, Failure, Table } from "./parts.js";
import { useDoing } from "./use-loaded.js";

const COLUMNS = ["Station", "Kind", "Open", "Takes over", "At once", "Warned, late (minutes)", ""];
const MINUTE = 60;

/** The card. */
export function Stations({ at, stations, reload }: KitchenParts) {
  const { busy, failure, run } = useDoing();
  const [edited, setEdited] = useState<Station>();
  const change = ({ id, version }: Station, body: object) =>
    run(
      () => callAs(`${at}/stations/${id}`, { method: "PATCH", body, headers: { "if-match": `"${version}"` } }),
      reload,
    );
  const archive = ({ id, version }: Station) =>
    run(() => callAs(`${at}/stations/${id}`, { method: "DELETE", headers: { "if-match": `"${version}"` } }), reload);
  const add = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const data = new FormData(form);
    const body = { name: fieldText(data, "name").trim(), kind: fieldText(data, "kind") };
    if (await run(() => callAs(`${at}/stations`, { method: "POST", body }), reload)) form.reset();
  };
  return (
    <section class="card stack" aria-labelledby="stations">
      <h2 id="stations">Stations</h2>
      <Failure words={failure} />
      <Table caption="Stations" columns={COLUMNS}>
        {stations.map((station) => (
          <StationRow
            key={station.id}
            {...{ station, busy }}
            fallback={stations.find(({ id }) => id === station.fallbackStationId)?.name ?? ""}
            onOpen={() => void change(station, { isOpen: !station.isOpen })}
            onEdit={() => setEdited(station)}
            onArchive={() => void archive(station)}
          />
        ))}
      </Table>
      <form class="row wrap fields" onSubmit={(event) => void add(event)}>
        <label>
          New station
          <input name="name" required maxLength={60} />
        </label>
        <label>
          Kind
          <select name="kind">
            <option value="prep">makes dishes</option>
            <option value="expo">pass</option>
          </select>
        </label>
        <button type="submit" disabled={busy}>
          Add
        </button>
      </form>
      {edited === undefined ? null : (
        <EditStation
          station={edited}
          others={stations.filter(({ id, kind }) => id !== edited.id && kind === "prep")}
          onSave={async (body) => {
            if (await change(edited, body)) setEdited(undefined);
          }}
          onClose={() => setEdited(undefined)}
          failure={failure}
        />
      )}
    </section>
  );
}

interface RowProps {
  readonly station: Station;
  readonly busy: boolean;
  /** Who takes over. */
  readonly fallback: string;
  readonly onOpen: () => void;
  readonly onEdit: () => void;
  readonly onArchive: () => void;
}

function StationRow({ station, busy, fallback, onOpen, onEdit, onArchive }: RowProps) {
  return (
    <tr>
      <td>{station.name}</td>
      <td>{station.kind === "expo" ? "pass" : "makes dishes"}</td>
      <td>
        <button
          type="button"
          disabled={busy}
          aria-pressed={station.isOpen}
          aria-label={`${station.name} is open`}
          onClick={onOpen}
        >
          {station.isOpen ? "open" : "closed"}
        </button>
      </td>
      <td>{fallback}</td>
      <td>{station.parallelism}</td>
      <td>
        {station.warnAfterSeconds / MINUTE}, {station.lateAfterSeconds / MINUTE}
      </td>
      <td>
        <div class="row wrap">
          <button type="button" onClick={onEdit}>
            Change {station.name}
          </button>
          <Confirm name={`Archive ${station.name}`} sure="Yes" onConfirm={onArchive} />
        </div>
      </td>
    </tr>
  );
}
