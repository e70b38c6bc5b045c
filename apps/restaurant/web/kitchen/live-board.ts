/** The kitchen's board, kept true: a snapshot, every change after it, and a word that says whether it is live. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { Board, Ticket } from "../../contracts/index.js";
import { readEvents } from "../shared/event-stream.js";
import { acknowledging } from "./acknowledge.js";
import { afterEvent, agrees, type Beat, type BoardState, stateOf, withTicket } from "./board-state.js";
import { callKitchen, isUnpaired, openStream } from "./screen.js";

/** A ticket that no screen of its station has shown. */
export interface Unseen {
  readonly ticketId: string;
  readonly orderNumber: number;
  readonly station: { readonly name: string };
}

/** What the screen shows. */
export interface LiveBoard {
  /** Who reads, and what was bumped lately, as of the last snapshot. */
  readonly board: Board | undefined;
  readonly state: BoardState | undefined;
  readonly live: boolean;
  /** When the server was last heard, milliseconds since the epoch. */
  readonly heardAt: number;
  /** How far this screen's clock is from the server's, milliseconds. */
  readonly skew: number;
  readonly unseen: readonly Unseen[];
  /** How often it was told that something is sold out, or back. */
  readonly shelfChanges: number;
  readonly unpaired: boolean;
  /** Puts a ticket the server answered with onto the board. */
  readonly show: (ticket: Ticket) => void;
  readonly reload: () => void;
  /** Somebody has read that nobody had seen a ticket. */
  readonly dropUnseen: () => void;
}

/** No heartbeat for this long means that nothing arrives any more. */
const SILENCE_MILLISECONDS = 25_000;

type Shown = Omit<LiveBoard, "show" | "reload" | "dropUnseen">;
const NOTHING: Shown = {
  ...{ board: undefined, state: undefined, live: false, heardAt: 0, skew: 0, unseen: [] },
  ...{ shelfChanges: 0, unpaired: false },
};

/** Loads the board and follows it for as long as the page lives. */
export function useLiveBoard(): LiveBoard {
  const [shown, setShown] = useState<Shown>(NOTHING);
  const again = useRef(() => {});
  const change = (make: (before: Shown) => Partial<Shown>): void => setShown((now) => ({ ...now, ...make(now) }));
  useEffect(() => {
    const closing = new AbortController();
    void follow({ change, closing: closing.signal, hear: (reload) => (again.current = reload) });
    const wake = () => again.current();
    const seen = () => (document.visibilityState === "visible" ? wake() : undefined);
    addEventListener("online", wake);
    document.addEventListener("visibilitychange", seen);
    return () => {
      closing.abort();
      removeEventListener("online", wake);
      document.removeEventListener("visibilitychange", seen);
    };
  }, []);
  const show = (ticket: Ticket): void => change(({ state }) => ({ state: state && withTicket(state, ticket) }));
  const dropUnseen = (): void => change(() => ({ unseen: [] }));
  return { ...shown, show, dropUnseen, reload: () => again.current() };
}

interface Following {
  readonly change: (make: (before: Shown) => Partial<Shown>) => void;
  readonly closing: AbortSignal;
  readonly hear: (reload: () => void) => void;
}

async function follow(following: Following): Promise<void> {
  const { change, closing } = following;
  while (!closing.aborted) {
    try {
      const board = await callKitchen<Board>("/api/v1/kds/board", { signal: closing });
      const skew = Date.now() - Date.parse(board.serverTime);
      change(() => ({ board, state: stateOf(board), skew, heardAt: Date.now(), unseen: [] }));
      await stream(board, following);
    } catch (error) {
      // Whatever else broke, the next snapshot says how things are.
      if (isUnpaired(error)) return change(() => ({ unpaired: true, live: false }));
    }
    change(() => ({ live: false }));
    await new Promise((resolve) => setTimeout(resolve, 1000 + Math.random() * 2000));
  }
}

async function stream(board: Board, { change, closing, hear }: Following): Promise<void> {
  const ending = new AbortController();
  hear(() => ending.abort());
  const signal = AbortSignal.any([closing, ending.signal]);
  let timer = setTimeout(() => ending.abort(), SILENCE_MILLISECONDS);
  let state = stateOf(board);
  const ack = acknowledging(signal);
  try {
    const response = await openStream(`/api/v1/kds/stream?after=${board.asOf}`, signal);
    if (!response.ok || response.body === null) return;
    for await (const told of readEvents(response.body)) {
      clearTimeout(timer);
      timer = setTimeout(() => ending.abort(), SILENCE_MILLISECONDS);
      if (told.event === "resync") return;
      state = afterEvent(state, told);
      change((now) => ({ ...changeBy(told.event, told.data, now), live: true, heardAt: Date.now() }));
      if (told.event === "hb" && !agrees(state, JSON.parse(told.data) as Beat)) return;
      if (told.event === "hb") state = at(state, JSON.parse(told.data) as Beat);
      ack(state);
    }
  } finally {
    clearTimeout(timer);
  }
}

function changeBy(event: string, data: string, now: Shown): Partial<Shown> {
  if (event === "unseen_ticket") return { unseen: withUnseen(now.unseen, JSON.parse(data) as Unseen) };
  if (event === "availability") return { shelfChanges: now.shelfChanges + 1 };
  return now.state === undefined ? {} : { state: afterEvent(now.state, { event, id: undefined, data }) };
}

/** It is told of twice: after half a minute, and when somebody is called. */
function withUnseen(known: readonly Unseen[], unseen: Unseen): readonly Unseen[] {
  return [...known.filter(({ ticketId }) => ticketId !== unseen.ticketId), unseen];
}

/** A heartbeat is sent when everything up to its place has been, so the screen stands there. */
function at(state: BoardState, { head }: Beat): BoardState {
  return { ...state, seq: Math.max(state.seq, Number(head.slice(head.lastIndexOf(":") + 1))) };
}
