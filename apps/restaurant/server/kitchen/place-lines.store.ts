/** Writes lines onto tickets, making those that are missing; the unique keys refuse to do it twice. */
import { sql, type Transaction } from "kysely";
import { type Database, newId, rowsOf } from "../platform/index.js";
import type { LineToFire } from "./routing.store.js";

/** A line at one of its stations. */
export interface Placed {
  readonly line: LineToFire;
  readonly stationId: string;
}

interface OrderRef {
  readonly orderId: string;
  readonly locationId: string;
}

/** What was new. */
export interface PlacedLines {
  /** Every ticket that got a line it had not. */
  readonly ticketIds: readonly string[];
  /** Those of them that had been fired before. */
  readonly grownTicketIds: readonly string[];
  /** The lines of tickets that were added to such. */
  readonly addedItemIds: readonly string[];
  /** The order's lines that were sent anywhere. */
  readonly lineIds: readonly string[];
  /** The stations that have a part of the order now. */
  readonly stationIds: readonly string[];
}

/** A ticket the order has. */
export interface TicketKey {
  readonly id: string;
  readonly stationId: string;
  readonly course: number;
}

const keyOf = ({ stationId, course }: Omit<TicketKey, "id">): string => `${stationId} ${course}`;

const NOTHING = { ticketIds: [], grownTicketIds: [], addedItemIds: [], lineIds: [] };

/** Writes them, and stamps the lines that were sent. The order's row is locked, so that nobody else does meanwhile. */
export async function placeLines(
  trx: Transaction<Database>,
  order: OrderRef,
  { placed, tickets }: { readonly placed: readonly Placed[]; readonly tickets: readonly TicketKey[] },
): Promise<PlacedLines> {
  if (placed.length === 0) return { ...NOTHING, stationIds: stationsOf(tickets) };
  const before = new Set(tickets.map(({ id }) => id));
  const all = withMissing(tickets, placed);
  const items = itemRows(order, placed, new Map(all.map((one) => [keyOf(one), one.id])));
  const added = await insertAll(trx, order, { tickets: all.filter(({ id }) => !before.has(id)), items });
  const grown = added.filter(({ ticket_id }) => before.has(ticket_id));
  return {
    ticketIds: [...new Set(added.map(({ ticket_id }) => ticket_id))],
    grownTicketIds: [...new Set(grown.map(({ ticket_id }) => ticket_id))],
    addedItemIds: grown.map(({ id }) => id),
    lineIds: [...new Set(added.map(({ order_line_id }) => order_line_id))],
    stationIds: stationsOf(all),
  };
}

const stationsOf = (tickets: readonly TicketKey[]) => [...new Set(tickets.map(({ stationId }) => stationId))];

function withMissing(tickets: readonly TicketKey[], placed: readonly Placed[]): readonly TicketKey[] {
  const found = new Map(tickets.map((ticket) => [keyOf(ticket), ticket]));
  for (const { line, stationId } of placed) {
    const wanted = { stationId, course: line.course };
    if (!found.has(keyOf(wanted))) found.set(keyOf(wanted), { ...wanted, id: newId() });
  }
  return [...found.values()];
}

function itemRows({ locationId }: OrderRef, placed: readonly Placed[], ids: ReadonlyMap<string, string>) {
  return placed.map(({ line, stationId }) => ({
    id: newId(),
    location_id: locationId,
    ticket_id: ids.get(keyOf({ stationId, course: line.course })) ?? "",
    order_line_id: line.id,
    quantity: line.quantity,
    prep_seconds: line.noPrep ? 0 : line.prepSeconds,
  }));
}

const TICKET_COLUMNS = ["id", "station_id", "course", "order_id", "location_id"] as const;
const ITEM_COLUMNS = ["id", "location_id", "ticket_id", "order_line_id", "quantity", "prep_seconds"] as const;

interface ToInsert {
  readonly tickets: readonly TicketKey[];
  readonly items: ReturnType<typeof itemRows>;
}

function insertAll(trx: Transaction<Database>, { orderId, locationId }: OrderRef, { tickets, items }: ToInsert) {
  const rows = tickets.map(({ id, stationId, course }) => ({
    ...{ id, course, station_id: stationId },
    ...{ order_id: orderId, location_id: locationId },
  }));
  const lineIds = [...new Set(items.map(({ order_line_id }) => order_line_id))];
  return trx
    .with("made", (write) =>
      write
        .insertInto("ticket")
        .columns(TICKET_COLUMNS)
        .expression(rowsOf("ticket", TICKET_COLUMNS, rows)),
    )
    .with("stamped", (write) =>
      write
        .updateTable("order_line")
        .set({ fired_at: sql`now()` })
        .where(sql<boolean>`id = any(${lineIds}::uuid[])`)
        .where("fired_at", "is", null),
    )
    .insertInto("ticket_item")
    .columns(ITEM_COLUMNS)
    .expression(rowsOf("ticket_item", ITEM_COLUMNS, items))
    .onConflict((conflict) => conflict.columns(["ticket_id", "order_line_id"]).doNothing())
    .returning(["id", "ticket_id", "order_line_id"])
    .execute();
}
