/** What is sold out, said from the counter: each dish and option, for how long, and back again. */
import { useState } from "preact/hooks";
import type { Shelf } from "../../contracts/index.js";
import { fieldText } from "../shared/form.js";
import { callAs } from "../shared/session.js";
import { Failure } from "./parts.js";
import type { ViewProps } from "./person.js";
import { momentHere } from "./place-time.js";
import { type Column, SortedTable } from "./sorted-table.js";
import { momentAfter, UNTILS } from "./until.js";
import { useDoing, useLoaded } from "./use-loaded.js";
import { words } from "./words/index.js";

const say = words.shelf;
const EVERY_MILLISECONDS = 10_000;

type Thing = Shelf["things"][number];

/** The view; what is sold out comes first, unless somebody sorts it otherwise. */
export function ShelfView({ at }: ViewProps) {
  const { data, failure, reload } = useLoaded<Shelf>("/api/v1/kds/shelf", EVERY_MILLISECONDS);
  const [wanted, setWanted] = useState("");
  const doing = useDoing();
  const put = ({ kind, id }: Thing, body: object): void =>
    void doing.run(() => callAs(`${at}/availability/${kind}/${id}`, { method: "PUT", body }), reload);
  const fits = ({ name, group }: Thing) => `${name} ${group}`.toLowerCase().includes(wanted.trim().toLowerCase());
  const isAway = ({ status }: Thing) => status === "sold_out";
  const things = (data?.things ?? []).filter(fits);
  return (
    <div class="stack">
      <label class="short">
        {say.find}
        <input type="search" maxLength={40} value={wanted} onInput={(event) => setWanted(event.currentTarget.value)} />
      </label>
      <Failure words={failure ?? doing.failure} />
      <SortedTable
        caption={say.caption}
        columns={columnsOf(doing.busy, put)}
        rows={[...things.filter(isAway), ...things.filter((thing) => !isAway(thing))]}
        keyOf={({ id }) => id}
      />
    </div>
  );
}

type Put = (thing: Thing, body: object) => void;

function columnsOf(busy: boolean, put: Put): readonly Column<Thing>[] {
  return [
    { name: say.thing, isHeader: true, sortBy: ({ name }) => name, cell: ({ name }) => name },
    { name: say.group, sortBy: ({ group }) => group, cell: ({ group }) => group },
    { name: say.state, sortBy: stateWords, cell: stateWords },
    {
      name: "",
      cell: (thing) =>
        thing.status === "sold_out" ? (
          <button
            type="button"
            disabled={busy}
            aria-label={say.back(thing.name)}
            onClick={() => put(thing, { status: "available" })}
          >
            {say.backShort}
          </button>
        ) : (
          <AwayForm {...{ thing, busy, put }} />
        ),
    },
  ];
}

function stateWords({ status, remaining, until }: Thing): string {
  if (status === "sold_out") return until === null ? say.soldOut : say.backAt(momentHere(until));
  return status === "limited" && remaining !== null ? say.left(remaining) : say.there;
}

function AwayForm({ thing, busy, put }: { readonly thing: Thing; readonly busy: boolean; readonly put: Put }) {
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const until = momentAfter(fieldText(new FormData(event.currentTarget as HTMLFormElement), "until"), new Date());
    put(thing, { status: "sold_out", ...(until === undefined ? {} : { until: until.toISOString() }) });
  };
  return (
    <form class="row wrap" onSubmit={submit}>
      <select name="until" aria-label={say.howLong(thing.name)}>
        {UNTILS.map((until) => (
          <option key={until} value={until}>
            {words.menu.until[until]}
          </option>
        ))}
      </select>
      <button type="submit" disabled={busy} aria-label={say.say(thing.name)}>
        {say.sayShort}
      </button>
    </form>
  );
}
