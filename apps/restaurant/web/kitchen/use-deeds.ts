/** What a cook does to tickets and their lines, as presses: each undoes what was not sent yet, before it does more. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { Ticket } from "../../contracts/index.js";
import type { LiveBoard } from "./live-board.js";
import { type Deed, type Outbox, useOutbox } from "./use-outbox.js";

type Item = Ticket["items"][number];

/** The presses, and what came of them. */
export interface Deeds {
  readonly outbox: Outbox;
  /** The tickets whose allergy was read here. */
  readonly read: ReadonlySet<string>;
  /** The line that was tapped long after it was done: another tap takes it back. */
  readonly asked: string | undefined;
  readonly failure: string | undefined;
  /** What was done and shows nowhere else. */
  readonly done: string | undefined;
  readonly fail: (words: string | undefined) => void;
  readonly tell: (words: string) => void;
  readonly act: (deed: Deed) => void;
  /** Marks lines of a ticket as done, or takes that back. */
  readonly toggle: (ticket: Ticket, items: readonly Item[]) => void;
  readonly bump: (ticket: Ticket) => void;
  readonly recall: (ticket: Ticket) => void;
  readonly markRead: (tickets: readonly Ticket[]) => void;
}

/** So long one tap takes a line back; after that it might be an elbow's, and another must follow. */
const UNDO_MILLISECONDS = 5000;

/** Whether a ticket has an allergy that nobody has read here. */
export function isUnread({ allergyNote }: Pick<Ticket, "allergyNote">, read: boolean): boolean {
  return Boolean(allergyNote) && !read;
}

/** A word that is gone after a moment. */
function usePassing() {
  const [word, setWord] = useState<string>();
  useEffect(() => {
    if (word === undefined) return;
    const timer = setTimeout(() => setWord(undefined), UNDO_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [word]);
  return [word, setWord] as const;
}

/** The deeds of this screen. */
export function useDeeds({ live, show }: Pick<LiveBoard, "live" | "show">): Deeds {
  const outbox = useOutbox({ live, show });
  const [failure, setFailure] = useState<string>();
  const [read, setRead] = useState<ReadonlySet<string>>(new Set());
  const [asked, setAsked] = usePassing();
  const [done, setDone] = usePassing();
  const doneAt = useRef(new Map<string, number>());
  const act = (deed: Deed): void => {
    setFailure(undefined);
    outbox.act(deed);
  };
  const finish = (ticket: Ticket, items: readonly Item[]): void => {
    // The last line's tap would send the ticket away as a bump does.
    if (isUnread(ticket, read.has(ticket.id)) && isAllThatIsLeft(ticket, items)) return;
    for (const item of items) {
      doneAt.current.set(item.id, Date.now());
      act({ verb: "done", ticket, item });
    }
  };
  const takeBack = (ticket: Ticket, items: readonly Item[]): void => {
    const [first] = items;
    if (first === undefined) return;
    const isMeant = isRecent(doneAt.current.get(first.id)) || asked === first.id;
    setAsked(isMeant ? undefined : first.id);
    if (!isMeant) return;
    for (const item of items) act({ verb: "undo", ticket, item });
  };
  return {
    ...{ outbox, read, asked, failure, done, act },
    fail: setFailure,
    tell: setDone,
    toggle(ticket, items) {
      const unsent = items.filter(({ id }) => outbox.takeBack(id));
      if (unsent.length > 0) return;
      if (items[0]?.state === "done") takeBack(ticket, items);
      else finish(ticket, items);
    },
    bump(ticket) {
      // An allergy is read before its ticket leaves.
      if (!isUnread(ticket, read.has(ticket.id))) act({ verb: "bump", ticket });
    },
    recall(ticket) {
      if (!outbox.takeBack(ticket.id)) act({ verb: "recall", ticket });
    },
    markRead: (tickets) => setRead((before) => new Set([...before, ...tickets.map(({ id }) => id)])),
  };
}

function isAllThatIsLeft({ items }: Ticket, these: readonly Item[]): boolean {
  const left = items.filter(({ state }) => state === "queued" || state === "started");
  return left.every(({ id }) => these.some((one) => one.id === id));
}

function isRecent(doneAt: number | undefined): boolean {
  return doneAt !== undefined && Date.now() - doneAt < UNDO_MILLISECONDS;
}
