/** Partners' events that were given up on, each with a way to have it worked once more. */
import type { DeadEvent } from "../../contracts/index.js";
import { callAs } from "../shared/session.js";
import { useEvery } from "../shared/use-every.js";
import { agoWords, Failure } from "./parts.js";
import { type Column, SortedTable } from "./sorted-table.js";
import { useDoing, useLoaded } from "./use-loaded.js";
import { words } from "./words/index.js";

const say = words.health;

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
      <h2 id="dead">{say.eventsDead}</h2>
      <Failure words={failure ?? doing.failure} />
      <SortedTable
        caption={say.deadCaption}
        columns={columnsOf(now, { busy: doing.busy, onAgain: again })}
        rows={data?.events ?? []}
        keyOf={({ partner, eventId }) => `${partner} ${eventId}`}
      />
    </section>
  );
}

interface Actions {
  readonly busy: boolean;
  readonly onAgain: (event: DeadEvent) => void;
}

function columnsOf(now: number, { busy, onAgain }: Actions): readonly Column<DeadEvent>[] {
  return [
    { name: say.partner, sortBy: ({ partner }) => partner, cell: ({ partner }) => partner },
    { name: say.event, sortBy: ({ type }) => type, cell: ({ type }) => type },
    { name: say.came, sortBy: ({ receivedAt }) => receivedAt, cell: ({ receivedAt }) => agoWords(receivedAt, now) },
    { name: say.tried, sortBy: ({ attempts }) => attempts, cell: ({ attempts }) => say.times(attempts) },
    { name: say.why, sortBy: ({ reason }) => reason ?? "", cell: ({ reason }) => reason },
    {
      name: "",
      cell: (event) => (
        <button type="button" disabled={busy} onClick={() => onAgain(event)}>
          {say.workAgain}
        </button>
      ),
    },
  ];
}
