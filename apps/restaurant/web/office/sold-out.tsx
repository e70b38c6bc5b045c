/** Says that something is sold out, and brings it back. */
import type { Shelf } from "../../contracts/index.js";
import { momentIn } from "../shared/time.js";

interface Props {
  readonly name: string;
  readonly thing: Shelf["things"][number] | undefined;
  readonly onSay: (soldOut: boolean) => void;
}

/** The button. */
export function SoldOut({ name, thing, onSay }: Props) {
  const soldOut = thing?.status === "sold_out";
  return (
    <button type="button" aria-pressed={soldOut} onClick={() => onSay(!soldOut)}>
      {soldOut ? `Sold out${untilWords(thing)}; bring back` : "Sold out?"}
      <span class="visually-hidden"> {name}</span>
    </button>
  );
}

function untilWords({ until }: Pick<Shelf["things"][number], "until">): string {
  return until === null ? "" : ` until ${momentIn(until)}`;
}
