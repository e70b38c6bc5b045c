/** What a cook looks up beside the board: how much of what is left to make, and what was bumped lately. */
import { useState } from "preact/hooks";
import type { Ticket } from "../../contracts/index.js";
import { allDayOf } from "../../contracts/kitchen-board.js";
import { dishOf } from "./board.js";
import { numberOf, timeOf } from "./ticket-time.js";
import { words } from "./words/index.js";

interface AllDayProps {
  readonly tickets: readonly Ticket[];
  /** The dish whose cards stand out, as `dishOf` names it. */
  readonly marked: string | undefined;
  readonly onMark: (dish: string | undefined) => void;
}

/** The all-day counts; a tap makes the cards with that dish, made that way, stand out. */
export function AllDayPanel({ tickets, marked, onMark }: AllDayProps) {
  const counts = allDayOf(tickets);
  const name = words.panels["all-day"];
  return (
    <section class="panel" aria-label={name}>
      <h2>{name}</h2>
      {counts.length === 0 ? <p class="soft">{words.allDay.nothing}</p> : null}
      <ul>
        {counts.map((count) => {
          const dish = dishOf(count);
          return (
            <li key={dish}>
              <button
                type="button"
                aria-pressed={marked === dish}
                onClick={() => onMark(marked === dish ? undefined : dish)}
              >
                <b>{count.quantity}</b> {count.name}{" "}
                {count.options.length === 0 ? null : <span class="extra">{count.options.join(", ")}</span>}
              </button>
            </li>
          );
        })}
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
  const name = words.panels.recall;
  return (
    <section class="panel" aria-label={name}>
      <h2>{name}</h2>
      <label>
        {words.recall.number}
        <input
          inputmode="numeric"
          maxLength={6}
          value={wanted}
          onInput={(event) => setWanted(event.currentTarget.value)}
        />
      </label>
      {shown.length === 0 ? <p class="soft">{words.recall.nothing}</p> : null}
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
