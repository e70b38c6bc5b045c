/** What must be noticed above the board: tickets nobody has seen, presses that were not sent, and refusals. */
import type { Unseen } from "./live-board.js";
import type { Outbox } from "./use-outbox.js";

interface Props {
  readonly unseen: readonly Unseen[];
  readonly onSeen: () => void;
  readonly outbox: Outbox;
  readonly failure: string | undefined;
}

/** The banners; each says in words what its colour says. */
export function Banners({ unseen, onSeen, outbox, failure }: Props) {
  const { queue, stuck, notice, dropNotice } = outbox;
  return (
    <div class="banners">
      <div role="alert">
        {unseen.length === 0 ? null : (
          <p class="unseen row">
            <span class="grow">
              Nobody has seen{" "}
              {unseen.map(({ orderNumber, station }) => `#${orderNumber} at ${station.name}`).join(", ")}
            </span>
            <button type="button" onClick={onSeen}>
              Seen now
            </button>
          </p>
        )}
      </div>
      <div role="status">
        {stuck && queue.length > 0 ? (
          <p class="unsent-bar">
            {queue.length} not sent. They are kept, and go in this order once the connection is back.
          </p>
        ) : null}
      </div>
      <div role="alert">
        {notice === undefined ? null : (
          <p class="conflict row">
            <span class="grow">{notice}</span>
            <button type="button" onClick={dropNotice}>
              Read
            </button>
          </p>
        )}
        {failure === undefined ? null : <p class="notice bad">{failure}</p>}
      </div>
    </div>
  );
}
