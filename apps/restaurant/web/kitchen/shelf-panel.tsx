/** "86": what of the own stations' dishes and options is sold out, said in two taps, and back by itself. */
import { useEffect, useState } from "preact/hooks";
import type { Shelf } from "../../contracts/index.js";
import { momentIn } from "../shared/time.js";
import { told } from "../shared/told-staff.js";
import { momentAfter, UNTILS, type Until } from "../shared/until.js";
import { callKitchen } from "./screen.js";
import { words } from "./words/index.js";

type Thing = Shelf["things"][number];

const say = words.shelf;

/** The panel; it reads again each time the place is told of something. */
export function ShelfPanel({ changes }: { readonly changes: number }) {
  const { shelf, failure, tell } = useShelf(changes);
  const [wanted, setWanted] = useState("");
  const [chosen, setChosen] = useState<string>();
  const put = (thing: Thing, body: object): void => void tell(thing, body).then(() => setChosen(undefined));
  const fits = ({ name }: Thing) => name.toLowerCase().includes(wanted.trim().toLowerCase());
  const things = shelf?.things;
  const away = (things ?? []).filter(({ status }) => status === "sold_out");
  const had = (things ?? []).filter((thing) => thing.status !== "sold_out" && fits(thing));
  const name = words.panels.shelf;
  return (
    <section class="panel" aria-label={name}>
      <h2>{name}</h2>
      <div role="alert">{failure === undefined ? null : <p class="notice bad">{failure}</p>}</div>
      {things !== undefined && away.length === 0 ? <p class="soft">{say.nothing}</p> : null}
      <ul>
        {away.map((thing) => (
          <li key={thing.id} class="away">
            <span>
              <strong>{thing.name}</strong>{" "}
              <span class="soft">{thing.until === null ? say.untilYouSay : say.backAt(momentIn(thing.until))}</span>
            </span>
            <button type="button" onClick={() => put(thing, { status: "available" })}>
              {say.back(thing.name)}
            </button>
          </li>
        ))}
      </ul>
      <label>
        {say.find}
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
              {thing.name} <span class="soft">{thing.kind === "option" ? thing.group : leftOf(thing)}</span>
            </button>
            {chosen === thing.id ? (
              <HowLong
                name={thing.name}
                onChoose={(until) =>
                  put(thing, { status: "sold_out", until: momentAfter(until, new Date())?.toISOString() })
                }
              />
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What there is, and what says that something is away or back. */
function useShelf(changes: number) {
  const [shelf, setShelf] = useState<Shelf>();
  const [failure, setFailure] = useState<string>();
  const fail = (error: unknown) => setFailure(told(error));
  const load = (): Promise<void> =>
    callKitchen<Shelf>("/api/v1/kds/shelf").then((read) => {
      setShelf(read);
      setFailure(undefined);
    }, fail);
  useEffect(() => void load(), [changes]);
  const tell = ({ kind, id }: Thing, body: object): Promise<void> => {
    const path = `/api/v1/locations/${shelf?.locationId}/availability/${kind}/${id}`;
    return callKitchen(path, { method: "PUT", body }).then(load, fail);
  };
  return { shelf, failure, tell };
}

function HowLong({ name, onChoose }: { readonly name: string; readonly onChoose: (until: Until) => void }) {
  return (
    <fieldset class="untils" aria-label={say.howLong(name)}>
      {UNTILS.map((until) => (
        <button key={until} type="button" onClick={() => onChoose(until)}>
          {say.untils[until]}
        </button>
      ))}
    </fieldset>
  );
}

function leftOf({ status, remaining }: Thing): string {
  return status === "limited" && remaining !== null ? say.left(remaining) : "";
}
