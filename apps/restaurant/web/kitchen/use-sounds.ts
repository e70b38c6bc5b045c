/** Sounds for what happens on the board: a new ticket, a change, one that is late or that nobody has seen, a lost line. */
import { useEffect, useRef } from "preact/hooks";
import type { Ticket } from "../../contracts/index.js";
import { play } from "./sound.js";
import { levelOf } from "./ticket-time.js";

interface Heard {
  readonly tickets: readonly Ticket[];
  readonly unseen: number;
  readonly live: boolean;
  /** Whether there is a board; the first one is no news. */
  readonly loaded: boolean;
  /** By the server's clock. */
  readonly now: number;
}

/** Plays them. */
export function useSounds({ tickets, unseen, live, loaded, now }: Heard): void {
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
  useMore(tickets.filter((ticket) => levelOf(ticket, now) === "late").length, loaded, "late");
  useMore(unseen, loaded, "unseen");
}

/** Plays where a count has grown. */
function useMore(count: number, loaded: boolean, occasion: "late" | "unseen"): void {
  const before = useRef<number | undefined>(undefined);
  useEffect(() => {
    if (!loaded) return;
    if (before.current !== undefined && count > before.current) play(occasion);
    before.current = count;
  }, [count, loaded]);
}
