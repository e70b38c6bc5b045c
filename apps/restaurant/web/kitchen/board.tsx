/** The cards of a station: one for each ticket. */
import type { Ticket } from "../../contracts/index.js";
import type { Card } from "./card.js";
import type { Options } from "./options.js";
import { ticketCard } from "./ticket-card.js";
import type { Unsent } from "./unsent-store.js";
import type { Deeds } from "./use-deeds.js";

/** What tickets are shown with. */
export interface TicketsShown {
  readonly deeds: Deeds;
  /** What is to be made. */
  readonly open: readonly Ticket[];
  /** By the server's clock. */
  readonly now: number;
  readonly selected: string | undefined;
  /** The dish whose cards stand out, as `dishOf` names it. */
  readonly marked: string | undefined;
  readonly unsent: readonly Unsent[];
  readonly showStation: boolean;
  readonly mayRush: boolean;
  readonly options: Options;
}

/** The cards of tickets, in their order. */
export function ticketCards({ open, deeds, marked, unsent, mayRush, ...more }: TicketsShown): readonly Card[] {
  return open.map((ticket) =>
    ticketCard({
      ...{ ticket, now: more.now, showStation: more.showStation, options: more.options, asked: deeds.asked },
      selected: ticket.id === more.selected || (marked !== undefined && makes(ticket, marked)),
      read: deeds.read.has(ticket.id),
      unsent: unsent.filter(({ ticketId }) => ticketId === ticket.id).map(({ verb }) => verb),
      onToggle: (items) => deeds.toggle(ticket, items),
      onBump: () => deeds.bump(ticket),
      onUndo: () => deeds.recall(ticket),
      onRush: mayRush ? () => deeds.act({ verb: "rush", ticket }) : undefined,
      onAcknowledge: () => deeds.act({ verb: "ack-void", ticket }),
      onRead: () => deeds.markRead([ticket]),
    }),
  );
}

/** A dish as it is made: its name with its options. */
export function dishOf({ name, options }: { readonly name: string; readonly options: readonly string[] }): string {
  return JSON.stringify([name, ...options]);
}

function makes({ items }: Ticket, dish: string): boolean {
  return items.some((item) => dishOf(item) === dish && (item.state === "queued" || item.state === "started"));
}
