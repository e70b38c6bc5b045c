/** What can be done to lines and tickets, as tables; the database holds the same and guards them by trigger. */

/** A state of a ticket's line. */
export type ItemState = "queued" | "started" | "done" | "void";
/** A state of a ticket. */
export type TicketState = "open" | "bumped" | "void";

/** Which state of a line may follow which. A line that is done goes back only by undo or recall. */
export const ITEM_TRANSITIONS: readonly (readonly [ItemState, ItemState])[] = [
  ["queued", "started"],
  ["queued", "done"],
  ["queued", "void"],
  ["started", "done"],
  ["started", "void"],
  ["done", "queued"],
  ["done", "void"],
];

/** Which state of a ticket may follow which. A void one opens again where a line is added to it. */
export const TICKET_TRANSITIONS: readonly (readonly [TicketState, TicketState])[] = [
  ["open", "bumped"],
  ["bumped", "open"],
  ["open", "void"],
  ["bumped", "void"],
  ["void", "open"],
];

/** One thing that can be done to a line. */
export interface ItemMove {
  readonly from: readonly ItemState[];
  readonly to: ItemState;
}

/** Everything that can be done to a line by whoever cooks it. */
export const ITEM_MOVES = Object.freeze({
  start: { from: ["queued"], to: "started" },
  done: { from: ["queued", "started"], to: "done" },
  undo: { from: ["done"], to: "queued" },
} as const satisfies Record<string, ItemMove>);

/** The name of something that can be done to a line. */
export type ItemMoveName = keyof typeof ITEM_MOVES;

/** The state of a ticket that has these lines: it stays open while one of them is to be made. */
export function ticketStateOf(items: readonly ItemState[]): TicketState {
  const live = items.filter((state) => state !== "void");
  if (live.length === 0) return "void";
  return live.every((state) => state === "done") ? "bumped" : "open";
}
