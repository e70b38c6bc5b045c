/** Keeps a ticket on the screen for a moment after its bump, so that it can be taken back where it was pressed. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { Ticket } from "../../contracts/index.js";
import { isOnBoard } from "../../contracts/kitchen-board.js";

const STAYS_MILLISECONDS = 5000;

/** The tickets that have just been bumped. */
export function useLeaving(tickets: ReadonlyMap<string, Ticket> | undefined): readonly Ticket[] {
  const [leaving, setLeaving] = useState<ReadonlySet<string>>(new Set());
  const before = useRef<ReadonlyMap<string, Ticket> | undefined>(undefined);
  useEffect(() => {
    const known = before.current;
    before.current = tickets;
    if (tickets === undefined || known === undefined) return;
    const left = [...tickets.values()].filter(({ id, state }) => {
      const was = known.get(id);
      return state === "bumped" && was !== undefined && isOnBoard(was) && !isOnBoard(tickets.get(id) ?? was);
    });
    if (left.length === 0) return;
    const ids = left.map(({ id }) => id);
    setLeaving((now) => new Set([...now, ...ids]));
    setTimeout(() => setLeaving((now) => new Set([...now].filter((id) => !ids.includes(id)))), STAYS_MILLISECONDS);
  }, [tickets]);
  return [...leaving].flatMap((id) => {
    const ticket = tickets?.get(id);
    return ticket === undefined || isOnBoard(ticket) ? [] : [ticket];
  });
}
