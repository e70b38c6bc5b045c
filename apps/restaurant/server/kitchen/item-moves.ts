/** What can be done to a line on a ticket, as a table: from which states, to which, and what follows for the ticket. */

/** A state of a ticket's line. */
export type ItemState = "queued" | "started" | "done" | "void";

/** One thing that can be done. */
export interface ItemMove {
  readonly from: readonly ItemState[];
  readonly to: ItemState;
}

/** Everything that can be done to a line. */
export const ITEM_MOVES = Object.freeze({
  done: { from: ["queued", "started"], to: "done" },
  undo: { from: ["done"], to: "queued" },
} as const satisfies Record<string, ItemMove>);

/** The name of something that can be done. */
export type ItemMoveName = keyof typeof ITEM_MOVES;

/** The state of a ticket that has these lines: it stays open while one of them is to be made. */
export function ticketStateOf(items: readonly ItemState[]): "open" | "bumped" | "void" {
  const live = items.filter((state) => state !== "void");
  if (live.length === 0) return "void";
  return live.every((state) => state === "done") ? "bumped" : "open";
}
