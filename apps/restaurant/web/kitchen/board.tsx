/** The cards: one for each ticket at its station. */
import type { Ticket } from "../../contracts/index.js";
import { TicketCard } from "./ticket-card.js";
import type { Unsent } from "./unsent-store.js";
import type { Deeds } from "./use-deeds.js";

interface Props extends Pick<Deeds, "act" | "toggle" | "bump" | "recall" | "read" | "markRead"> {
  /** What is to be made. */
  readonly open: readonly Ticket[];
  /** What has just been bumped. */
  readonly leaving: readonly Ticket[];
  /** By the server's clock. */
  readonly now: number;
  readonly selected: string | undefined;
  /** The dish whose cards stand out. */
  readonly marked: string | undefined;
  readonly unsent: readonly Unsent[];
  readonly showStation: boolean;
  readonly mayRush: boolean;
}

/** How many cards have a key of their own. */
const KEYS = 9;

/** The board of tickets. */
export function TicketBoard({ open, leaving, now, marked, unsent, act, ...more }: Props) {
  return (
    <>
      {[...open, ...leaving].map((ticket, index) => (
        <TicketCard
          key={ticket.id}
          {...{ ticket, now }}
          selected={ticket.id === more.selected || (marked !== undefined && makes(ticket, marked))}
          place={index < KEYS && index < open.length ? index + 1 : undefined}
          read={more.read.has(ticket.id)}
          showStation={more.showStation}
          unsent={unsentWords(ticket, unsent)}
          onToggle={(item) => more.toggle(ticket, item)}
          onBump={() => more.bump(ticket)}
          onUndo={() => more.recall(ticket)}
          onRush={more.mayRush ? () => act({ verb: "rush", ticket }) : undefined}
          onAcknowledge={() => act({ verb: "ack-void", ticket })}
          onRead={() => more.markRead(ticket)}
        />
      ))}
    </>
  );
}

function makes({ items }: Ticket, name: string): boolean {
  return items.some((item) => item.name === name && (item.state === "queued" || item.state === "started"));
}

function unsentWords({ id }: Ticket, unsent: readonly Unsent[]): string | undefined {
  const own = unsent.filter(({ ticketId }) => ticketId === id);
  return own.length === 0 ? undefined : own.map(({ verb }) => verb).join(", ");
}
