/** What a cook looks up beside the board: how much of what is left to make, and what was bumped lately. */
import type { Ticket } from "../../contracts/index.js";
import { allDayOf } from "../../contracts/kitchen-board.js";
import { timeOf } from "./ticket-card.js";

/** The all-day counts. */
export function AllDayPanel({ tickets }: { readonly tickets: readonly Ticket[] }) {
  const counts = allDayOf(tickets);
  return (
    <section class="panel" aria-label="All day">
      <h2>All day</h2>
      {counts.length === 0 ? <p class="soft">Nothing is left to make.</p> : null}
      <ul>
        {counts.map(({ name, options, quantity }) => (
          <li key={`${name} ${options.join()}`}>
            <b>{quantity}</b> {name} {options.length === 0 ? null : <span class="extra">{options.join(", ")}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}

interface RecallProps {
  readonly tickets: readonly Ticket[];
  readonly onRecall: (ticket: Ticket) => void;
}

/** What was bumped in the last four hours, to be brought back to its place. */
export function RecallPanel({ tickets, onRecall }: RecallProps) {
  return (
    <section class="panel" aria-label="Recall">
      <h2>Recall</h2>
      {tickets.length === 0 ? <p class="soft">Nothing was bumped in the last four hours.</p> : null}
      <ul>
        {tickets.map((ticket) => (
          <li key={ticket.id}>
            <button type="button" onClick={() => onRecall(ticket)}>
              #{String(ticket.orderNumber).padStart(3, "0")} {ticket.guest} {ticket.station.name}{" "}
              {ticket.bumpedAt === null ? "" : timeOf(ticket.bumpedAt)}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
