/** What follows from the tickets of a board, the same for server, pages and tests: which are on it, sums, and a checksum. */

/** A ticket as far as its place on the board goes. */
export interface OnBoard {
  readonly id: string;
  readonly version: number;
  readonly state: "open" | "bumped" | "void";
  readonly changedAt: string | null;
}

/** Whether the ticket belongs on the board: it is to be made, or a change of it waits to be acknowledged. */
export function isOnBoard({ state, changedAt }: Pick<OnBoard, "state" | "changedAt">): boolean {
  return state === "open" || changedAt !== null;
}

/** The tickets of a board in its order: rushed ones first, then by when they were first fired. */
export function inBoardOrder<Ticket extends { readonly rush: boolean; readonly firedAt: string; readonly id: string }>(
  tickets: readonly Ticket[],
): readonly Ticket[] {
  return [...tickets].sort(
    (a, b) => Number(b.rush) - Number(a.rush) || a.firedAt.localeCompare(b.firedAt) || a.id.localeCompare(b.id),
  );
}

/**
 * A checksum over the tickets on a board, FNV-1a of 32 bits as 8 hexadecimal digits: a screen that has lost an event
 * finds that out at the next heartbeat. It guards against loss, not against an attacker.
 */
export function boardHash(tickets: readonly Pick<OnBoard, "id" | "version">[]): string {
  const text = tickets
    .map(({ id, version }) => `${id}:${version}`)
    .sort()
    .join("\n");
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, "0");
}

interface Countable {
  readonly state: "open" | "bumped" | "void";
  readonly items: readonly {
    readonly name: string;
    readonly options: readonly string[];
    readonly quantity: number;
    readonly state: "queued" | "started" | "done" | "void";
  }[];
}

/** How many of one dish, made one way, are still to be made. */
export interface AllDay {
  readonly name: string;
  readonly options: readonly string[];
  readonly quantity: number;
}

/** The all-day counts: what is still to be made, dish by dish with its options, the most first. */
export function allDayOf(tickets: readonly Countable[]): readonly AllDay[] {
  const counts = new Map<string, AllDay>();
  const open = tickets.filter(({ state }) => state === "open").flatMap(({ items }) => items);
  for (const { name, options, quantity, state } of open) {
    if (state !== "queued" && state !== "started") continue;
    const key = JSON.stringify([name, ...options]);
    counts.set(key, { name, options, quantity: quantity + (counts.get(key)?.quantity ?? 0) });
  }
  return [...counts.values()].sort((a, b) => b.quantity - a.quantity || a.name.localeCompare(b.name));
}
