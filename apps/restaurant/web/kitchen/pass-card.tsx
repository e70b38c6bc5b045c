/** One order at the pass: how far each station is, and whether it can be handed over. */
import type { Ticket } from "../../contracts/index.js";
import type { PassOrder } from "./order-view.js";
import { TicketLine } from "./ticket-line.js";
import { clock, levelOf, numberOf, TYPES, waitedSeconds } from "./ticket-time.js";

/** What can be done to an order at the pass. */
export interface PassActions {
  readonly onRush: ((tickets: readonly Ticket[]) => void) | undefined;
  readonly onToggle: (ticket: Ticket, item: Ticket["items"][number]) => void;
  /** Hands the order over, or puts it out of sight where nobody has signed in. */
  readonly onHandOver: (order: PassOrder) => void;
  readonly handOverName: string;
}

interface Props extends PassActions {
  readonly order: PassOrder;
  /** By the server's clock. */
  readonly now: number;
}

/** The card: green and "ALL READY" once nothing is left to make. */
export function PassCard({ order, now, onRush, onToggle, onHandOver, handOverName }: Props) {
  const { tickets, shares, allReady } = order;
  const open = tickets.filter(({ state }) => state === "open");
  const [oldest] = open.length === 0 ? tickets : open;
  if (oldest === undefined) return null;
  const level = allReady ? "ready" : levelOf(oldest, now);
  const rush = open.some((ticket) => ticket.rush);
  const allergy = tickets.find(({ allergyNote }) => allergyNote !== null && allergyNote !== "")?.allergyNote;
  return (
    <article
      class={["ticket", level, rush ? "rush" : ""].filter(Boolean).join(" ")}
      data-order={order.orderId}
      aria-label={`Order ${order.orderNumber}`}
    >
      <header>
        <strong class="number">{numberOf(order)}</strong>
        <span class="guest">{oldest.guest}</span>
        <span class="timer">{allReady ? "ALL READY" : clock(waitedSeconds(oldest, now))}</span>
      </header>
      {allergy === undefined || allergy === null ? null : <p class="allergy">!! ALLERGY: {allergy}</p>}
      {rush ? <p class="rush-mark">RUSH</p> : null}
      <p class="station">{TYPES[oldest.orderType]}</p>
      <p class="shares">
        {shares.map(({ station, done, total }) => (
          <span key={station} class={done === total ? "chip all" : "chip"}>
            {station} {done === total ? "done" : `${done}/${total}`}
          </span>
        ))}
      </p>
      {tickets.map((ticket) => (
        <section key={ticket.id} aria-label={ticket.station.name}>
          <h3>{ticket.station.name}</h3>
          <ul>
            {ticket.items.map((item) => (
              <TicketLine key={item.id} item={item} onToggle={(one) => onToggle(ticket, one)} />
            ))}
          </ul>
        </section>
      ))}
      <footer>
        {onRush === undefined || open.length === 0 ? null : (
          <button type="button" class="rush-button" aria-pressed={rush} onClick={() => onRush(open)}>
            {rush ? "No rush" : "Rush"}
          </button>
        )}
        <button type="button" class="bump" disabled={!allReady} onClick={() => onHandOver(order)}>
          {allReady ? handOverName : "Not ready yet"}
        </button>
      </footer>
    </article>
  );
}
