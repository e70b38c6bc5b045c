/** The kitchen's screens: which are paired, when each was seen, a code for a new one, and taking one back. */
import { useState } from "preact/hooks";
import type { Device, Station } from "../../contracts/index.js";
import { fieldText } from "../shared/form.js";
import { callAs } from "../shared/session.js";
import { timeIn } from "../shared/time.js";
import { useEvery } from "../shared/use-every.js";
import { agoWords, Confirm, Failure, Table } from "./parts.js";
import type { ViewProps } from "./person.js";
import { QrCode } from "./qr-code.js";
import { useDoing, useLoaded } from "./use-loaded.js";

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
      {data?.devices.length === 0 ? <p class="soft">No screen is paired yet.</p> : null}
      <Table caption="Paired screens" columns={["Screen", "Station", "Paired", "Seen", "Showed tickets", ""]}>
        {(data?.devices ?? []).map((device) => (
          <tr key={device.id}>
            <td>{device.name}</td>
            <td>{device.station.name}</td>
            <td>{agoWords(device.pairedAt, now)}</td>
            <td>{agoWords(device.lastSeenAt, now)}</td>
            <td>{agoWords(device.lastAckAt, now)}</td>
            <td>
              <Confirm name={`Take back ${device.name}`} sure="Yes, at once" onConfirm={() => void revoke(device)} />
            </td>
          </tr>
        ))}
      </Table>
      <NewCode at={at} now={now} />
    </div>
  );
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
      <h2 id="pair">Pair a new screen</h2>
      <form class="row wrap fields" onSubmit={(event) => void submit(event)}>
        <label>
          Station
          <select name="station" required>
            {(data?.stations ?? []).map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label>
          What to call it
          <input name="name" required maxLength={80} />
        </label>
        <button type="submit" class="primary" disabled={busy}>
          Make a code
        </button>
      </form>
      <Failure words={failure} />
      <div role="status">
        {isGood ? (
          <>
            <p class="pairing-code">{code.code}</p>
            <QrCode name="Opens the screen with this code" text={`${location.origin}/kitchen#pair=${code.code}`} />
            <p>
              On the screen, open <code>{location.origin}/kitchen#pair</code> and type it in, or take a picture of this
              with it, until {timeIn(code.expiresAt)}. It works once.
            </p>
          </>
        ) : null}
      </div>
    </section>
  );
}
