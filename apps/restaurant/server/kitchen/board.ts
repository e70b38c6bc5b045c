/** The board: every ticket a caller may see, and the place in the stream to continue from, as one moment has them. */
import type { Clock } from "cloche";
import type { Kysely, Transaction } from "kysely";
import type { Board } from "../../contracts/index.js";
import { allDayOf, boardHash, inBoardOrder } from "../../contracts/kitchen-board.js";
import { type Cursor, type Database, formatCursor, liveHead } from "../platform/index.js";
import { DEVICE, type KitchenScope, mayRush } from "./kitchen-scope.js";
import { readBoardVersions, readTickets } from "./tickets.store.js";

/** How long a bumped ticket can be brought back. */
export const RECALL_HOURS = 4;
/** As many as the busiest station bumps in that time; a search looks through all that are there. */
const RECALL_SHOWN = 300;

/** Reads the board in one snapshot. */
export function readBoardNow(db: Kysely<Database>, scope: KitchenScope, clock: Clock): Promise<Board> {
  return inSnapshot(db, async (trx) => {
    const head = await liveHead(trx, scope.locationId);
    const tickets = inBoardOrder(await readTickets(trx, { ...scopeQuery(scope), onBoard: true }));
    const bumped = { bumpedWithinHours: RECALL_HOURS, newest: RECALL_SHOWN };
    const recall = await readTickets(trx, { ...scopeQuery(scope), ...bumped });
    const { actor, stations, expo, role } = scope;
    return {
      asOf: formatCursor(head),
      serverTime: new Date(clock.now()).toISOString(),
      reader: { kind: actor.kind, expo, mayRush: mayRush(scope) },
      station: role === DEVICE ? (stations[0] ?? null) : null,
      stations,
      tickets: [...tickets],
      allDay: allDayOf(tickets).map((one) => ({ ...one, options: [...one.options] })),
      recall: [...recall],
      openCount: tickets.length,
      hash: boardHash(tickets),
    };
  });
}

/** What a heartbeat tells of a board, with the place in the stream it holds for. */
export interface BoardSum {
  readonly head: Cursor;
  readonly openCount: number;
  readonly hash: string;
}

/** Reads a board's sum in one snapshot, so that a screen that has read up to its head must come to the same. */
export function readBoardSum(db: Kysely<Database>, scope: KitchenScope): Promise<BoardSum> {
  return inSnapshot(db, async (trx) => {
    const head = await liveHead(trx, scope.locationId);
    const tickets = await readBoardVersions(trx, { ...scopeQuery(scope), onBoard: true });
    return { head, openCount: tickets.length, hash: boardHash(tickets) };
  });
}

/** The part of a query that keeps to what a caller may see. */
export function scopeQuery({ locationId, stationIds }: KitchenScope) {
  return { locationId, stationIds };
}

function inSnapshot<Result>(db: Kysely<Database>, read: (trx: Transaction<Database>) => Promise<Result>) {
  return db.transaction().setIsolationLevel("repeatable read").setAccessMode("read only").execute(read);
}
