/** Says that something is sold out, and brings it back. */
import type { Shelf } from "../../contracts/index.js";
import { momentHere } from "./place-time.js";
import { words } from "./words/index.js";

const say = words.menu.soldOut;

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
      {soldOut ? backWords(thing) : say.ask}
      <span class="visually-hidden"> {name}</span>
    </button>
  );
}

function backWords({ until }: Pick<Shelf["things"][number], "until">): string {
  return until === null ? say.bringBack : say.bringBackBefore(momentHere(until));
}
