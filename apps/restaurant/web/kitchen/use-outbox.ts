/** Sends what cooks do in the order they did it; what cannot be sent is kept until it can. */
import { useEffect, useMemo, useState } from "preact/hooks";
import type { Ticket } from "../../contracts/index.js";
import { newKey, sendOnce } from "./commands.js";
import { type LineState, OutboxLine } from "./outbox-line.js";
import { dropUnsent, forgetUnsent, keepUnsent, readUnsent, type Unsent, type Verb } from "./unsent-store.js";

/** What is done, to what. */
export interface Deed {
  readonly verb: Verb;
  readonly ticket: Ticket;
  /** The line, where it is done to one. */
  readonly item?: Ticket["items"][number] | undefined;
}

/** What has been done and not sent, and what came of the rest. */
export interface Outbox extends LineState {
  readonly dropNotice: () => void;
  readonly act: (deed: Deed) => void;
  /** Takes something back that has not been sent; tells whether there was such a thing. */
  readonly takeBack: (id: string) => boolean;
}

interface Deps {
  readonly live: boolean;
  readonly show: (ticket: Ticket) => void;
}

const AGAIN_MILLISECONDS = 2000;
const WAYS = { keep: keepUnsent, drop: dropUnsent, read: readUnsent, send: sendOnce };
const EMPTY: LineState = { queue: [], stuck: false, notice: undefined };

/** The outbox of this screen. */
export function useOutbox({ live, show }: Deps): Outbox {
  const [state, setState] = useState<LineState>(EMPTY);
  const changed = (change: Partial<LineState>): void => setState((now) => ({ ...now, ...change }));
  // `show` only hands on to a state's setter, so that the first one is as good as any.
  const line = useMemo(() => new OutboxLine({ changed, show }, WAYS), []);
  useEffect(() => void line.restore(), [line]);
  useEffect(() => {
    if (live) void line.drain();
    const timer = setInterval(() => void line.drain(), AGAIN_MILLISECONDS);
    return () => clearInterval(timer);
  }, [line, live]);
  return {
    ...state,
    dropNotice: () => changed({ notice: undefined }),
    act: (deed) => line.add(unsentOf(deed)),
    takeBack: (id) => line.takeBack(id),
  };
}

function unsentOf({ verb, ticket, item }: Deed): Unsent {
  const on = item ?? ticket;
  return {
    ...{ key: newKey(), verb, of: item === undefined ? ("tickets" as const) : ("ticket-items" as const) },
    ...{ id: on.id, expectedVersion: on.version, ticketId: ticket.id, orderNumber: ticket.orderNumber },
  };
}

/** Whoever leaves takes their unsent work along. */
export function forgetOutbox(): Promise<void> {
  return forgetUnsent().catch(() => undefined);
}
