/** One ticket as the kitchen reads it from a metre away. */
import type { Ticket } from "../../contracts/index.js";

type Item = Ticket["items"][number];

interface Props {
  readonly ticket: Ticket;
  readonly now: number;
  readonly onToggle: (item: Item) => void;
}

const WARN_SECONDS = 300;
const LATE_SECONDS = 480;

/** The card of one ticket. */
export function TicketCard({ ticket, now, onToggle }: Props) {
  const seconds = Math.max(0, Math.floor((now - Date.parse(ticket.firedAt)) / 1000));
  const level = seconds >= LATE_SECONDS ? "late" : seconds >= WARN_SECONDS ? "warn" : "fresh";
  return (
    <article class={`ticket ${level} ${ticket.state}`} data-ticket={ticket.id} data-order={ticket.orderId}>
      <header class="spread">
        <strong class="number">#{String(ticket.orderNumber).padStart(3, "0")}</strong>
        <span>{ticket.guest}</span>
        <span class="timer">{ticket.state === "bumped" ? "DONE" : clock(seconds)}</span>
      </header>
      <p class="station">
        {ticket.station.name}
        {level === "late" && ticket.state === "open" ? " - LATE" : ""}
      </p>
      <ul>
        {ticket.items.map((item) => (
          <li key={item.id}>
            <button
              type="button"
              class={`line ${item.state}`}
              data-item={item.id}
              aria-pressed={item.state === "done"}
              disabled={item.state === "void"}
              onClick={() => onToggle(item)}
            >
              <span class="what">
                <b>{item.quantity}x</b> {item.name}
              </span>
              {item.allergens.length === 0 ? null : <span class="allergens">{item.allergens.join(", ")}</span>}
              {item.options.map((option) => (
                <span key={option} class="extra">
                  {option}
                </span>
              ))}
              {item.instructions === null ? null : <q class="instructions">{item.instructions}</q>}
            </button>
          </li>
        ))}
      </ul>
    </article>
  );
}

function clock(seconds: number): string {
  return `${String(Math.floor(seconds / 60)).padStart(2, "0")}:${String(seconds % 60).padStart(2, "0")}`;
}
