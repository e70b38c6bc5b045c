/** Reads tickets whole, as a kitchen screen shows them: no price, no telephone number, no address. */
import { type ExpressionBuilder, type Kysely, sql } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
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
  return (await readRows(db, query)).map(ticketOf);
}

/** How far a station is with its part of an order. */
export interface Share {
  readonly id: string;
  readonly station: { readonly id: string; readonly name: string };
  readonly done: number;
  readonly total: number;
}

/** Tickets of one order, with how far each of its stations is. */
export async function readTicketsOfOrder(
  db: Kysely<Database>,
  query: TicketQuery,
): Promise<{ readonly tickets: readonly Ticket[]; readonly shares: readonly Share[] }> {
  const rows = await readRows(db, query);
  return { tickets: rows.map(ticketOf), shares: (rows[0]?.shares ?? []).map(shareOf) };
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

function readRows(db: Kysely<Database>, query: TicketQuery) {
  const { newest } = query;
  return ticketsOf(db, query)
    .innerJoin("orders", "orders.id", "ticket.order_id")
    .innerJoin("station", "station.id", "ticket.station_id")
    .select(["ticket.id", "ticket.order_id", "ticket.state", "ticket.version", "ticket.fired_at", "ticket.course"])
    .select(["ticket.bumped_at", "ticket.changed_at", "ticket.priority", "ticket.recall_count", "ticket.station_id"])
    .select(["station.name as station_name", "station.warn_after_s", "station.late_after_s"])
    .select(["orders.number", "orders.order_type", "orders.contact_name", "orders.allergy_note"])
    .select(sql<Date | null>`case when orders.fire_at is not null then orders.promised_at end`.as("due_at"))
    .select((ticket) => [jsonArrayFrom(itemsOf(ticket)).as("items"), jsonArrayFrom(sharesOf(ticket)).as("shares")])
    .$if(newest !== undefined, (found) => found.orderBy("ticket.bumped_at", "desc").limit(newest ?? 0))
    .orderBy("ticket.fired_at")
    .orderBy("ticket.id")
    .execute();
}

type TicketRef = ExpressionBuilder<Database, "ticket">;

function itemsOf(ticket: TicketRef) {
  return ticket
    .selectFrom("ticket_item as item")
    .innerJoin("order_line as line", "line.id", "item.order_line_id")
    .select(["item.id", "item.quantity", "item.state", "item.version"])
    .select(["item.added", "item.prep_seconds", "line.item_name", "line.note", "line.allergens"])
    .select((item) =>
      jsonArrayFrom(
        item
          .selectFrom("order_line_modifier as modifier")
          .select(["modifier.option_name", "modifier.quantity"])
          .whereRef("modifier.order_line_id", "=", "item.order_line_id")
          .orderBy("modifier.ordinal"),
      ).as("options"),
    )
    .whereRef("item.ticket_id", "=", "ticket.id")
    .orderBy("line.ordinal")
    .orderBy("item.id");
}

/** How far each station is with its part of the ticket's order. */
function sharesOf(ticket: TicketRef) {
  return ticket
    .selectFrom("ticket as share")
    .innerJoin("station as place", "place.id", "share.station_id")
    .innerJoin("ticket_item as item", "item.ticket_id", "share.id")
    .select(["share.id", "share.station_id", "place.name"])
    .select(sql<number>`(count(*) filter (where item.state = 'done'))::int`.as("done"))
    .select(sql<number>`count(*)::int`.as("total"))
    .whereRef("share.order_id", "=", "ticket.order_id")
    .where("item.state", "<>", "void")
    .groupBy(["share.id", "share.station_id", "place.name", "place.ordinal"])
    .orderBy("place.ordinal")
    .orderBy("share.id");
}

type TicketRow = Awaited<ReturnType<typeof readRows>>[number];
type ItemRow = TicketRow["items"][number];

function ticketOf(row: TicketRow): Ticket {
  const alsoAt = row.shares.filter(({ id }) => id !== row.id).map(shareOf);
  return {
    ...headOf(row),
    alsoAt: alsoAt.map(({ station, done, total }) => ({ station, done, total })),
    items: row.items.map(itemOf),
  };
}

function shareOf({ id, station_id, name, done, total }: TicketRow["shares"][number]): Share {
  return { id, station: { id: station_id, name }, done, total };
}

function headOf(ticket: TicketRow): Omit<Ticket, "alsoAt" | "items"> {
  return {
    id: ticket.id,
    orderId: ticket.order_id,
    orderNumber: ticket.number,
    orderType: ticket.order_type,
    station: { id: ticket.station_id, name: ticket.station_name, ...patienceFor(ticket) },
    course: ticket.course,
    state: ticket.state,
    version: ticket.version,
    firedAt: ticket.fired_at.toISOString(),
    dueAt: ticket.due_at?.toISOString() ?? null,
    bumpedAt: ticket.bumped_at?.toISOString() ?? null,
    changedAt: ticket.changed_at?.toISOString() ?? null,
    rush: ticket.priority > 0,
    recallCount: ticket.recall_count,
    guest: firstName(ticket.contact_name),
    allergyNote: ticket.allergy_note,
  };
}

/** The station's times; where a dish alone takes longer than the first of them, both are so much later. */
function patienceFor({ warn_after_s, late_after_s, items }: TicketRow) {
  const longest = Math.max(0, ...items.filter(({ state }) => state !== "void").map((item) => item.prep_seconds));
  const later = Math.max(0, longest - warn_after_s);
  return { warnAfterSeconds: warn_after_s + later, lateAfterSeconds: late_after_s + later };
}

function itemOf(item: ItemRow): Ticket["items"][number] {
  return {
    id: item.id,
    name: item.item_name,
    quantity: item.quantity,
    options: item.options.map(optionText),
    instructions: item.note,
    allergens: item.allergens,
    state: item.state,
    added: item.added,
    version: item.version,
  };
}

function optionText({ option_name, quantity }: ItemRow["options"][number]): string {
  return quantity === 1 ? option_name : `${quantity} \u00d7 ${option_name}`;
}

/** What a guest is called out by. */
export function firstName(name: string | null): string {
  return name?.trim().split(/\s+/, 1)[0] ?? "";
}
