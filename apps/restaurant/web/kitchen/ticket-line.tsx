/** One line of a ticket: how many of what, how it differs from the usual, and what became of it. */
import type { Ticket } from "../../contracts/index.js";
import { words } from "./words/index.js";

type Item = Ticket["items"][number];

interface Props {
  readonly item: Item;
  /** Whether it was tapped long after it was done: only another tap takes that back. */
  readonly asked: boolean;
  readonly onToggle: (item: Item) => void;
}

const TIMES = "\u00d7";
const TICK = "\u2713";

/** A line; a tap marks it as done, another takes that back. */
export function TicketLine({ item, asked, onToggle }: Props) {
  return (
    <button
      type="button"
      class={`line ${item.state}`}
      data-item={item.id}
      aria-pressed={item.state === "done"}
      disabled={item.state === "void"}
      onClick={() => onToggle(item)}
    >
      <span class="what">
        <b>
          {item.quantity}
          {TIMES}
        </b>{" "}
        <span class="name">{item.name}</span>
        {item.added ? <em class="mark added">{words.card.added}</em> : null}
        <State state={item.state} asked={asked} />
      </span>
      {item.options.map((option) => (
        <span key={option} class={/^(no|extra)\b/i.test(option) ? "extra loud" : "extra"}>
          {/^no\b/i.test(option) ? option : `+ ${option}`}
        </span>
      ))}
      {item.instructions === null ? null : <q class="instructions">{item.instructions}</q>}
      {item.allergens.length === 0 ? null : (
        <span class="contains">{words.card.contains(item.allergens.join(", "))}</span>
      )}
    </button>
  );
}

function State({ state, asked }: { readonly state: Item["state"]; readonly asked: boolean }) {
  if (state === "queued") return null;
  const text = asked ? words.card.undoAgain : words.card.states[state];
  return (
    <em class={`mark ${state}`}>
      {state === "done" && !asked ? <span aria-hidden="true">{TICK} </span> : null}
      {text}
    </em>
  );
}
