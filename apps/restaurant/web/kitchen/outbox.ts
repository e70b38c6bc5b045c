/** A pure account of what has been done and not sent: in which order it goes, and how a ticket looks meanwhile. */
import type { Ticket } from "../../contracts/index.js";
import type { Unsent } from "./unsent-store.js";

/** What became of one that was sent. */
export type Outcome =
  | { readonly kind: "done"; readonly ticket: Ticket | undefined }
  /** Somebody else was first; the ticket as it stands. */
  | { readonly kind: "conflict"; readonly ticket: Ticket | undefined }
  | { readonly kind: "refused"; readonly words: string }
  /** No answer: it stays, and so does everything after it. */
  | { readonly kind: "unreached" };

/**
 * What is left after the first has had its outcome. What was pressed after it on the same ticket was meant for what came
 * of it, so it goes on with the version the server answered; after a conflict it was meant for something that is no more,
 * and goes with it.
 */
export function afterFirst([first, ...rest]: readonly Unsent[], outcome: Outcome): readonly Unsent[] {
  if (first === undefined) return [];
  if (outcome.kind === "unreached") return [first, ...rest];
  const { ticketId } = first;
  if (outcome.kind !== "done") return rest.filter((unsent) => unsent.ticketId !== ticketId);
  const { ticket } = outcome;
  if (ticket === undefined) return rest;
  return rest.map((unsent) =>
    unsent.ticketId === ticketId ? { ...unsent, expectedVersion: versionOf(ticket, unsent) } : unsent,
  );
}

function versionOf(ticket: Ticket, { of, id, expectedVersion }: Unsent): number {
  if (of === "tickets") return ticket.version;
  return ticket.items.find((item) => item.id === id)?.version ?? expectedVersion;
}

/** What is left after something is taken back before it was sent; with it goes what was pressed on the same thing since. */
export function without(queue: readonly Unsent[], { id }: Pick<Unsent, "id">): readonly Unsent[] {
  const last = queue.findLastIndex((unsent) => unsent.id === id);
  return queue.filter((_, at) => at !== last);
}

/** The ticket as the cook has left it, though the server has not heard of it. */
export function asPressed(ticket: Ticket, queue: readonly Unsent[]): Ticket {
  const own = queue.filter(({ ticketId }) => ticketId === ticket.id);
  if (own.length === 0) return ticket;
  const bumped = own.some(({ verb }) => verb === "bump");
  const items = ticket.items.map((item) => {
    if (item.state === "void") return item;
    const verb = own.findLast(({ id }) => id === item.id)?.verb;
    if (bumped || verb === "done") return { ...item, state: "done" as const };
    return verb === "undo" ? { ...item, state: "queued" as const } : item;
  });
  return { ...ticket, items };
}
