/** The kitchen's routes. Each asks the database what its caller may see; the token's role only opens the door. */
import {
  type Clock,
  extendedProblem,
  type Handled,
  handle,
  type Idempotency,
  noContent,
  ok,
  problem,
  refuse,
  type Visit,
} from "cloche";
import type { Kysely } from "kysely";
import {
  ackVoidTicket,
  bumpItem,
  bumpTicket,
  doneTicketItem,
  kdsBoard,
  kdsStream,
  kitchenStream,
  readBoard,
  recallTicket,
  rushTicket,
  startTicketItem,
  type Ticket,
  undoItem,
  undoTicketItem,
} from "../../contracts/index.js";
import {
  type Database,
  inIdempotentTransaction,
  type LiveEvents,
  parseCursor,
  type Wakeups,
} from "../platform/index.js";
import { readBoardNow } from "./board.js";
import { boardSums } from "./board-sums.js";
import { type CallGuest, callAgainHandler } from "./call-again.routes.js";
import { type Command, type CommandRefusal, runCommand, type TicketVerb } from "./commands.js";
import type { ItemMoveName } from "./item-moves.js";
import { kitchenScope, NOT_AT_THE_PASS, NOT_OF_THE_KITCHEN } from "./kitchen-scope.js";
import { kitchenStreamOf } from "./kitchen-stream.js";
import type { OrderLife } from "./order-life.js";
import { screenReportHandlers } from "./screen-reports.routes.js";
import { streamSlots } from "./stream-slots.js";
import { readTickets } from "./tickets.store.js";

/** What the kitchen needs. */
export interface KitchenDeps {
  readonly db: Kysely<Database>;
  readonly live: LiveEvents;
  readonly wakeups: Pick<Wakeups, "listen">;
  readonly clock: Clock;
  /** The orders'. */
  readonly orders: OrderLife;
  /** The messages'. */
  readonly callGuest: CallGuest;
  /** How often a stream's heartbeat is sent, milliseconds; 10 000 unless said. */
  readonly heartbeatMilliseconds?: number;
}

const NOTHING_TO_SEE = refuse("not_found", { reason: "ticket_not_visible" });
const TOO_MANY_STREAMS = refuse("rate_limited", { reason: "streams_too_many", headers: [["retry-after", "10"]] });

/** The kitchen's handlers. */
export function kitchenHandlers(deps: KitchenDeps): readonly Handled[] {
  const board = boardReader(deps);
  const stream = streamer(deps);
  return [
    ...[handle(readBoard, board), handle(kdsBoard, board), handle(kitchenStream, stream), handle(kdsStream, stream)],
    ...screenReportHandlers(deps),
    callAgainHandler(deps),
    handle(startTicketItem, itemCommand(deps, "start")),
    handle(doneTicketItem, itemCommand(deps, "done")),
    handle(undoTicketItem, itemCommand(deps, "undo")),
    handle(bumpTicket, ticketCommand(deps, "bump")),
    handle(recallTicket, ticketCommand(deps, "recall")),
    handle(rushTicket, ticketCommand(deps, "rush")),
    handle(ackVoidTicket, ticketCommand(deps, "ack-void")),
    handle(bumpItem, looseMove(deps, "done")),
    handle(undoItem, looseMove(deps, "undo")),
  ];
}

function boardReader({ db, clock }: KitchenDeps) {
  return async ({ caller }: Pick<Visit<typeof readBoard>, "caller">) => {
    const scope = await kitchenScope(db, caller);
    return scope === undefined ? NOT_OF_THE_KITCHEN : ok(await readBoardNow(db, scope, clock));
  };
}

type Listener = Pick<Visit<typeof kdsStream>, "caller" | "query" | "request" | "signal">;

function streamer(deps: KitchenDeps) {
  const { db, clock, live, wakeups } = deps;
  const take = streamSlots();
  const sums = boardSums(db, clock);
  return async ({ caller, query, request, signal }: Listener) => {
    const scope = await kitchenScope(db, caller);
    // An EventSource that hears this asks no more (HTML standard, section 9.2.3); a refusal it would have to be told.
    if (scope === undefined) return noContent();
    const onEnd = take({ callerId: caller.id, locationId: scope.locationId });
    if (onEnd === undefined) return TOO_MANY_STREAMS;
    // A browser that reconnects by itself repeats the first address, so only its header tells where it stopped.
    const after = parseCursor(request.header("last-event-id")) ?? parseCursor(query.after);
    const everyMilliseconds = deps.heartbeatMilliseconds;
    const until = endOf(caller.claims);
    const listening = { caller, scope, after, until, signal, onEnd };
    return ok(releasing(kitchenStreamOf({ db, clock, live, wakeups, sums, everyMilliseconds }, listening), onEnd));
  };
}

/** A stream that is given up before its first piece, as for HEAD, never runs and so cannot clear up after itself. */
function releasing(stream: AsyncGenerator<string, void>, onEnd: () => void): AsyncIterable<string> {
  const iterator = {
    next: () => stream.next(),
    return: () => {
      onEnd();
      return stream.return();
    },
  };
  return { [Symbol.asyncIterator]: () => iterator };
}

/** When a credential ends; a paired screen's does not. */
function endOf(claims: Readonly<Record<string, unknown>> | undefined): number {
  const exp = claims?.["exp"];
  return typeof exp === "number" ? exp * 1000 : Number.POSITIVE_INFINITY;
}

type Asked = Pick<Visit<typeof bumpTicket>, "caller" | "params" | "body" | "idempotency">;

function itemCommand(deps: KitchenDeps, verb: ItemMoveName) {
  return ({ params, body, ...who }: Asked) =>
    answered(deps, who, { itemId: params.id, verb, expectedVersion: body.expectedVersion });
}

function ticketCommand(deps: KitchenDeps, verb: TicketVerb) {
  return ({ params, body, ...who }: Asked) =>
    answered(deps, who, { ticketId: params.id, verb, expectedVersion: body.expectedVersion });
}

async function answered(deps: KitchenDeps, who: Pick<Asked, "caller" | "idempotency">, command: Command) {
  const done = await run(deps, who, command);
  if ("ticket" in done) return ok({ ticket: done.ticket });
  const { refused } = done;
  if (refused === "idempotency_mismatch") return problem(422, refused);
  if (refused === "idempotency_running") return problem(409, refused);
  if (refused === "not_of_the_kitchen") return NOT_OF_THE_KITCHEN;
  if (refused === "not_found") return NOTHING_TO_SEE;
  if (refused === "forbidden") return NOT_AT_THE_PASS;
  return conflict(refused);
}

/** A ticket that is gone from sight meanwhile is told like one that never was. */
function conflict({ conflict: code, ticket }: Exclude<CommandRefusal, string>) {
  return ticket === undefined ? NOTHING_TO_SEE : extendedProblem(409, code, { ticket });
}

type RunRefusal = CommandRefusal | "not_of_the_kitchen" | "idempotency_running" | "idempotency_mismatch";
type Run = { readonly ticket: Ticket } | { readonly refused: RunRefusal };

async function run(
  deps: KitchenDeps,
  { caller, idempotency }: { readonly caller: Asked["caller"]; readonly idempotency: Idempotency | undefined },
  command: Command,
): Promise<Run> {
  const { db, clock } = deps;
  const scope = await kitchenScope(db, caller);
  if (scope === undefined) return { refused: "not_of_the_kitchen" };
  const once = await inIdempotentTransaction<Ticket | undefined, CommandRefusal>(
    { db, idempotency, clock },
    {
      async run(trx) {
        const outcome = await runCommand(trx, { deps, scope, command });
        return "refused" in outcome ? outcome : { status: 200, resourceId: outcome.ticketId };
      },
      render: async (_, id) => (await readTickets(db, { locationId: scope.locationId, ticketIds: [id] }))[0],
    },
  );
  if (once.outcome === "refused") return { refused: once.refused };
  if (once.outcome === "running") return { refused: "idempotency_running" };
  if (once.outcome === "mismatch") return { refused: "idempotency_mismatch" };
  return once.body === undefined ? { refused: "not_found" } : { ticket: once.body };
}

/** The short form for scripts and people: no key, and a version only where one is given. */
function looseMove(deps: KitchenDeps, verb: "done" | "undo") {
  return async ({ caller, params, body }: Pick<Visit<typeof bumpItem>, "caller" | "params" | "body">) => {
    const command = { itemId: params.id, verb, expectedVersion: body?.expectedVersion };
    const done = await run(deps, { caller, idempotency: undefined }, command);
    if ("ticket" in done) return ok({ ticket: done.ticket });
    if (typeof done.refused !== "string") return conflict(done.refused);
    return done.refused === "not_of_the_kitchen" ? NOT_OF_THE_KITCHEN : NOTHING_TO_SEE;
  };
}
