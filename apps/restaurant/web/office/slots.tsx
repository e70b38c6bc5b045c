/** The times guests can order for, each with how many orders it takes. */
import { fieldText } from "../shared/form.js";
import { callAs } from "../shared/session.js";
import { momentIn } from "../shared/time.js";
import { Confirm, Failure, readable, Table } from "./parts.js";
import { useDoing, useLoaded } from "./use-loaded.js";

interface Slot {
  readonly id: string;
  readonly version: number;
  readonly orderType: string;
  readonly startsAt: string;
  readonly capacity: number;
}

/** The card. */
export function Slots({ at }: { readonly at: string }) {
  const { data, failure, reload } = useLoaded<{ items: readonly Slot[] }>(`${at}/slots`);
  const { busy, failure: refusal, run } = useDoing();
  const add = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const startsAt = new Date(fieldText(form, "startsAt")).toISOString();
    const body = { orderType: fieldText(form, "orderType"), startsAt, capacity: Number(fieldText(form, "capacity")) };
    await run(() => callAs(`${at}/slots`, { method: "POST", body }));
    await reload();
  };
  const remove = async ({ id, version }: Slot): Promise<void> => {
    const headers = { "if-match": `"${version}"` };
    await run(() => callAs(`${at}/slots/${id}`, { method: "DELETE", headers }));
    await reload();
  };
  const ahead = (data?.items ?? [])
    .filter(({ startsAt }) => Date.parse(startsAt) > Date.now())
    .sort((a, b) => a.startsAt.localeCompare(b.startsAt));
  return (
    <section class="card stack" aria-labelledby="slots">
      <h2 id="slots">Times to order for</h2>
      <Failure words={failure ?? refusal} />
      {data !== undefined && ahead.length === 0 ? <p class="soft">None: guests order for right now alone.</p> : null}
      <Table caption="Times to order for" columns={["Time", "Kind", "Orders", ""]}>
        {ahead.map((slot) => (
          <tr key={slot.id}>
            <td>{momentIn(slot.startsAt)}</td>
            <td>{readable(slot.orderType)}</td>
            <td>{slot.capacity}</td>
            <td>
              <Confirm name={`Remove ${momentIn(slot.startsAt)}`} sure="Yes" onConfirm={() => void remove(slot)} />
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
            <option value="pickup">pickup</option>
            <option value="delivery">delivery</option>
            <option value="dine_in">at a table</option>
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
