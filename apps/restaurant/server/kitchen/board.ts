/** The board: every open ticket a person may see, and the place in the stream to continue from, as one moment has them. */
import type { Clock } from "cloche";
import type { Kysely } from "kysely";
import type { Board } from "../../contracts/index.js";
import { type Database, formatCursor, liveHead } from "../platform/index.js";
import type { KitchenScope } from "./kitchen-scope.js";
import { readTickets } from "./tickets.store.js";

/** Reads the board in one snapshot. */
export function readBoardNow(db: Kysely<Database>, scope: KitchenScope, clock: Clock): Promise<Board> {
  const snapshot = db.transaction().setIsolationLevel("repeatable read").setAccessMode("read only");
  return snapshot.execute(async (trx) => ({
    asOf: formatCursor(await liveHead(trx, scope.locationId)),
    serverTime: new Date(clock.now()).toISOString(),
    stations: scope.stations,
    tickets: [...(await readTickets(trx, { ...scopeQuery(scope), open: true }))],
  }));
}

/** The part of a query that keeps to what a person may see. */
export function scopeQuery({ locationId, stationIds }: KitchenScope) {
  return { locationId, stationIds };
}
