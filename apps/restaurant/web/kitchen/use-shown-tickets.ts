/** The tickets of a live board as a screen shows them. */
import { useMemo } from "preact/hooks";
import type { Ticket } from "../../contracts/index.js";
import { onBoard } from "./board-state.js";
import type { LiveBoard } from "./live-board.js";
import { asPressed } from "./outbox.js";
import type { Unsent } from "./unsent-store.js";
import { useLeaving } from "./use-leaving.js";

/** What there is to show. */
export interface ShownTickets {
  /** What is to be made, as the server has it. */
  readonly known: readonly Ticket[];
  /** The same as it was pressed here. */
  readonly open: readonly Ticket[];
  /** What has just been bumped. */
  readonly leaving: readonly Ticket[];
  /** What was bumped in the last hours, the newest first. */
  readonly bumped: readonly Ticket[];
}

const NONE: readonly Ticket[] = [];

/** Works them out, anew where something has changed. */
export function useShownTickets({ board, state }: LiveBoard, queue: readonly Unsent[]): ShownTickets {
  const known = useMemo(() => (state === undefined ? NONE : onBoard(state)), [state]);
  const open = useMemo(() => known.map((ticket) => asPressed(ticket, queue)), [known, queue]);
  const leaving = useLeaving(state?.tickets);
  return { known, open, leaving, bumped: recallable(board?.recall ?? NONE, state?.tickets) };
}

/** The snapshot's list with what has been bumped, or recalled, since. */
function recallable(listed: readonly Ticket[], known: ReadonlyMap<string, Ticket> | undefined): readonly Ticket[] {
  const newest = new Map([...listed.map((one) => [one.id, one] as const), ...(known ?? [])]);
  return [...newest.values()]
    .filter(({ state }) => state === "bumped")
    .sort((a, b) => (b.bumpedAt ?? "").localeCompare(a.bumpedAt ?? ""));
}
