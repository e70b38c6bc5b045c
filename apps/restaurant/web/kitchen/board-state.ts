/** The board a screen holds: a snapshot, every event after it, and whether a heartbeat agrees with what came of them. */
import type { Board, Ticket } from "../../contracts/index.js";
import { boardHash, inBoardOrder, isOnBoard } from "../../contracts/kitchen-board.js";

/** What a screen holds. */
export interface BoardState {
  /** How far it has read: epoch and number. */
  readonly epoch: string;
  readonly seq: number;
  /** Every ticket it knows in its newest version, those that have left the board included. */
  readonly tickets: ReadonlyMap<string, Ticket>;
}

/** An event of the stream. */
export interface StreamEvent {
  readonly event: string;
  readonly id: string | undefined;
  readonly data: string;
}

/** A heartbeat. */
export interface Beat {
  readonly t: string;
  readonly head: string;
  readonly openCount: number;
  readonly hash: string;
}

/** Begins with a snapshot; what is known already in a newer version stays. */
export function stateOf(board: Pick<Board, "asOf" | "tickets">): BoardState {
  return { ...positionOf(board.asOf), tickets: new Map(board.tickets.map((ticket) => [ticket.id, ticket])) };
}

/** The state after an event; a ticket older than what is known changes nothing. */
export function afterEvent(state: BoardState, { event, id, data }: StreamEvent): BoardState {
  const moved = id === undefined ? state : { ...state, ...positionOf(id) };
  if (event === "ticket") return withTicket(moved, (JSON.parse(data) as { readonly ticket: Ticket }).ticket);
  if (event === "progress") return withProgress(moved, JSON.parse(data) as Progress);
  return moved;
}

/** The state with a ticket as the server answered it. */
export function withTicket(state: BoardState, ticket: Ticket): BoardState {
  const known = state.tickets.get(ticket.id);
  if (known !== undefined && known.version >= ticket.version) return state;
  return { ...state, tickets: new Map(state.tickets).set(ticket.id, ticket) };
}

interface Progress {
  readonly orderId: string;
  readonly shares: readonly (Ticket["alsoAt"][number] & { readonly ticketId: string })[];
}

function withProgress(state: BoardState, { orderId, shares }: Progress): BoardState {
  const tickets = new Map(state.tickets);
  for (const [id, ticket] of tickets) {
    if (ticket.orderId !== orderId) continue;
    const others = shares.filter(({ ticketId }) => ticketId !== id);
    const alsoAt = others.map(({ station, done, total }) => ({ station, done, total }));
    tickets.set(id, { ...ticket, alsoAt });
  }
  return { ...state, tickets };
}

/** The tickets on the board, in its order. */
export function onBoard({ tickets }: BoardState): readonly Ticket[] {
  return inBoardOrder([...tickets.values()].filter(isOnBoard));
}

/** Whether the screen shows what the server says it should; a heartbeat from before what it has read says nothing. */
export function agrees(state: BoardState, beat: Beat): boolean {
  const { epoch, seq } = positionOf(beat.head);
  if (epoch !== state.epoch) return false;
  if (seq < state.seq) return true;
  const tickets = onBoard(state);
  return tickets.length === beat.openCount && boardHash(tickets) === beat.hash;
}

function positionOf(cursor: string): { readonly epoch: string; readonly seq: number } {
  const at = cursor.lastIndexOf(":");
  return { epoch: cursor.slice(0, at), seq: Number(cursor.slice(at + 1)) };
}
