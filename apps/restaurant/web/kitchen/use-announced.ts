/** Says new tickets for those who hear the screen: number, kind and how many lines; not more often than they can be heard. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { Ticket } from "../../contracts/index.js";
import { numberOf } from "./ticket-time.js";
import { words } from "./words/index.js";

const PAUSE_MILLISECONDS = 2000;

/** The words for a polite live region. */
export function useAnnounced(tickets: readonly Ticket[], loaded: boolean): string {
  const known = useRef<ReadonlySet<string> | undefined>(undefined);
  const waiting = useRef<readonly Ticket[]>([]);
  const [said, setSaid] = useState("");
  useEffect(() => {
    if (!loaded) return;
    const before = known.current;
    known.current = new Set(tickets.map(({ id }) => id));
    if (before === undefined) return;
    waiting.current = [...waiting.current, ...tickets.filter(({ id }) => !before.has(id))];
  }, [tickets, loaded]);
  useEffect(() => {
    const timer = setInterval(() => {
      if (waiting.current.length === 0) return;
      setSaid(waiting.current.map(wordsOf).join(". "));
      waiting.current = [];
    }, PAUSE_MILLISECONDS);
    return () => clearInterval(timer);
  }, []);
  return said;
}

function wordsOf(ticket: Ticket): string {
  return words.announced(numberOf(ticket), words.types[ticket.orderType].toLowerCase(), ticket.items.length);
}
