/** The times guests can order for, each with how many orders it takes. */
import type { z } from "zod";
import type { slots } from "../../contracts/index.js";
import { fieldText } from "../shared/form.js";
import { momentIn } from "../shared/time.js";
import { readable } from "./named.js";
import { ORDER_KINDS } from "./order-types.js";
import { Confirm, Failure, Table } from "./parts.js";
import { useShelf } from "./use-shelf.js";

type Slot = z.infer<typeof slots.View>;

/** The card. */
export function Slots({ at }: { readonly at: string }) {
  const { things, failure, busy, add: addTo, archive } = useShelf<Slot>(`${at}/slots`);
  const add = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const startsAt = new Date(fieldText(form, "startsAt")).toISOString();
    await addTo({ orderType: fieldText(form, "orderType"), startsAt, capacity: Number(fieldText(form, "capacity")) });
  };
  const ahead = (things ?? [])
    .filter(({ startsAt }) => Date.parse(startsAt) > Date.now())
    .sort((a, b) => a.startsAt.localeCompare(b.startsAt));
  return (
    <section class="card stack" aria-labelledby="slots">
      <h2 id="slots">Times to order for</h2>
      <Failure words={failure} />
      {things !== undefined && ahead.length === 0 ? <p class="soft">None: guests order for right now alone.</p> : null}
      <Table caption="Times to order for" columns={["Time", "Kind", "Orders", ""]}>
        {ahead.map((slot) => (
          <tr key={slot.id}>
            <td>{momentIn(slot.startsAt)}</td>
            <td>{readable(slot.orderType)}</td>
            <td>{slot.capacity}</td>
            <td>
              <Confirm name={`Remove ${momentIn(slot.startsAt)}`} sure="Yes" onConfirm={() => void archive(slot)} />
            </td>
          </tr>
        ))}
      </Table>
      <form class="row wrap fields" onSubmit={(event) => void add(event)}>
        <label>
          Time
          <input name="startsAt" type="datetime-local" required />
        </label>
        <label>
          Kind
          <select name="orderType">
            {ORDER_KINDS.map(({ type, name }) => (
              <option key={type} value={type}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label>
          Orders
          <input name="capacity" type="number" min={0} max={10000} defaultValue="5" required />
        </label>
        <button type="submit" disabled={busy}>
          Add the time
        </button>
      </form>
    </section>
  );
}
