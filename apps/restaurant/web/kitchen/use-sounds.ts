/** Sounds for what happens on the board: a new ticket, a change, and the loss of the connection. */
import { useEffect, useRef } from "preact/hooks";
import type { Ticket } from "../../contracts/index.js";
import { play } from "./sound.js";

/** Plays them; the first board is no news. */
export function useSounds(tickets: readonly Ticket[], live: boolean, loaded: boolean): void {
  const known = useRef<ReadonlyMap<string, string | null> | undefined>(undefined);
  const wasLive = useRef(false);
  useEffect(() => {
    if (!loaded) return;
    const before = known.current;
    known.current = new Map(tickets.map(({ id, changedAt }) => [id, changedAt]));
    if (before === undefined) return;
    const changed = tickets.some(({ id, changedAt }) => changedAt !== null && before.get(id) !== changedAt);
    if (changed) play("changed");
    else if (tickets.some(({ id }) => !before.has(id))) play("new");
  }, [tickets, loaded]);
  useEffect(() => {
    if (wasLive.current && !live) play("lost");
    wasLive.current = live;
  }, [live]);
}
