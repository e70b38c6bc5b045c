/** What must be noticed above the board: silence, a lost connection, tickets nobody has seen, presses that were not sent. */
import { useSounding } from "../shared/tones.js";
import type { LiveBoard, Unseen } from "./live-board.js";
import { numberOf, timeOf } from "./ticket-time.js";
import type { Outbox } from "./use-outbox.js";
import { words } from "./words/index.js";

interface Props {
  readonly screen: Pick<LiveBoard, "live" | "heardAt" | "trueAt">;
  /** By this screen's own clock. */
  readonly now: number;
  readonly unseen: readonly Unseen[];
  readonly onSeen: () => void;
  readonly onPrint: () => void;
  readonly outbox: Outbox;
  readonly failure: string | undefined;
}

/** The banners; each says in words what its colour says. */
export function Banners({ screen, now, unseen, onSeen, onPrint, outbox, failure }: Props) {
  const { queue, stuck, notice, dropNotice } = outbox;
  const isSounding = useSounding();
  return (
    <div class="banners">
      {isSounding ? null : <p class="sound-off">{words.shift.off}</p>}
      <div role="alert">{screen.live || screen.trueAt === 0 ? null : <Lost {...{ screen, now, onPrint }} />}</div>
      <div role="alert">
        {unseen.length === 0 ? null : (
          <p class="unseen row">
            <span class="grow">
              {words.unseen(unseen.map((one) => words.unseenAt(numberOf(one), one.station.name)))}
            </span>
            <button type="button" onClick={onSeen}>
              {words.seenNow}
            </button>
          </p>
        )}
      </div>
      <div role="status">
        {stuck && queue.length > 0 ? <p class="unsent-bar">{words.notSent(queue.length)}</p> : null}
      </div>
      <div role="alert">
        {notice === undefined ? null : (
          <p class="conflict row">
            <span class="grow">{notice}</span>
            <button type="button" onClick={dropNotice}>
              {words.read}
            </button>
          </p>
        )}
        {failure === undefined ? null : <p class="notice bad">{failure}</p>}
      </div>
    </div>
  );
}

/** Since when, how old what is shown is, and the paper that helps. What counts up is kept from being read out again. */
function Lost({ screen: { heardAt, trueAt }, now, onPrint }: Pick<Props, "screen" | "now" | "onPrint">) {
  const seconds = Math.max(0, Math.floor((now - trueAt) / 1000));
  const age = words.aged(Math.floor(seconds / 60), seconds % 60);
  return (
    <p class="lost row">
      <span class="grow" aria-live="off">
        {words.lost(timeOf(heardAt === 0 ? trueAt : heardAt), age)}
      </span>
      <button type="button" onClick={onPrint}>
        {words.printAll}
      </button>
    </p>
  );
}
