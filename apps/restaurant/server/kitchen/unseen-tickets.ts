/** Tells of tickets that no screen of their station has shown: first the place, then somebody by telephone. */
import { type Kysely, sql, type Transaction } from "kysely";
import type { UnseenTicket } from "../../contracts/index.js";
import { audit, type Database, emitEvents } from "../platform/index.js";
import type { KitchenScope } from "./kitchen-scope.js";
import { BANNER_AFTER, TOLD_AT, UNSEEN_COLUMNS, type UnseenRow, unseenOf } from "./unseen.store.js";

/** Calls the place by telephone; in the transaction, so that a call is owed once. */
export type CallPlace = (trx: Transaction<Database>, unseen: UnseenTicket) => Promise<void>;

/** What watching needs. */
export interface UnseenWatchDeps {
  readonly db: Kysely<Database>;
  /** The messages'. Without it nobody is called. */
  readonly callPlace?: CallPlace | undefined;
  readonly onFailed: (error: unknown) => void;
  /** How often it looks, milliseconds; 5000 unless said. */
  readonly everyMilliseconds?: number;
}

/** After how long, seconds, somebody is called. */
const CALL_AFTER = 120;
const AT_ONCE = 50;

/** Says how far a screen has shown the stream: what was told up to there has been seen at its stations. */
export async function acknowledgeSeen(
  trx: Transaction<Database>,
  { locationId, stations, actor }: KitchenScope,
  seq: number,
): Promise<void> {
  if (actor.kind === "device") {
    await trx
      .updateTable("device")
      .set({ last_ack_seq: sql`greatest(last_ack_seq, ${seq}::bigint)`, last_ack_at: sql<Date>`now()` })
      .where("id", "=", actor.id)
      .execute();
  }
  const ids = stations.map(({ id }) => id);
  if (ids.length === 0) return;
  await trx
    .updateTable("ticket")
    .set({ seen_at: sql<Date>`now()` })
    .where("location_id", "=", locationId)
    .where("station_id", "in", ids)
    .where("seen_at", "is", null)
    .where("told_seq", "<=", seq)
    .execute();
}

/** Looks once; answers how many it told of. Each is told of once per step, however many processes look. */
export function tellOfUnseen({ db, callPlace }: Pick<UnseenWatchDeps, "db" | "callPlace">): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const due = await takeDue(trx);
    for (const { escalation, ...unseen } of due) {
      await trx.updateTable("ticket").set({ escalation }).where("id", "=", unseen.ticketId).execute();
      if (escalation < 2) continue;
      const { orderId, ticketId, station, locationId } = unseen;
      const about = { entity: "order", entityId: orderId, locationId, detail: { ticketId, stationId: station.id } };
      await audit(trx, { actor: { kind: "system" }, action: "kitchen.ticket_unseen", ...about });
      await callPlace?.(trx, unseen);
    }
    const told = due.map(({ escalation, ...unseen }) => {
      const { locationId, orderId, station } = unseen;
      const payload = { ...unseen, station: { ...station }, called: escalation === 2 };
      return { locationId, type: "unseen_ticket", orderId, stationIds: [station.id], payload };
    });
    await emitEvents(trx, told);
    return due.length;
  });
}

type Due = UnseenTicket & { readonly locationId: string; readonly escalation: number };

async function takeDue(trx: Transaction<Database>): Promise<readonly Due[]> {
  const { rows } = await sql<UnseenRow & { readonly location_id: string; readonly escalation: number }>`
    select ${UNSEEN_COLUMNS}, ticket.location_id,
      case when ${TOLD_AT} < now() - make_interval(secs => ${CALL_AFTER}) then 2 else 1 end as escalation
    from ticket join orders on orders.id = ticket.order_id join station on station.id = ticket.station_id
    where ticket.state = 'open' and ticket.seen_at is null and (
      (ticket.escalation < 1 and ${TOLD_AT} < now() - make_interval(secs => ${BANNER_AFTER}))
      or (ticket.escalation < 2 and ${TOLD_AT} < now() - make_interval(secs => ${CALL_AFTER}))
    )
    order by ticket.location_id, ticket.fired_at limit ${AT_ONCE} for update of ticket skip locked`.execute(trx);
  return rows.map((row) => ({ ...unseenOf(row), locationId: row.location_id, escalation: row.escalation }));
}

/** Looks every few seconds, until it is stopped. */
export function watchUnseen(deps: UnseenWatchDeps): { stop(): Promise<void> } {
  let running: Promise<unknown> = Promise.resolve();
  let stopped = false;
  const look = async () => {
    if (!stopped) await tellOfUnseen(deps).catch(deps.onFailed);
  };
  const timer = setInterval(() => {
    running = running.then(look);
  }, deps.everyMilliseconds ?? 5000).unref();
  return {
    async stop() {
      stopped = true;
      clearInterval(timer);
      await running;
    },
  };
}
