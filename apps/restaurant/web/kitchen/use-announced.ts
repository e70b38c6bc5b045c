/** Says new tickets for those who hear the screen: number, kind and how many lines; not more often than they can be heard. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { Ticket } from "../../contracts/index.js";
import { numberOf, TYPES } from "./ticket-time.js";

const PAUSE_MILLISECONDS = 2000;

/** The words for a polite live region. */
export function useAnnounced(tickets: readonly Ticket[], loaded: boolean): string {
  const known = useRef<ReadonlySet<string> | undefined>(undefined);
  const waiting = useRef<readonly Ticket[]>([]);
  const [words, setWords] = useState("");
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
      setWords(waiting.current.map(wordsOf).join(". "));
      waiting.current = [];
    }, PAUSE_MILLISECONDS);
    return () => clearInterval(timer);
  }, []);
  return words;
}

function wordsOf(ticket: Ticket): string {
  const { items, orderType } = ticket;
  return `New: ${numberOf(ticket)}, ${TYPES[orderType].toLowerCase()}, ${items.length} ${items.length === 1 ? "line" : "lines"}`;
}
