/** The stations: open or closed, who takes over, how many dishes at once, and when a ticket is late. */
import { useState } from "preact/hooks";
import type { Station } from "../../contracts/index.js";
import { Dialog } from "../shared/dialog.js";
import { fieldText } from "../shared/form.js";
import { callAs } from "../shared/session.js";
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
    run(() =>
      callAs(`${at}/stations/${id}`, { method: "PATCH", body, headers: { "if-match": `"${version}"` } }).finally(
        reload,
      ),
    );
  const archive = ({ id, version }: Station) =>
    run(() =>
      callAs(`${at}/stations/${id}`, { method: "DELETE", headers: { "if-match": `"${version}"` } }).finally(reload),
    );
  const add = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const data = new FormData(form);
    const body = { name: fieldText(data, "name").trim(), kind: fieldText(data, "kind") };
    if (await run(() => callAs(`${at}/stations`, { method: "POST", body }).finally(reload))) form.reset();
  };
  const nameOf = (id: string | null) => stations.find((one) => one.id === id)?.name ?? "";
  return (
    <section class="card stack" aria-labelledby="stations">
      <h2 id="stations">Stations</h2>
      <Failure words={failure} />
      <Table caption="Stations" columns={COLUMNS}>
        {stations.map((station) => (
          <tr key={station.id}>
            <td>{station.name}</td>
            <td>{station.kind === "expo" ? "pass" : "makes dishes"}</td>
            <td>
              <button
                type="button"
                disabled={busy}
                aria-pressed={station.isOpen}
                aria-label={`${station.name} is open`}
                onClick={() => void change(station, { isOpen: !station.isOpen })}
              >
                {station.isOpen ? "open" : "closed"}
              </button>
            </td>
            <td>{nameOf(station.fallbackStationId)}</td>
            <td>{station.parallelism}</td>
            <td>
              {station.warnAfterSeconds / MINUTE}, {station.lateAfterSeconds / MINUTE}
            </td>
            <td>
              <div class="row wrap">
                <button type="button" onClick={() => setEdited(station)}>
                  Change {station.name}
                </button>
                <Confirm name={`Archive ${station.name}`} sure="Yes" onConfirm={() => void archive(station)} />
              </div>
            </td>
          </tr>
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

interface EditProps {
  readonly station: Station;
  readonly others: readonly Station[];
  readonly failure: string | undefined;
  readonly onSave: (body: object) => Promise<void>;
  readonly onClose: () => void;
}

function EditStation({ station, others, failure, onSave, onClose }: EditProps) {
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const seconds = (name: string) => Math.round(Number(fieldText(form, name)) * MINUTE);
    const fallback = fieldText(form, "fallback");
    void onSave({
      name: fieldText(form, "name").trim(),
      fallbackStationId: fallback === "" ? null : fallback,
      parallelism: Number(fieldText(form, "parallelism")),
      warnAfterSeconds: seconds("warn"),
      lateAfterSeconds: seconds("late"),
    });
  };
  const number = (name: string, label: string, value: number) => (
    <label>
      {label}
      <input {...{ name }} type="number" min={0.5} step={0.5} required defaultValue={String(value)} />
    </label>
  );
  return (
    <Dialog title={station.name} onClose={onClose}>
      <form class="stack" onSubmit={submit}>
        <label>
          Name
          <input name="name" required maxLength={60} defaultValue={station.name} />
        </label>
        <label>
          Who takes over while it is closed
          <select name="fallback">
            <option value="">the default station</option>
            {others.map(({ id, name }) => (
              <option key={id} value={id} selected={id === station.fallbackStationId}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label>
          Dishes at once
          <input
            name="parallelism"
            type="number"
            min={1}
            max={50}
            required
            defaultValue={String(station.parallelism)}
          />
        </label>
        {number("warn", "Warned after (minutes)", station.warnAfterSeconds / MINUTE)}
        {number("late", "Late after (minutes)", station.lateAfterSeconds / MINUTE)}
        <Failure words={failure} />
        <button type="submit" class="primary">
          Save
        </button>
      </form>
    </Dialog>
  );
}
