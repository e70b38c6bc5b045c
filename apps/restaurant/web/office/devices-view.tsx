/** The kitchen's screens: which are paired, when each was seen, a code for a new one, and taking one back. */
import { useState } from "preact/hooks";
import type { Device, Station } from "../../contracts/index.js";
import { fieldText } from "../shared/form.js";
import { callAs } from "../shared/session.js";
import { useEvery } from "../shared/use-every.js";
import { agoWords, Confirm, Failure } from "./parts.js";
import type { ViewProps } from "./person.js";
import { timeHere } from "./place-time.js";
import { QrCode } from "./qr-code.js";
import { type Column, SortedTable } from "./sorted-table.js";
import { useDoing, useLoaded } from "./use-loaded.js";
import { words } from "./words/index.js";

const say = words.devices;
const EVERY_MILLISECONDS = 10_000;

interface Code {
  readonly code: string;
  readonly expiresAt: string;
}

/** The view. */
export function DevicesView({ at }: ViewProps) {
  const { data, failure, reload } = useLoaded<{ devices: readonly Device[] }>(`${at}/devices`, EVERY_MILLISECONDS);
  const { failure: refusal, run } = useDoing();
  const now = useEvery(1000);
  const revoke = async ({ id }: Device): Promise<void> => {
    await run(() => callAs(`${at}/devices/${id}`, { method: "DELETE" }));
    await reload();
  };
  return (
    <div class="stack">
      <Failure words={failure ?? refusal} />
      {data?.devices.length === 0 ? <p class="soft">{say.none}</p> : null}
      <SortedTable
        caption={say.caption}
        columns={columnsOf(now, (device) => void revoke(device))}
        rows={data?.devices ?? []}
        keyOf={({ id }) => id}
      />
      <NewCode at={at} now={now} />
    </div>
  );
}

function columnsOf(now: number, onRevoke: (device: Device) => void): readonly Column<Device>[] {
  return [
    { name: say.screen, isHeader: true, sortBy: ({ name }) => name, cell: ({ name }) => name },
    { name: say.station, sortBy: ({ station }) => station.name, cell: ({ station }) => station.name },
    { name: say.paired, sortBy: ({ pairedAt }) => pairedAt, cell: ({ pairedAt }) => agoWords(pairedAt, now) },
    {
      name: say.seen,
      sortBy: ({ lastSeenAt }) => lastSeenAt ?? "",
      cell: ({ lastSeenAt }) => agoWords(lastSeenAt, now),
    },
    { name: say.showed, sortBy: ({ lastAckAt }) => lastAckAt ?? "", cell: ({ lastAckAt }) => agoWords(lastAckAt, now) },
    {
      name: "",
      cell: (device) => (
        <Confirm name={say.takeBack(device.name)} sure={words.frame.yesAtOnce} onConfirm={() => onRevoke(device)} />
      ),
    },
  ];
}

function NewCode({ at, now }: { readonly at: string; readonly now: number }) {
  const { data } = useLoaded<{ stations: readonly Station[] }>(`${at}/stations`);
  const [code, setCode] = useState<Code>();
  const { busy, failure, run } = useDoing();
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const body = { stationId: fieldText(form, "station"), name: fieldText(form, "name").trim() };
    await run(async () => setCode(await callAs<Code>(`${at}/devices/pairing-codes`, { method: "POST", body })));
  };
  const isGood = code !== undefined && Date.parse(code.expiresAt) > now;
  return (
    <section class="card stack" aria-labelledby="pair">
      <h2 id="pair">{say.pair}</h2>
      <form class="row wrap fields" onSubmit={(event) => void submit(event)}>
        <label>
          {say.station}
          <select name="station" required>
            {(data?.stations ?? []).map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label>
          {say.callIt}
          <input name="name" required maxLength={80} />
        </label>
        <button type="submit" class="primary" disabled={busy}>
          {say.makeCode}
        </button>
      </form>
      <Failure words={failure} />
      <div role="status">
        {isGood ? (
          <>
            <p class="pairing-code">{code.code}</p>
            <QrCode name={say.opensScreen} text={`${location.origin}/kitchen#pair=${code.code}`} />
            <p>
              {say.onTheScreen} <code>{`${location.origin}/kitchen#pair`}</code> {say.typeIn(timeHere(code.expiresAt))}
            </p>
          </>
        ) : null}
      </div>
    </section>
  );
}
