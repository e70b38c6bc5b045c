/** What a cook does to tickets and their lines, as presses: each undoes what was not sent yet, before it does more. */
import { useState } from "preact/hooks";
import type { Ticket } from "../../contracts/index.js";
import type { LiveBoard } from "./live-board.js";
import { type Deed, type Outbox, useOutbox } from "./use-outbox.js";

type Item = Ticket["items"][number];

/** The presses, and what came of them. */
export interface Deeds {
  readonly outbox: Outbox;
  /** The tickets whose allergy was read here. */
  readonly read: ReadonlySet<string>;
  readonly failure: string | undefined;
  readonly fail: (words: string) => void;
  readonly act: (deed: Deed) => void;
  readonly toggle: (ticket: Ticket, item: Item) => void;
  readonly bump: (ticket: Ticket) => void;
  readonly recall: (ticket: Ticket) => void;
  readonly markRead: (ticket: Ticket) => void;
}

/** The deeds of this screen. */
export function useDeeds({ live, show }: Pick<LiveBoard, "live" | "show">): Deeds {
  const outbox = useOutbox({ live, show });
  const [failure, setFailure] = useState<string>();
  const [read, setRead] = useState<ReadonlySet<string>>(new Set());
  const act = (deed: Deed): void => {
    setFailure(undefined);
    outbox.act(deed);
  };
  return {
    ...{ outbox, read, failure, act },
    fail: setFailure,
    toggle(ticket, item) {
      if (!outbox.takeBack(item.id)) act({ verb: item.state === "done" ? "undo" : "done", ticket, item });
    },
    bump(ticket) {
      // An allergy is read before its ticket leaves.
      if (!ticket.allergyNote || read.has(ticket.id)) act({ verb: "bump", ticket });
    },
    recall(ticket) {
      if (!outbox.takeBack(ticket.id)) act({ verb: "recall", ticket });
    },
    markRead: (ticket) => setRead((before) => new Set([...before, ticket.id])),
  };
}
