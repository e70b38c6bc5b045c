/** Follows a board for as long as a screen shows it: a snapshot, every event after it, and what to do when nothing comes. */
import type { Board } from "../../contracts/index.js";
import { boardHash } from "../../contracts/kitchen-board.js";
import { afterEvent, agrees, type Beat, type BoardState, onBoard, type StreamEvent, stateOf } from "./board-state.js";

/** No heartbeat for this long means that nothing arrives any more. */
const SILENCE_MILLISECONDS = 25_000;
/** How often the board is asked for while no stream tells of it. */
const POLL_MILLISECONDS = 10_000;
/** All screens of a house lose their server at the same moment; they must not all come back at the same moment. */
const REOPEN_MILLISECONDS = { least: 1000, more: 14_000 };
/** A stream that has ended by itself is opened again after this, as its `retry` says. */
const RETRY_MILLISECONDS = 2000;

/** What a screen had when a heartbeat told it that it should have something else. */
export interface Drift {
  readonly head: string;
  readonly openCount: number;
  readonly hash: string;
}

/** The way to the server. */
export interface BoardLine {
  readonly load: (signal: AbortSignal) => Promise<Board>;
  /** Opens the stream; nothing where it was refused. */
  readonly open: (after: string, signal: AbortSignal) => Promise<AsyncIterable<StreamEvent> | undefined>;
  /** Whether an error says that this screen has no business here any more. */
  readonly isOver: (error: unknown) => boolean;
  readonly drifted: (drift: Drift) => void;
}

/** What is heard. */
export interface BoardEars {
  readonly loaded: (board: Board) => void;
  readonly told: (event: StreamEvent, state: BoardState) => void;
  /** Nothing arrives. */
  readonly lost: () => void;
  readonly over: () => void;
}

/** What following needs. */
export interface Following {
  readonly line: BoardLine;
  readonly ears: BoardEars;
  readonly closing: AbortSignal;
  /** Is given what loads the board anew at once. */
  readonly hear: (reload: () => void) => void;
  /** From 0 to 1. */
  readonly chance?: () => number;
}

/** `again`: the stream is over for a reason that is none of the line's; `lost`: nothing is heard; `over`: for good. */
type End = "again" | "lost" | "over";

/** Follows until it is closed, or until the screen has no business here any more. */
export async function followBoard(following: Following): Promise<void> {
  const { line, ears, closing, hear, chance = Math.random } = following;
  let reload = new AbortController();
  let isLost = true;
  hear(() => reload.abort());
  const asking = setInterval(() => {
    if (isLost) void line.load(closing).then(ears.loaded, () => {});
  }, POLL_MILLISECONDS);
  closing.addEventListener("abort", () => clearInterval(asking));
  while (!closing.aborted) {
    const began = Date.now();
    const heard = () => {
      isLost = false;
    };
    const end = await follow(following, { reload: reload.signal, heard });
    if (end === "over") break;
    if (end === "lost") {
      isLost = true;
      ears.lost();
      await pause(REOPEN_MILLISECONDS.least + chance() * REOPEN_MILLISECONDS.more, reload.signal);
    } else if (Date.now() - began < RETRY_MILLISECONDS) await pause(RETRY_MILLISECONDS, reload.signal);
    if (reload.signal.aborted) reload = new AbortController();
  }
  clearInterval(asking);
  if (!closing.aborted) ears.over();
}

interface Round {
  readonly reload: AbortSignal;
  readonly heard: () => void;
}

async function follow({ line, ears, closing }: Following, { reload, heard }: Round): Promise<End> {
  const silence = new AbortController();
  const signal = AbortSignal.any([closing, reload, silence.signal]);
  let timer = setTimeout(() => silence.abort(), SILENCE_MILLISECONDS);
  try {
    const board = await line.load(signal);
    ears.loaded(board);
    let state = stateOf(board);
    const events = await line.open(board.asOf, signal);
    if (events === undefined) return "lost";
    for await (const told of events) {
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), SILENCE_MILLISECONDS);
      if (told.event === "resync") return "again";
      heard();
      state = afterEvent(state, told);
      const beat = told.event === "hb" ? (JSON.parse(told.data) as Beat) : undefined;
      if (beat !== undefined && !agrees(state, beat)) {
        line.drifted(driftOf(state, beat));
        return "again";
      }
      if (beat !== undefined) state = at(state, beat);
      ears.told(told, state);
    }
    return "again";
  } catch (error) {
    // Whatever else broke, the next snapshot says how things are.
    if (line.isOver(error)) return "over";
    return reload.aborted ? "again" : "lost";
  } finally {
    clearTimeout(timer);
  }
}

function driftOf(state: BoardState, { head }: Beat): Drift {
  const tickets = onBoard(state);
  return { head, openCount: tickets.length, hash: boardHash(tickets) };
}

/** A heartbeat is sent when everything up to its place has been, so the screen stands there. */
function at(state: BoardState, { head }: Beat): BoardState {
  return { ...state, seq: Math.max(state.seq, Number(head.slice(head.lastIndexOf(":") + 1))) };
}

/** Waits, unless somebody cannot. */
function pause(milliseconds: number, hurry: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (hurry.aborted) return resolve();
    const timer = setTimeout(resolve, milliseconds);
    hurry.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
