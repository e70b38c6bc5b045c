/** The stations: open or closed, who takes over, how many dishes at once, and when a ticket is late. */
import { useState } from "preact/hooks";
import type { Station } from "../../contracts/index.js";
import { fieldText } from "../shared/form.js";
import { locale } from "../shared/language.js";
import { callAs } from "../shared/session.js";
import { EditStation } from "./edit-station.js";
import type { KitchenParts } from "./kitchen-parts.js";
import { Confirm, Failure } from "./parts.js";
import { type Column, SortedTable } from "./sorted-table.js";
import { useDoing } from "./use-loaded.js";
import { words } from "./words/index.js";

const say = words.kitchen.stations;
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
      <h2 id="stations">{say.title}</h2>
      <Failure words={failure} />
      <SortedTable
        caption={say.title}
        columns={columnsOf(stations, {
          busy,
          onOpen: (station) => void change(station, { isOpen: !station.isOpen }),
          onEdit: setEdited,
          onArchive: (station) => void archive(station),
        })}
        rows={stations}
        keyOf={({ id }) => id}
      />
      <form class="row wrap fields" onSubmit={(event) => void add(event)}>
        <label>
          {say.new}
          <input name="name" required maxLength={60} />
        </label>
        <label>
          {say.kind}
          <select name="kind">
            <option value="prep">{words.kitchen.kind.prep}</option>
            <option value="expo">{words.kitchen.kind.expo}</option>
          </select>
        </label>
        <button type="submit" disabled={busy}>
          {words.frame.add}
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

interface Actions {
  readonly busy: boolean;
  readonly onOpen: (station: Station) => void;
  readonly onEdit: (station: Station) => void;
  readonly onArchive: (station: Station) => void;
}

function columnsOf(stations: readonly Station[], actions: Actions): readonly Column<Station>[] {
  const kindOf = ({ kind }: Station): string => words.kitchen.kind[kind];
  const fallbackOf = ({ fallbackStationId }: Station): string =>
    stations.find(({ id }) => id === fallbackStationId)?.name ?? "";
  return [
    { name: say.station, isHeader: true, sortBy: ({ name }) => name, cell: ({ name }) => name },
    { name: say.kind, sortBy: kindOf, cell: kindOf },
    {
      name: say.open,
      sortBy: ({ isOpen }) => (isOpen ? 0 : 1),
      cell: (station) => <OpenButton {...{ station, actions }} />,
    },
    { name: say.takesOver, sortBy: fallbackOf, cell: fallbackOf },
    { name: say.atOnce, sortBy: ({ parallelism }) => parallelism, cell: ({ parallelism }) => parallelism },
    {
      name: say.times,
      sortBy: ({ lateAfterSeconds }) => lateAfterSeconds,
      cell: ({ warnAfterSeconds, lateAfterSeconds }) =>
        [warnAfterSeconds, lateAfterSeconds].map((seconds) => decimal.format(seconds / MINUTE)).join(", "),
    },
    {
      name: "",
      cell: (station) => (
        <div class="row wrap">
          <button type="button" onClick={() => actions.onEdit(station)}>
            {say.changeNamed(station.name)}
          </button>
          <Confirm
            name={say.archiveNamed(station.name)}
            sure={words.frame.yes}
            onConfirm={() => actions.onArchive(station)}
          />
        </div>
      ),
    },
  ];
}

const decimal = new Intl.NumberFormat(locale);

function OpenButton({ station, actions }: { readonly station: Station; readonly actions: Actions }) {
  const { name, isOpen } = station;
  return (
    <button
      type="button"
      disabled={actions.busy}
      aria-pressed={isOpen}
      aria-label={say.isOpenNamed(name)}
      onClick={() => actions.onOpen(station)}
    >
      {isOpen ? say.isOpen : say.isClosed}
    </button>
  );
}
