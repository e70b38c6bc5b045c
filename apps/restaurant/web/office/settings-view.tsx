/** How the place takes orders right now; for those who run it, its tables and times, too. */
import { useState } from "preact/hooks";
import { fieldText } from "../shared/form.js";
import { callAs } from "../shared/session.js";
import { NewPlace } from "./new-place.js";
import { Failure } from "./parts.js";
import { isChief, type OfficeProps } from "./person.js";
import { PlaceSettings } from "./place-settings.js";
import { momentHere } from "./place-time.js";
import { Slots } from "./slots.js";
import { Tables } from "./tables.js";
import { useDoing } from "./use-loaded.js";
import { words } from "./words/index.js";

const say = words.settings.now;

/** What the API answers to each of the three. */
interface Taking {
  readonly pausedUntil: string | null;
  readonly busyMinutes: number;
  readonly acceptMode: "manual" | "auto";
}

/** The view. */
export function SettingsView({ person, at, renew }: OfficeProps) {
  const [taking, setTaking] = useState<Taking>();
  const { busy, failure, run } = useDoing();
  const put = (method: "POST" | "PUT", path: string, body: object) =>
    void run(async () => setTaking(await callAs<Taking>(`${at}/${path}`, { method, body })));
  const minutes = (event: SubmitEvent): number =>
    Number(fieldText(new FormData(event.currentTarget as HTMLFormElement), "minutes"));
  return (
    <div class="stack">
      <Failure words={failure} />
      <div role="status">{taking === undefined ? null : <p class="notice good">{takingWords(taking)}</p>}</div>
      <section class="card stack" aria-labelledby="taking">
        <h2 id="taking">{say.title}</h2>
        <form
          class="row wrap fields"
          onSubmit={(event) => {
            event.preventDefault();
            put("POST", "pause", { minutes: minutes(event) });
          }}
        >
          <label>
            {say.pauseFor}
            <input name="minutes" type="number" min={1} max={1440} defaultValue="30" required />
          </label>
          <button type="submit" disabled={busy}>
            {say.pause}
          </button>
          <button type="button" disabled={busy} onClick={() => put("POST", "pause", { minutes: 0 })}>
            {say.again}
          </button>
        </form>
        <form
          class="row wrap fields"
          onSubmit={(event) => {
            event.preventDefault();
            put("POST", "busy", { minutes: minutes(event) });
          }}
        >
          <label>
            {say.busyBy}
            <input name="minutes" type="number" min={0} max={180} defaultValue="15" required />
          </label>
          <button type="submit" disabled={busy}>
            {say.saySo}
          </button>
          <button type="button" disabled={busy} onClick={() => put("POST", "busy", { minutes: 0 })}>
            {say.notBusy}
          </button>
        </form>
        {isChief(person) ? (
          <div class="row wrap">
            <button type="button" disabled={busy} onClick={() => put("PUT", "accept-mode", { acceptMode: "manual" })}>
              {say.byPeople}
            </button>
            <button type="button" disabled={busy} onClick={() => put("PUT", "accept-mode", { acceptMode: "auto" })}>
              {say.byItself}
            </button>
          </div>
        ) : null}
      </section>
      {isChief(person) ? (
        <>
          <PlaceSettings person={person} at={at} />
          <Slots at={at} />
          <Tables at={at} />
          {person.role === "owner" ? <NewPlace {...{ person, renew }} /> : null}
        </>
      ) : null}
    </div>
  );
}

function takingWords({ pausedUntil, busyMinutes, acceptMode }: Taking): string {
  const paused = pausedUntil !== null && Date.parse(pausedUntil) > Date.now();
  return [
    paused ? say.pausedUntil(momentHere(pausedUntil)) : say.taken,
    busyMinutes === 0 ? say.calm : say.busy(busyMinutes),
    acceptMode === "auto" ? say.acceptedByItself : say.acceptedByPeople,
  ].join("; ");
}
