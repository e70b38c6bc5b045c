/** Asks before an order is sent at another price, or for another time, than the guest has seen. */
import { useEffect, useRef } from "preact/hooks";
import type { Quote } from "../../contracts/index.js";
import { formatMoney } from "../shared/money.js";
import { momentIn } from "../shared/time.js";
import { words } from "./words/index.js";

/** What was shown, and what holds now. */
export interface Change {
  readonly before: Quote;
  readonly now: Quote;
}

interface Props {
  readonly change: Change;
  readonly timeZone: string;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Whether what the guest is asked for is another thing than what was shown. */
export function differs({ before, now }: Change): boolean {
  return before.total.amount !== now.total.amount || before.promisedAt !== now.promisedAt;
}

/** The dialog; closing it sends nothing. */
export function ChangedDialog({ change: { before, now }, timeZone, onConfirm, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const row = (name: string, was: string, is: string) => (
    <tr>
      <th scope="row">{name}</th>
      <td>{was}</td>
      <td>
        <strong>{is}</strong>
      </td>
    </tr>
  );
  return (
    <dialog class="item" ref={dialog} onClose={onClose} aria-labelledby="changed">
      <div class="stack">
        <h2 id="changed">{words.order.changed}</h2>
        <table>
          <thead>
            <tr>
              <td />
              <th scope="col">{words.order.before}</th>
              <th scope="col">{words.order.now}</th>
            </tr>
          </thead>
          <tbody>
            {row(words.bill.total, formatMoney(before.total), formatMoney(now.total))}
            {row(words.order.ready, momentIn(before.promisedAt, timeZone), momentIn(now.promisedAt, timeZone))}
          </tbody>
        </table>
        <div class="row wrap">
          <button type="button" class="primary" onClick={onConfirm}>
            {words.order.orderFor(formatMoney(now.total))}
          </button>
          <button type="button" onClick={() => dialog.current?.close()}>
            {words.order.back}
          </button>
        </div>
      </div>
    </dialog>
  );
}
