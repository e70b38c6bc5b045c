/** Every open ticket on one strip of 80 mm, for the day the screens fail; seen on paper alone. */
import type { Ticket } from "../../contracts/index.js";
import { locale } from "../shared/language.js";
import { numberOf, timeOf } from "./ticket-time.js";
import { words } from "./words/index.js";

const TIMES = "\u00d7";

/** The sheet. What guests wrote stands there as text. */
export function PrintSheet({ tickets }: { readonly tickets: readonly Ticket[] }) {
  return (
    <section class="print" aria-hidden="true">
      <p>{words.print.title(tickets.length, new Date().toLocaleString(locale))}</p>
      {tickets.map((ticket) => (
        <article key={ticket.id}>
          <h2>
            {numberOf(ticket)} {words.types[ticket.orderType]} {ticket.guest}
          </h2>
          <p>
            {ticket.station.name} {timeOf(ticket.firedAt)} {ticket.rush ? words.card.rushed : ""}
          </p>
          {ticket.allergyNote ? <h3>{words.card.allergy(ticket.allergyNote)}</h3> : null}
          <ul>
            {ticket.items
              .filter(({ state }) => state !== "void")
              .map((item) => (
                <li key={item.id}>
                  <b>
                    {item.quantity}
                    {TIMES} {item.name}
                  </b>{" "}
                  {item.state === "done" ? words.print.done : ""}
                  {item.options.map((option) => (
                    <div key={option}>+ {option}</div>
                  ))}
                  {item.instructions === null ? null : <div>"{item.instructions}"</div>}
                </li>
              ))}
          </ul>
        </article>
      ))}
    </section>
  );
}
