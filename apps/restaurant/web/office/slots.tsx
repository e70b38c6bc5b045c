/** The times guests can order for, each with how many orders it takes. */
import type { z } from "zod";
import type { slots } from "../../contracts/index.js";
import { fieldText } from "../shared/form.js";
import { named } from "./named.js";
import { ORDER_KINDS } from "./order-types.js";
import { Confirm, Failure } from "./parts.js";
import { instantHere, momentHere, zoneHere } from "./place-time.js";
import { type Column, SortedTable } from "./sorted-table.js";
import { useShelf } from "./use-shelf.js";
import { words } from "./words/index.js";

const say = words.settings.slots;

type Slot = z.infer<typeof slots.View>;

/** The card. */
export function Slots({ at }: { readonly at: string }) {
  const { things, failure, busy, add: addTo, archive } = useShelf<Slot>(`${at}/slots`);
  const add = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const startsAt = instantHere(fieldText(form, "startsAt")).toISOString();
    await addTo({ orderType: fieldText(form, "orderType"), startsAt, capacity: Number(fieldText(form, "capacity")) });
  };
  const ahead = (things ?? [])
    // A time that was removed takes no more orders; those it has taken keep it.
    .filter(({ startsAt, capacity }) => capacity > 0 && Date.parse(startsAt) > Date.now())
    .sort((a, b) => a.startsAt.localeCompare(b.startsAt));
  return (
    <section class="card stack" aria-labelledby="slots">
      <h2 id="slots">{say.title}</h2>
      <Failure words={failure} />
      {things !== undefined && ahead.length === 0 ? <p class="soft">{say.none}</p> : null}
      <SortedTable
        caption={say.title}
        columns={columnsOf((slot) => void archive(slot))}
        rows={ahead}
        keyOf={({ id }) => id}
      />
      <form class="row wrap fields" onSubmit={(event) => void add(event)}>
        <label>
          {say.timeIn(zoneHere())}
          <input name="startsAt" type="datetime-local" required />
        </label>
        <label>
          {say.kind}
          <select name="orderType">
            {ORDER_KINDS.map(({ type, name }) => (
              <option key={type} value={type}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label>
          {say.orders}
          <input name="capacity" type="number" min={1} max={10000} defaultValue="5" required />
        </label>
        <button type="submit" disabled={busy}>
          {say.add}
        </button>
      </form>
    </section>
  );
}

function columnsOf(onArchive: (slot: Slot) => void): readonly Column<Slot>[] {
  const kindOf = ({ orderType }: Slot): string => named(words.codes.orderType, orderType);
  return [
    {
      name: say.time,
      isHeader: true,
      sortBy: ({ startsAt }) => startsAt,
      cell: ({ startsAt }) => momentHere(startsAt),
    },
    { name: say.kind, sortBy: kindOf, cell: kindOf },
    { name: say.orders, sortBy: ({ capacity }) => capacity, cell: ({ capacity }) => capacity },
    {
      name: "",
      cell: (slot) => (
        <Confirm
          name={say.remove(momentHere(slot.startsAt))}
          sure={words.frame.yes}
          onConfirm={() => onArchive(slot)}
        />
      ),
    },
  ];
}
