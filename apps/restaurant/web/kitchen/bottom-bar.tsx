/** Under the board: what was just bumped and can be taken back, and what waits on other pages. */
import type { Ticket } from "../../contracts/index.js";
import { numberOf } from "./ticket-time.js";
import type { Paging } from "./use-paging.js";
import { words } from "./words/index.js";

interface Props {
  readonly leaving: readonly Ticket[];
  /** What was done and shows nowhere else. */
  readonly done: string | undefined;
  readonly onUndo: (ticket: Ticket) => void;
  readonly paging: Paging;
}

/** As many as have room; the rest is among what can be recalled. */
const TOASTS = 3;

/** The bar, always there: the board above it must not move when something is bumped. */
export function BottomBar({ leaving, done, onUndo, paging }: Props) {
  return (
    <div class="bottom">
      <div class="toasts" role="status">
        {leaving.slice(-TOASTS).map((ticket) => (
          <p key={ticket.id} class="toast">
            {words.toast.bumped(numberOf(ticket))}
            <button type="button" onClick={() => onUndo(ticket)}>
              {words.toast.undo}
              <span class="visually-hidden"> {numberOf(ticket)}</span>
            </button>
          </p>
        ))}
        {done === undefined ? null : <p class="toast said">{done}</p>}
      </div>
      {paging.pages > 1 ? <Pages {...paging} /> : null}
    </div>
  );
}

function Pages({ page, pages, turn, elsewhere }: Paging) {
  const say = words.pages;
  const { waiting, fresh, changed, late } = elsewhere;
  const news = [
    ...(late > 0 ? [say.late(late)] : []),
    ...(fresh > 0 ? [say.fresh(fresh)] : []),
    ...(changed > 0 ? [say.changed(changed)] : []),
  ];
  const loud = late > 0 ? "late" : news.length > 0 ? "news" : "";
  return (
    <nav class="pages" aria-label={say.name}>
      <button type="button" aria-label={say.previous} onClick={() => turn(-1)}>
        <kbd>{"\u2190"}</kbd>
      </button>
      <span class="count">{say.at(page + 1, pages)}</span>
      <div role="status">
        <button type="button" class={`waiting ${loud}`} onClick={() => turn(1)}>
          <strong>{say.waiting(waiting)}</strong> {news.join(", ")}
        </button>
      </div>
      <button type="button" aria-label={say.next} onClick={() => turn(1)}>
        <kbd>{"\u2192"}</kbd>
      </button>
    </nav>
  );
}
