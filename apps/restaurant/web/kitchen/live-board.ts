/** The kitchen's board, kept true: a snapshot, every change after it, and a word that says whether it is live. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { Board, Ticket } from "../../contracts/index.js";
import { readEvents } from "../shared/event-stream.js";
import { acknowledging } from "./acknowledge.js";
import { afterEvent, type BoardState, type StreamEvent, stateOf, withTicket } from "./board-state.js";
import { type BoardEars, type BoardLine, followBoard } from "./follow-board.js";
import { callKitchen, isShutOut, openStream } from "./screen.js";
import { sharedStream } from "./shared-stream.js";

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
  /** When the stream was last heard, milliseconds since the epoch. */
  readonly heardAt: number;
  /** How old what is shown is: when the board was loaded, or the stream was heard after that. */
  readonly trueAt: number;
  /** How far this screen's clock is from the server's, milliseconds. */
  readonly skew: number;
  readonly unseen: readonly Unseen[];
  /** How often it was told that something is sold out, or back. */
  readonly shelfChanges: number;
  /** Whether this screen, or this person, has no business here any more. */
  readonly shutOut: boolean;
  /** Puts a ticket the server answered with onto the board. */
  readonly show: (ticket: Ticket) => void;
  /** Somebody has read that nobody had seen a ticket. */
  readonly dropUnseen: () => void;
}

type Shown = Omit<LiveBoard, "show" | "dropUnseen">;
const NOTHING: Shown = {
  ...{ board: undefined, state: undefined, live: false, heardAt: 0, trueAt: 0, skew: 0, unseen: [] },
  ...{ shelfChanges: 0, shutOut: false },
};

/** Loads the board and follows it for as long as the page lives. */
export function useLiveBoard(): LiveBoard {
  const [shown, setShown] = useState<Shown>(NOTHING);
  const again = useRef(() => {});
  const change: Change = (make) => setShown((now) => ({ ...now, ...make(now) }));
  useEffect(() => {
    const closing = new AbortController();
    const ears = earsOf(change, closing.signal);
    void followBoard({ line: line(), ears, closing: closing.signal, hear: (reload) => (again.current = reload) });
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
  return { ...shown, show, dropUnseen };
}

type Change = (make: (before: Shown) => Partial<Shown>) => void;

function earsOf(change: Change, closing: AbortSignal): BoardEars {
  const acknowledge = acknowledging(closing);
  return {
    loaded(board) {
      const trueAt = Date.now();
      const skew = trueAt - Date.parse(board.serverTime);
      change(() => ({ board, state: stateOf(board), skew, trueAt }));
    },
    told(event, state) {
      const heardAt = Date.now();
      change((now) => ({ ...changeBy(event, now), live: true, heardAt, trueAt: heardAt }));
      acknowledge(state);
    },
    lost: () => change(() => ({ live: false })),
    over: () => change(() => ({ shutOut: true, live: false })),
  };
}

const line = (): BoardLine => ({
  load: (signal) => callKitchen<Board>("/api/v1/kds/board", { signal }),
  open: sharedStream(async (after, signal) => {
    const response = await openStream(`/api/v1/kds/stream?after=${after}`, signal);
    return response.status === 200 && response.body !== null ? readEvents(response.body) : undefined;
  }),
  isOver: isShutOut,
  // The board is loaded anew in any case; whether that was heard of is no matter for a cook.
  drifted: (body) => void callKitchen("/api/v1/kds/drift", { method: "POST", body: { ...body } }).catch(() => {}),
});

function changeBy({ event, data }: StreamEvent, now: Shown): Partial<Shown> {
  if (event === "unseen_ticket") return { unseen: withUnseen(now.unseen, JSON.parse(data) as Unseen) };
  if (event === "availability") return { shelfChanges: now.shelfChanges + 1 };
  return now.state === undefined ? {} : { state: afterEvent(now.state, { event, id: undefined, data }) };
}

/** It is told of twice: after half a minute, and when somebody is called. */
function withUnseen(known: readonly Unseen[], unseen: Unseen): readonly Unseen[] {
  return [...known.filter(({ ticketId }) => ticketId !== unseen.ticketId), unseen];
}
