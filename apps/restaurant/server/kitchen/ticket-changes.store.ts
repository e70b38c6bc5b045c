/** Finds, locks and changes tickets and their lines. */
import { type Kysely, sql, type Transaction } from "kysely";
import type { Database } from "../platform/index.js";
import { RECALL_HOURS } from "./board.js";
import type { ItemState, TicketState } from "./item-moves.js";
import type { KitchenScope } from "./kitchen-scope.js";

/** A ticket, and the line of it that is meant where one is. */
export interface FoundTicket {
  readonly itemId: string | undefined;
  readonly ticketId: string;
  readonly orderId: string;
}

/** Finds a ticket, or the ticket of a line, that the caller may see. */
export async function findTicket(
  db: Kysely<Database>,
  wanted: { readonly itemId: string } | { readonly ticketId: string },
  scope: KitchenScope,
): Promise<FoundTicket | undefined> {
  const itemId = "itemId" in wanted ? wanted.itemId : undefined;
  const row = await db
    .selectFrom("ticket")
    .select(["ticket.id", "ticket.order_id", "ticket.station_id"])
    .where("ticket.location_id", "=", scope.locationId)
    .$if("ticketId" in wanted, (found) => found.where("ticket.id", "=", "ticketId" in wanted ? wanted.ticketId : ""))
    .$if(itemId !== undefined, (found) =>
      found.where("ticket.id", "=", (one) =>
        one
          .selectFrom("ticket_item")
          .select("ticket_item.ticket_id")
          .where("ticket_item.id", "=", itemId ?? "")
          .where("ticket_item.location_id", "=", scope.locationId),
      ),
    )
    .executeTakeFirst();
  if (row === undefined || scope.stationIds?.includes(row.station_id) === false) return undefined;
  return { itemId, ticketId: row.id, orderId: row.order_id };
}

/** A ticket's row, locked until the transaction ends. */
export function lockTicket(trx: Transaction<Database>, ticketId: string) {
  return trx
    .selectFrom("ticket")
    .select(["id", "state", "version", "priority", "changed_at"])
    .select(
      sql<boolean>`coalesce(bumped_at > now() - make_interval(hours => ${RECALL_HOURS}::int), false)`.as("recallable"),
    )
    .where("id", "=", ticketId)
    .forUpdate()
    .executeTakeFirstOrThrow();
}
export type LockedTicket = Awaited<ReturnType<typeof lockTicket>>;

/** A ticket's lines, locked in one order until the transaction ends. */
export function lockItems(trx: Transaction<Database>, ticketId: string) {
  return trx
    .selectFrom("ticket_item")
    .select(["id", "state", "version"])
    .where("ticket_id", "=", ticketId)
    .orderBy("id")
    .forUpdate()
    .execute();
}
export type LockedItem = Awaited<ReturnType<typeof lockItems>>[number];

/** The database's clock, which all processes share. */
const NOW = sql<Date>`now()`;
const NEXT = { version: sql<number>`version + 1` };

/** Gives a locked line its next state. */
export async function changeItem(
  trx: Transaction<Database>,
  { itemId, to }: { readonly itemId: string; readonly to: ItemState },
): Promise<void> {
  const started = to === "started" ? { started_at: NOW } : {};
  await trx
    .updateTable("ticket_item")
    .set({ state: to, done_at: to === "done" ? NOW : null, ...started, ...NEXT })
    .where("id", "=", itemId)
    .execute();
}

/** Marks every line that is still to be made as done. */
export async function finishItems(trx: Transaction<Database>, ticketId: string): Promise<void> {
  await trx
    .updateTable("ticket_item")
    .set({ state: "done", done_at: NOW, ...NEXT })
    .where("ticket_id", "=", ticketId)
    .where("state", "in", ["queued", "started"])
    .execute();
}

/** Takes back what the last bump finished: the lines that were done at that very moment. */
export async function reopenItems(trx: Transaction<Database>, ticketId: string): Promise<void> {
  await trx
    .updateTable("ticket_item")
    .set({ state: "queued", done_at: null, ...NEXT })
    .where("ticket_id", "=", ticketId)
    .where("state", "=", "done")
    .where("done_at", ">=", (one) =>
      one.selectFrom("ticket").select(sql<Date>`coalesce(bumped_at, '-infinity')`.as("at")).where("id", "=", ticketId),
    )
    .execute();
}

/** What becomes of a ticket when its lines have changed. */
export interface TicketChange {
  readonly ticketId: string;
  readonly state: TicketState;
  readonly actor: KitchenScope["actor"];
}

/** Gives the ticket its state and its next version. A ticket that opens again is counted as recalled. */
export async function changeTicket(
  trx: Transaction<Database>,
  { ticketId, state, actor }: TicketChange,
): Promise<void> {
  const bumped = state === "bumped";
  await trx
    .updateTable("ticket")
    .set({
      state,
      ...NEXT,
      bumped_at: bumped ? NOW : null,
      bumped_by: bumped ? actor.id : null,
      bumped_by_kind: bumped ? actor.kind : null,
      recall_count: sql`recall_count + case when state = 'bumped' and ${state}::text = 'open' then 1 else 0 end`,
    })
    .where("id", "=", ticketId)
    .execute();
}

/** Puts a ticket before the others, or back among them. */
export async function setPriority(trx: Transaction<Database>, ticketId: string, priority: number): Promise<void> {
  await trx
    .updateTable("ticket")
    .set({ priority, ...NEXT })
    .where("id", "=", ticketId)
    .execute();
}

/** The marks of what was added and voided are done with. */
export async function acknowledgeChange(trx: Transaction<Database>, ticketId: string): Promise<void> {
  await trx
    .updateTable("ticket")
    .set({ changed_at: null, ...NEXT })
    .where("id", "=", ticketId)
    .execute();
  await trx
    .updateTable("ticket_item")
    .set({ added: false, void_seen_at: sql`case when state = 'void' then coalesce(void_seen_at, now()) end` })
    .where("ticket_id", "=", ticketId)
    .execute();
}

/** Whether anything of the order is still to be made: an open ticket, or a course on hold. */
export async function isToBeMade(trx: Transaction<Database>, orderId: string): Promise<boolean> {
  const { rows } = await sql<{ made: boolean }>`select
    exists (select from ticket where order_id = ${orderId}::uuid and state = 'open')
    or exists (select from order_line where order_id = ${orderId}::uuid and hold and voided_at is null) as made`.execute(
    trx,
  );
  return rows[0]?.made === true;
}
