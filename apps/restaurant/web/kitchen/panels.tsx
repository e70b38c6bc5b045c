/** What a cook looks up beside the board: how much of what is left to make, and what was bumped lately. */
import { useState } from "preact/hooks";
import type { Ticket } from "../../contracts/index.js";
import { allDayOf } from "../../contracts/kitchen-board.js";
import { numberOf, timeOf } from "./ticket-time.js";

interface AllDayProps {
  readonly tickets: readonly Ticket[];
  /** The dish whose cards stand out. */
  readonly marked: string | undefined;
  readonly onMark: (name: string | undefined) => void;
}

/** The all-day counts; a tap makes the cards with that dish stand out. */
export function AllDayPanel({ tickets, marked, onMark }: AllDayProps) {
  const counts = allDayOf(tickets);
  return (
    <section class="panel" aria-label="All day">
      <h2>All day</h2>
      {counts.length === 0 ? <p class="soft">Nothing is left to make.</p> : null}
      <ul>
        {counts.map(({ name, options, quantity }) => (
          <li key={`${name} ${options.join()}`}>
            <button
              type="button"
              aria-pressed={marked === name}
              onClick={() => onMark(marked === name ? undefined : name)}
            >
              <b>{quantity}</b> {name} {options.length === 0 ? null : <span class="extra">{options.join(", ")}</span>}
            </button>
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

/** What was bumped in the last four hours, found by its number, to be brought back to its place. */
export function RecallPanel({ tickets, onRecall }: RecallProps) {
  const [wanted, setWanted] = useState("");
  const shown = tickets.filter(({ orderNumber }) => String(orderNumber).includes(wanted.replace(/^[#0]+/, "")));
  return (
    <section class="panel" aria-label="Recall">
      <h2>Recall</h2>
      <label>
        Order number
        <input
          inputmode="numeric"
          maxLength={6}
          value={wanted}
          onInput={(event) => setWanted(event.currentTarget.value)}
        />
      </label>
      {shown.length === 0 ? <p class="soft">Nothing like that was bumped in the last four hours.</p> : null}
      <ul>
        {shown.map((ticket) => (
          <li key={ticket.id}>
            <button type="button" onClick={() => onRecall(ticket)}>
              {numberOf(ticket)} {ticket.guest} {ticket.station.name}{" "}
              {ticket.bumpedAt === null ? "" : timeOf(ticket.bumpedAt)}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
