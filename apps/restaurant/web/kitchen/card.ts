/** A card of the board in parts, so that a long one can go on in the next column. */
import type { ComponentChild } from "preact";
import type { Ticket } from "../../contracts/index.js";

/** A line of a card. */
export interface CardLine {
  readonly key: string;
  readonly line: () => ComponentChild;
}

/** A card. */
export interface Card {
  readonly id: string;
  readonly orderId: string;
  /** What is read to those who do not see it. */
  readonly label: string;
  /** What stands over the rest of it in the next column. */
  readonly title: string;
  readonly classes: string;
  /** The key that selects it, where one does. */
  readonly head: (place: number | undefined) => ComponentChild;
  readonly lines: readonly CardLine[];
  readonly foot: () => ComponentChild;
  /** Everything its parts' heights depend on. */
  readonly looks: string;
  readonly isLate: boolean;
  /** When it was changed after its firing, where that waits to be acknowledged. */
  readonly changedAt: string | null;
}

/** What two cards of the same looks have in common. */
export function looksOf(...all: readonly unknown[]): string {
  return JSON.stringify(all);
}

/** A ticket without what changes and is not seen. */
export function visible(ticket: Ticket): Omit<Ticket, "version" | "firedAt"> {
  const { version: _, firedAt: __, ...rest } = ticket;
  return rest;
}
