/** Reads the tickets that no screen of their station has shown. */
import { type Kysely, sql } from "kysely";
import type { UnseenTicket } from "../../contracts/index.js";
import type { Database } from "../platform/index.js";

/** After how long, seconds, people at the pass and in the office are told. */
export const BANNER_AFTER = 30;

/** When a ticket, or the last change of it, was told to the screens. */
export const TOLD_AT = sql<Date>`coalesce(ticket.changed_at, ticket.fired_at)`;

/** What is read of one. */
export const UNSEEN_COLUMNS = sql`ticket.id, ticket.order_id, orders.number, ticket.station_id, station.name,
  ${TOLD_AT} as fired_at`;

/** One as it is read. */
export interface UnseenRow {
  readonly id: string;
  readonly order_id: string;
  readonly number: number;
  readonly station_id: string;
  readonly name: string;
  readonly fired_at: Date;
}

/** One as it is told of. */
export function unseenOf(row: UnseenRow): UnseenTicket {
  return {
    ticketId: row.id,
    orderId: row.order_id,
    orderNumber: row.number,
    station: { id: row.station_id, name: row.name },
    firedAt: row.fired_at.toISOString(),
  };
}

const AT_MOST = 100;
const isUnseen = sql<boolean>`ticket.state = 'open' and ticket.seen_at is null
  and ${TOLD_AT} < now() - make_interval(secs => ${BANNER_AFTER})`;

/** Those of a place that were to be seen half a minute ago, oldest first. */
export async function readUnseen(db: Kysely<Database>, locationId: string): Promise<readonly UnseenTicket[]> {
  const { rows } = await sql<UnseenRow>`select ${UNSEEN_COLUMNS}
    from ticket join orders on orders.id = ticket.order_id join station on station.id = ticket.station_id
    where ticket.location_id = ${locationId} and ${isUnseen} order by ${TOLD_AT}, ticket.id limit ${AT_MOST}`.execute(
    db,
  );
  return rows.map(unseenOf);
}

/** How many there are. */
export async function countUnseen(db: Kysely<Database>, locationId: string): Promise<number> {
  const { count } = await db
    .selectFrom("ticket")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .where("location_id", "=", locationId)
    .where(isUnseen)
    .executeTakeFirstOrThrow();
  return Number(count);
}
