/** Reads tickets whole, as a kitchen screen shows them: no price, no telephone number, no address. */
import { type Kysely, sql } from "kysely";
import type { Ticket } from "../../contracts/index.js";
import type { Database } from "../platform/index.js";

/** Which tickets. */
export interface TicketQuery {
  readonly locationId: string;
  readonly ticketIds?: readonly string[];
  /** Only these stations'; all without it. */
  readonly stationIds?: readonly string[] | undefined;
  /** Only those a board shows: to be made, or changed and not acknowledged. */
  readonly onBoard?: boolean;
  /** Only those that were bumped so recently. */
  readonly bumpedWithinHours?: number;
  /** Only so many, the last bumped first. */
  readonly newest?: number;
}

/** The tickets, the oldest first. */
export async function readTickets(db: Kysely<Database>, query: TicketQuery): Promise<readonly Ticket[]> {
  const tickets = await readHeads(db, query);
  if (tickets.length === 0) return [];
  const ids = tickets.map(({ id }) => id);
  const items = groupedBy(await readItems(db, ids), ({ ticket_id }) => ticket_id);
  const options = groupedBy(await readOptions(db, ids), ({ id }) => id);
  const shares = groupedBy(
    await readShares(db, [...new Set(tickets.map((one) => one.order_id))]),
    (one) => one.order_id,
  );
  return tickets.map((ticket) => ({
    ...headOf(ticket),
    alsoAt: alsoAtOf(shares.get(ticket.order_id) ?? [], ticket.id),
    items: (items.get(ticket.id) ?? []).map((item) => itemOf(item, options.get(item.id) ?? [])),
  }));
}

/** The ids and versions of the tickets the query finds. */
export function readBoardVersions(db: Kysely<Database>, query: TicketQuery) {
  return ticketsOf(db, query).select(["ticket.id", "ticket.version"]).execute();
}

function ticketsOf(db: Kysely<Database>, query: TicketQuery) {
  const { locationId, ticketIds, stationIds, onBoard = false, bumpedWithinHours } = query;
  // `in ()` is no SQL; nobody's id stands for none.
  const none = "00000000-0000-0000-0000-000000000000";
  return db
    .selectFrom("ticket")
    .where("ticket.location_id", "=", locationId)
    .$if(ticketIds !== undefined, (found) => found.where("ticket.id", "in", [none, ...(ticketIds ?? [])]))
    .$if(stationIds !== undefined, (found) => found.where("ticket.station_id", "in", [none, ...(stationIds ?? [])]))
    .$if(onBoard, (found) =>
      found.where((where) =>
        where.or([where("ticket.state", "=", "open"), where("ticket.changed_at", "is not", null)]),
      ),
    )
    .$if(bumpedWithinHours !== undefined, (found) =>
      found
        .where("ticket.state", "=", "bumped")
        .where("ticket.bumped_at", ">", sql<Date>`now() - make_interval(hours => ${bumpedWithinHours}::int)`),
    );
}

function readHeads(db: Kysely<Database>, query: TicketQuery) {
  const { newest } = query;
  return ticketsOf(db, query)
    .innerJoin("orders", "orders.id", "ticket.order_id")
    .innerJoin("station", "station.id", "ticket.station_id")
    .select(["ticket.id", "ticket.order_id", "ticket.state", "ticket.version", "ticket.fired_at", "ticket.course"])
    .select(["ticket.bumped_at", "ticket.changed_at", "ticket.priority", "ticket.recall_count", "ticket.station_id"])
    .select(["station.name as station_name", "station.warn_after_s", "station.late_after_s"])
    .select(["orders.number", "orders.order_type", "orders.contact_name", "orders.allergy_note"])
    .$if(newest !== undefined, (found) => found.orderBy("ticket.bumped_at", "desc").limit(newest ?? 0))
    .orderBy("ticket.fired_at")
    .orderBy("ticket.id")
    .execute();
}

function readItems(db: Kysely<Database>, ticketIds: readonly string[]) {
  return db
    .selectFrom("ticket_item as item")
    .innerJoin("order_line as line", "line.id", "item.order_line_id")
    .select(["item.id", "item.ticket_id", "item.order_line_id", "item.quantity", "item.state", "item.version"])
    .select(["item.added", "line.item_name", "line.note", "line.allergens"])
    .where("item.ticket_id", "in", [...ticketIds])
    .orderBy("line.ordinal")
    .orderBy("item.id")
    .execute();
}

function readOptions(db: Kysely<Database>, ticketIds: readonly string[]) {
  return db
    .selectFrom("ticket_item as item")
    .innerJoin("order_line_modifier as modifier", "modifier.order_line_id", "item.order_line_id")
    .select(["item.id", "modifier.option_name", "modifier.quantity"])
    .where("item.ticket_id", "in", [...ticketIds])
    .orderBy("modifier.ordinal")
    .execute();
}

/** How far each station is with its part of the orders. */
export async function readShares(db: Kysely<Database>, orderIds: readonly string[]) {
  const rows = await db
    .selectFrom("ticket")
    .innerJoin("station", "station.id", "ticket.station_id")
    .innerJoin("ticket_item as item", "item.ticket_id", "ticket.id")
    .select(["ticket.id", "ticket.order_id", "ticket.station_id", "station.name"])
    .select(sql<number>`(count(*) filter (where item.state = 'done'))::int`.as("done"))
    .select(sql<number>`count(*)::int`.as("total"))
    .where("ticket.order_id", "in", [...orderIds])
    .where("item.state", "<>", "void")
    .groupBy(["ticket.id", "ticket.order_id", "ticket.station_id", "station.name", "station.ordinal"])
    .orderBy("station.ordinal")
    .orderBy("ticket.id")
    .execute();
  return rows.map(({ station_id, name, ...row }) => ({ ...row, station: { id: station_id, name } }));
}

type Share = Awaited<ReturnType<typeof readShares>>[number];

function alsoAtOf(shares: readonly Share[], ticketId: string): Ticket["alsoAt"] {
  return shares.filter(({ id }) => id !== ticketId).map(({ station, done, total }) => ({ station, done, total }));
}

type HeadRow = Awaited<ReturnType<typeof readHeads>>[number];
type ItemRow = Awaited<ReturnType<typeof readItems>>[number];
type OptionRow = Awaited<ReturnType<typeof readOptions>>[number];

function headOf(ticket: HeadRow): Omit<Ticket, "alsoAt" | "items"> {
  return {
    id: ticket.id,
    orderId: ticket.order_id,
    orderNumber: ticket.number,
    orderType: ticket.order_type,
    station: {
      id: ticket.station_id,
      name: ticket.station_name,
      warnAfterSeconds: ticket.warn_after_s,
      lateAfterSeconds: ticket.late_after_s,
    },
    course: ticket.course,
    state: ticket.state,
    version: ticket.version,
    firedAt: ticket.fired_at.toISOString(),
    bumpedAt: ticket.bumped_at?.toISOString() ?? null,
    changedAt: ticket.changed_at?.toISOString() ?? null,
    rush: ticket.priority > 0,
    recallCount: ticket.recall_count,
    guest: firstName(ticket.contact_name),
    allergyNote: ticket.allergy_note,
  };
}

function itemOf(item: ItemRow, options: readonly OptionRow[]): Ticket["items"][number] {
  return {
    id: item.id,
    name: item.item_name,
    quantity: item.quantity,
    options: options.map(optionText),
    instructions: item.note,
    allergens: item.allergens,
    state: item.state,
    added: item.added,
    version: item.version,
  };
}

function optionText({ option_name, quantity }: OptionRow): string {
  return quantity === 1 ? option_name : `${quantity} \u00d7 ${option_name}`;
}

/** What is called out at the counter. */
/** What a guest is called out by. */
export function firstName(name: string | null): string {
  return name?.trim().split(/\s+/, 1)[0] ?? "";
}

function groupedBy<Row>(rows: readonly Row[], keyOf: (row: Row) => string): ReadonlyMap<string, readonly Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return groups;
}
