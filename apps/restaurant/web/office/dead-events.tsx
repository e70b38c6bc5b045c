/** Partners' events that were given up on, each with a way to have it worked once more. */
import type { DeadEvent } from "../../contracts/index.js";
import { callAs } from "../shared/session.js";
import { useEvery } from "../shared/use-every.js";
import { agoWords, Failure, Table } from "./parts.js";
import { useDoing, useLoaded } from "./use-loaded.js";

const COLUMNS = ["Partner", "Event", "Came", "Tried", "Why", ""];

/** The section. */
export function DeadEvents({ at }: { readonly at: string }) {
  const path = `${at}/health/events`;
  const { data, failure, reload } = useLoaded<{ readonly events: readonly DeadEvent[] }>(path);
  const doing = useDoing();
  const now = useEvery(1000);
  const again = ({ partner, eventId }: DeadEvent): void => {
    const body = { partner, eventId };
    void doing.run(() => callAs(`${path}/redeliver`, { method: "POST", body }), reload);
  };
  return (
    <section class="card stack" aria-labelledby="dead">
      <h2 id="dead">Events given up on</h2>
      <Failure words={failure ?? doing.failure} />
      <Table caption="Events of partners that were given up on" columns={COLUMNS}>
        {data?.events.map((event) => (
          <tr key={`${event.partner} ${event.eventId}`}>
            <td>{event.partner}</td>
            <td>{event.type}</td>
            <td>{agoWords(event.receivedAt, now)}</td>
            <td>{event.attempts} times</td>
            <td>{event.reason}</td>
            <td>
              <button type="button" disabled={doing.busy} onClick={() => again(event)}>
                Work again
              </button>
            </td>
          </tr>
        ))}
      </Table>
    </section>
  );
}
