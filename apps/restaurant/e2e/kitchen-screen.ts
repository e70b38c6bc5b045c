/** A kitchen screen without a browser: the page's own board, a network that loses things, and a cook who presses buttons. */
import { randomUUID } from "node:crypto";
import type { Board, Ticket } from "../contracts/index.js";
import {
  afterEvent,
  agrees,
  type Beat,
  type BoardState,
  onBoard,
  stateOf,
  withTicket,
} from "../web/kitchen/board-state.js";
import { readEvents } from "../web/shared/event-stream.js";
import type { Headers } from "./visitor.js";

/** A network that loses things while it is told to. */
export interface Network {
  /** Of so many requests, events and answers this share is lost; 0 is a good network. */
  loss: number;
  /** Where the server is now. */
  baseUrl: string;
}

/** A screen. */
export interface KitchenScreen {
  /** What it shows, in the board's order. */
  readonly shown: () => readonly Ticket[];
  /** Presses something at random: bump, recall, undo, start or done. */
  readonly press: () => Promise<void>;
  readonly close: () => Promise<void>;
  /** How often it loaded its board. */
  readonly loads: () => number;
}

interface Sent {
  readonly method?: string;
  readonly body?: string;
  readonly headers?: Headers;
}

class Lost extends Error {}

/** Opens a screen that follows its board until it is closed. */
export function kitchenScreen(network: Network, headers: Headers): KitchenScreen {
  const closing = new AbortController();
  let state: BoardState | undefined;
  let loads = 0;
  const lose = () => {
    if (Math.random() < network.loss) throw new Lost("lost on the way");
  };
  const ask = async (path: string, init: Sent = {}): Promise<Response> => {
    lose();
    const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(10_000)]);
    const answer = await fetch(network.baseUrl + path, { ...init, headers: { ...headers, ...init.headers }, signal });
    const body = await answer.text();
    // The server has done it, and its answer never comes.
    lose();
    return new Response(body === "" ? null : body, { status: answer.status });
  };
  const follow = async () => {
    const answer = await ask("/api/v1/kds/board");
    if (answer.status !== 200) return;
    const board = (await answer.json()) as Board;
    loads += 1;
    state = stateOf(board);
    const ending = new AbortController();
    const signal = AbortSignal.any([closing.signal, ending.signal]);
    const stream = await fetch(`${network.baseUrl}/api/v1/kds/stream?after=${board.asOf}`, { headers, signal });
    if (!stream.ok || stream.body === null) return;
    for await (const told of readEvents(stream.body)) {
      // Bytes of a connection are not lost one by one: it breaks.
      lose();
      if (told.event === "resync") return ending.abort();
      state = afterEvent(state, told);
      if (told.event === "hb" && !agrees(state, JSON.parse(told.data) as Beat)) return ending.abort();
    }
  };
  const running = (async () => {
    while (!closing.signal.aborted) {
      await follow().catch(() => {});
      await new Promise((resolve) => setTimeout(resolve, 200 + Math.random() * 300));
    }
  })();
  return {
    shown: () => (state === undefined ? [] : onBoard(state)),
    loads: () => loads,
    async press() {
      const command = state === undefined ? undefined : anyCommand(state);
      if (command === undefined) return;
      const init = {
        method: "POST",
        body: JSON.stringify({ expectedVersion: command.version }),
        headers: { "content-type": "application/json", "idempotency-key": randomUUID() },
      };
      // The same key again, as the page does: it is done once, however often it has to be said.
      for (let tries = 0; tries < 3; tries += 1) {
        try {
          const { ticket } = (await (await ask(command.path, init)).json()) as { readonly ticket?: Ticket };
          if (ticket !== undefined && state !== undefined) state = withTicket(state, ticket);
          return;
        } catch {
          // Lost; said again.
        }
      }
    },
    async close() {
      closing.abort();
      await running;
    },
  };
}

const oneOf = <One>(all: readonly One[]): One | undefined => all[Math.floor(Math.random() * all.length)];

function anyCommand({ tickets }: BoardState): { readonly path: string; readonly version: number } | undefined {
  const ticket = oneOf([...tickets.values()]);
  const item = ticket === undefined ? undefined : oneOf(ticket.items);
  if (ticket === undefined || item === undefined) return undefined;
  const verb = oneOf(["bump", "recall", "start", "done", "undo"] as const) ?? "bump";
  if (verb === "bump" || verb === "recall") {
    return { path: `/api/v1/kds/tickets/${ticket.id}/${verb}`, version: ticket.version };
  }
  return { path: `/api/v1/kds/ticket-items/${item.id}/${verb}`, version: item.version };
}
