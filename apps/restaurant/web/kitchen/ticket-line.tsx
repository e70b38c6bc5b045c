/** One line of a ticket: how many of what, how it differs from the usual, and what became of it. */
import type { Ticket } from "../../contracts/index.js";

type Item = Ticket["items"][number];

const MARKS: Partial<Record<Item["state"], string>> = { done: "done", started: "started", void: "VOID" };

/** A line; a tap marks it as done, another takes that back. */
export function TicketLine({ item, onToggle }: { readonly item: Item; readonly onToggle: (item: Item) => void }) {
  const mark = MARKS[item.state];
  return (
    <li>
      <button
        type="button"
        class={`line ${item.state}`}
        data-item={item.id}
        aria-pressed={item.state === "done"}
        disabled={item.state === "void"}
        onClick={() => onToggle(item)}
      >
        <span class="what">
          <b>{item.quantity}x</b> <span class="name">{item.name}</span>
          {item.added ? <em class="mark added">+ADDED</em> : null}
          {mark === undefined ? null : <em class={`mark ${item.state}`}>{mark}</em>}
        </span>
        {item.options.map((option) => (
          <span key={option} class={/^(no|extra)\b/i.test(option) ? "extra loud" : "extra"}>
            {/^no\b/i.test(option) ? option : `+ ${option}`}
          </span>
        ))}
        {item.instructions === null ? null : <q class="instructions">{item.instructions}</q>}
        {item.allergens.length === 0 ? null : <span class="contains">contains {item.allergens.join(", ")}</span>}
      </button>
    </li>
  );
}
