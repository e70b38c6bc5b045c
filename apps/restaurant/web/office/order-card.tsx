/** One order in its column: what must be known to answer it, and the two answers to a new one. */
import type { OrderSummary } from "../../contracts/index.js";
import { formatMoney } from "../shared/money.js";
import { named } from "./named.js";
import { agoWords } from "./parts.js";
import { momentHere } from "./place-time.js";
import { words } from "./words/index.js";

/** What can be done from the card. */
export interface CardActions {
  readonly onOpen: (order: OrderSummary) => void;
  readonly onAccept: (order: OrderSummary, minutes: number) => void;
  readonly onReject: (order: OrderSummary) => void;
}

interface Props extends CardActions {
  readonly order: OrderSummary;
  readonly now: number;
}

const STEPS = [10, 20, 30] as const;

/** "#042". */
export function orderNumber({ number }: Pick<OrderSummary, "number">): string {
  return `#${String(number).padStart(3, "0")}`;
}

/** The card. */
export function OrderCard({ order, now, onOpen, onAccept, onReject }: Props) {
  const { state, orderType, table, guest, total, paymentState, placedAt, createdAt, promisedAt, answerBy } = order;
  const number = orderNumber(order);
  const { orderNamed, promisedFor, rejectedIn, acceptNamed, acceptLater, rejectNamed, actions } = words.orders;
  return (
    <article class={`card order ${state}`} data-order={order.id} aria-label={orderNamed(order.number)}>
      <button type="button" class="open" onClick={() => onOpen(order)}>
        <span class="spread">
          <strong>{number}</strong>
          <span>{formatMoney(total)}</span>
        </span>
        <span>
          {table ?? named(words.codes.orderType, orderType)} {guest ?? ""}
        </span>
        <span class="soft">
          {named(words.codes.paymentState, paymentState)}, {agoWords(placedAt ?? createdAt, now)}
          {promisedAt === null ? "" : `, ${promisedFor(momentHere(promisedAt))}`}
        </span>
      </button>
      {answerBy === null ? null : <p class="answer-by">{rejectedIn(leftWords(answerBy, now))}</p>}
      {state === "placed" ? (
        <div class="row wrap">
          <button type="button" class="primary" aria-label={acceptNamed(number)} onClick={() => onAccept(order, 0)}>
            {actions.accept}
          </button>
          {STEPS.map((minutes) => (
            <button
              key={minutes}
              type="button"
              aria-label={acceptLater(number, minutes)}
              onClick={() => onAccept(order, minutes)}
            >
              +{minutes}
            </button>
          ))}
          <button type="button" class="danger" aria-label={rejectNamed(number)} onClick={() => onReject(order)}>
            {actions.reject}
          </button>
        </div>
      ) : null}
    </article>
  );
}

const SECONDS = 60;

/** "4:05", and "0:00" from then on. */
function leftWords(moment: string, now: number): string {
  const seconds = Math.max(0, Math.ceil((Date.parse(moment) - now) / 1000));
  return `${Math.floor(seconds / SECONDS)}:${String(seconds % SECONDS).padStart(2, "0")}`;
}
