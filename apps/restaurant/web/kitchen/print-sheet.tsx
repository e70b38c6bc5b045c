/** Every open ticket on one strip of 80 mm, for the day the screens fail; seen on paper alone. */
import type { Ticket } from "../../contracts/index.js";
import { numberOf, TYPES, timeOf } from "./ticket-time.js";

/** The sheet. What guests wrote stands there as text. */
export function PrintSheet({ tickets }: { readonly tickets: readonly Ticket[] }) {
  return (
    <section class="print" aria-hidden="true">
      <p>
        {tickets.length} open tickets, {new Date().toLocaleString()}
      </p>
      {tickets.map((ticket) => (
        <article key={ticket.id}>
          <h2>
            {numberOf(ticket)} {TYPES[ticket.orderType]} {ticket.guest}
          </h2>
          <p>
            {ticket.station.name} {timeOf(ticket.firedAt)} {ticket.rush ? "RUSH" : ""}
          </p>
          {ticket.allergyNote === null || ticket.allergyNote === "" ? null : <h3>!! ALLERGY: {ticket.allergyNote}</h3>}
          <ul>
            {ticket.items
              .filter(({ state }) => state !== "void")
              .map((item) => (
                <li key={item.id}>
                  <b>
                    {item.quantity}x {item.name}
                  </b>{" "}
                  {item.state === "done" ? "(done)" : ""}
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
