/** "86": what of the own stations' dishes and options is sold out, said in two taps, and back by itself. */
import { useEffect, useState } from "preact/hooks";
import type { Shelf } from "../../contracts/index.js";
import { wordsFor } from "../shared/api.js";
import { momentIn } from "../shared/time.js";
import { callKitchen } from "./screen.js";

type Thing = Shelf["things"][number];

const HOUR = 3_600_000;
/** When a kitchen's day has begun, whatever the night was. */
const MORNING_HOUR = 6;

/** How long something is away; the last until somebody says otherwise. */
const UNTILS: readonly { readonly label: string; readonly until: (now: Date) => Date | undefined }[] = [
  { label: "1 hour", until: (now) => new Date(now.getTime() + HOUR) },
  { label: "3 hours", until: (now) => new Date(now.getTime() + 3 * HOUR) },
  { label: "Until tomorrow", until: nextMorning },
  { label: "Until I say", until: () => undefined },
];

function nextMorning(now: Date): Date {
  const morning = new Date(now);
  morning.setHours(MORNING_HOUR, 0, 0, 0);
  if (morning <= now) morning.setDate(morning.getDate() + 1);
  return morning;
}

/** The panel; it reads again each time the place is told of something. */
export function ShelfPanel({ changes }: { readonly changes: number }) {
  const [shelf, setShelf] = useState<Shelf>();
  const [failure, setFailure] = useState<string>();
  const [wanted, setWanted] = useState("");
  const [chosen, setChosen] = useState<string>();
  const load = (): Promise<void> =>
    callKitchen<Shelf>("/api/v1/kds/shelf").then(
      (read) => {
        setShelf(read);
        setFailure(undefined);
      },
      (error: unknown) => setFailure(wordsFor(error)),
    );
  useEffect(() => void load(), [changes]);
  const say = async ({ kind, id }: Thing, body: object): Promise<void> => {
    try {
      const path = `/api/v1/locations/${shelf?.locationId}/availability/${kind}/${id}`;
      await callKitchen(path, { method: "PUT", body });
      setChosen(undefined);
      await load();
    } catch (error) {
      setFailure(wordsFor(error));
    }
  };
  const fits = ({ name }: Thing) => name.toLowerCase().includes(wanted.trim().toLowerCase());
  const things = shelf?.things;
  const away = (things ?? []).filter(({ status }) => status === "sold_out");
  const had = (things ?? []).filter((thing) => thing.status !== "sold_out" && fits(thing));
  return (
    <section class="panel" aria-label="Sold out">
      <h2>Sold out</h2>
      <div role="alert">{failure === undefined ? null : <p class="notice bad">{failure}</p>}</div>
      {things !== undefined && away.length === 0 ? <p class="soft">Nothing is sold out.</p> : null}
      <ul>
        {away.map((thing) => (
          <li key={thing.id} class="away">
            <span>
              <strong>{thing.name}</strong>{" "}
              <span class="soft">{thing.until === null ? "until you say" : `back at ${momentIn(thing.until)}`}</span>
            </span>
            <button type="button" onClick={() => void say(thing, { status: "available" })}>
              {thing.name} is back
            </button>
          </li>
        ))}
      </ul>
      <label>
        Find
        <input value={wanted} maxLength={40} onInput={(event) => setWanted(event.currentTarget.value)} />
      </label>
      <ul>
        {had.map((thing) => (
          <li key={thing.id}>
            <button
              type="button"
              aria-expanded={chosen === thing.id}
              onClick={() => setChosen(chosen === thing.id ? undefined : thing.id)}
            >
              {thing.name} <span class="soft">{thing.kind === "option" ? thing.group : leftWords(thing)}</span>
            </button>
            {chosen === thing.id ? (
              <fieldset class="untils" aria-label={`${thing.name} is sold out`}>
                {UNTILS.map(({ label, until }) => (
                  <button
                    key={label}
                    type="button"
                    onClick={() => void say(thing, { status: "sold_out", until: until(new Date())?.toISOString() })}
                  >
                    {label}
                  </button>
                ))}
              </fieldset>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

function leftWords({ status, remaining }: Thing): string {
  return status === "limited" && remaining !== null ? `${remaining} left` : "";
}
