/** Reads tickets whole, as a kitchen screen shows them: no price, no telephone number, no address. */
import type { Kysely } from "kysely";
import type { Ticket } from "../../contracts/index.js";
import type { Database } from "../platform/index.js";

/** Which tickets. */
export interface TicketQuery {
  readonly locationId: string;
  readonly ticketIds?: readonly string[];
  /** Only these stations'; all without it. */
  readonly stationIds?: readonly string[] | undefined;
  /** Only those that are still to be made. */
  readonly open?: boolean;
}

/** The tickets, the oldest first. */
export async function readTickets(db: Kysely<Database>, query: TicketQuery): Promise<readonly Ticket[]> {
  const tickets = await readHeads(db, query);
  if (tickets.length === 0) return [];
  const ids = tickets.map(({ id }) => id);
  const items = await readItems(db, ids);
  const options = await readOptions(db, ids);
  return tickets.map((ticket) => ({
    id: ticket.id,
    orderId: ticket.order_id,
    orderNumber: ticket.number,
    station: { id: ticket.station_id, name: ticket.station_name },
    state: ticket.state,
    version: ticket.version,
    firedAt: ticket.fired_at.toISOString(),
    guest: firstName(ticket.contact_name),
    items: items.filter(({ ticket_id }) => ticket_id === ticket.id).map((item) => itemOf(item, options)),
  }));
}

/** How many tickets the query finds. */
export async function countTickets(db: Kysely<Database>, query: TicketQuery): Promise<number> {
  const { count } = await ticketsOf(db, query)
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  return Number(count);
}

function ticketsOf(db: Kysely<Database>, { locationId, ticketIds, stationIds, open = false }: TicketQuery) {
  // `in ()` is no SQL; nobody's id stands for none.
  const none = "00000000-0000-0000-0000-000000000000";
  return db
    .selectFrom("ticket")
    .where("ticket.location_id", "=", locationId)
    .$if(ticketIds !== undefined, (found) => found.where("ticket.id", "in", [none, ...(ticketIds ?? [])]))
    .$if(stationIds !== undefined, (found) => found.where("ticket.station_id", "in", [none, ...(stationIds ?? [])]))
    .$if(open, (found) => found.where("ticket.state", "=", "open"));
}

function readHeads(db: Kysely<Database>, query: TicketQuery) {
  return ticketsOf(db, query)
    .innerJoin("orders", "orders.id", "ticket.order_id")
    .innerJoin("station", "station.id", "ticket.station_id")
    .select(["ticket.id", "ticket.order_id", "ticket.state", "ticket.version", "ticket.fired_at"])
    .select(["ticket.station_id", "station.name as station_name", "orders.number", "orders.contact_name"])
    .orderBy("ticket.fired_at")
    .orderBy("ticket.id")
    .execute();
}

function readItems(db: Kysely<Database>, ticketIds: readonly string[]) {
  return db
    .selectFrom("ticket_item as item")
    .innerJoin("order_line as line", "line.id", "item.order_line_id")
    .select(["item.id", "item.ticket_id", "item.order_line_id", "item.quantity", "item.state", "item.version"])
    .select(["line.item_name", "line.note", "line.allergens"])
    .where("item.ticket_id", "in", [...ticketIds])
    .orderBy("line.ordinal")
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

type ItemRow = Awaited<ReturnType<typeof readItems>>[number];
type OptionRow = Awaited<ReturnType<typeof readOptions>>[number];

function itemOf(item: ItemRow, options: readonly OptionRow[]): Ticket["items"][number] {
  return {
    id: item.id,
    name: item.item_name,
    quantity: item.quantity,
    options: options.filter(({ id }) => id === item.id).map(optionText),
    instructions: item.note,
    allergens: item.allergens,
    state: item.state,
    version: item.version,
  };
}

function optionText({ option_name, quantity }: OptionRow): string {
  return quantity === 1 ? option_name : `${quantity} \u00d7 ${option_name}`;
}

/** What is called out at the counter. */
function firstName(name: string | null): string {
  return name?.trim().split(/\s+/, 1)[0] ?? "";
}
