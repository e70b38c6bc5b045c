/** The kitchen's board, kept true: a snapshot, then every change after it, and a word that says whether it is live. */
import { useEffect, useState } from "preact/hooks";
import type { Board, Ticket } from "../../contracts/index.js";
import { readEvents } from "../shared/event-stream.js";
import { authorization, callAs, renew } from "../shared/session.js";

/** What the screen shows. */
export interface LiveBoard {
  readonly board: Board | undefined;
  readonly live: boolean;
  /** Puts a ticket the server answered with onto the board. */
  readonly show: (ticket: Ticket) => void;
}

/** No heartbeat for this long means that nothing arrives any more. */
const SILENCE_MILLISECONDS = 25_000;

/** Loads the board and follows it for as long as the page lives. */
export function useLiveBoard(): LiveBoard {
  const [board, setBoard] = useState<Board>();
  const [live, setLive] = useState(false);
  const show = (ticket: Ticket): void => setBoard((current) => current && withTicket(current, ticket));
  useEffect(() => {
    const closing = new AbortController();
    void follow({ setBoard, setLive, show, closing: closing.signal });
    return () => closing.abort();
  }, []);
  return { board, live, show };
}

interface Following {
  readonly setBoard: (board: Board) => void;
  readonly setLive: (live: boolean) => void;
  readonly show: (ticket: Ticket) => void;
  readonly closing: AbortSignal;
}

async function follow(following: Following): Promise<void> {
  const { setBoard, setLive, closing } = following;
  while (!closing.aborted) {
    try {
      const board = await callAs<Board>("/api/v1/kitchen/board", { signal: closing });
      setBoard(board);
      await stream(board.asOf, following);
    } catch {
      // Whatever broke, the next snapshot says how things are.
    }
    setLive(false);
    await new Promise((resolve) => setTimeout(resolve, 1000 + Math.random() * 2000));
  }
}

async function stream(after: string, { setLive, show, closing }: Following): Promise<void> {
  const silence = new AbortController();
  const signal = AbortSignal.any([closing, silence.signal]);
  let timer = setTimeout(() => silence.abort(), SILENCE_MILLISECONDS);
  try {
    const response = await fetch(`/api/v1/kitchen/stream?after=${after}`, { headers: authorization(), signal });
    if (response.status === 401) await renew();
    if (!response.ok || response.body === null) return;
    setLive(true);
    for await (const { event, data } of readEvents(response.body)) {
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), SILENCE_MILLISECONDS);
      if (event === "resync") return;
      if (event === "ticket") show((JSON.parse(data) as { readonly ticket: Ticket }).ticket);
    }
  } finally {
    clearTimeout(timer);
  }
}

/** The board with a ticket's newest version; an older one changes nothing. */
function withTicket(board: Board, ticket: Ticket): Board {
  const known = board.tickets.find(({ id }) => id === ticket.id);
  if (known !== undefined && known.version >= ticket.version) return board;
  const others = board.tickets.filter(({ id }) => id !== ticket.id);
  const tickets = [...others, ticket].sort((a, b) => a.firedAt.localeCompare(b.firedAt) || a.id.localeCompare(b.id));
  return { ...board, tickets };
}
