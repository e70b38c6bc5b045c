/** One ticket as the kitchen reads it from a metre away. */
import type { Ticket } from "../../contracts/index.js";
import { BumpButton } from "./bump-button.js";
import { type Card, looksOf, visible } from "./card.js";
import type { Options } from "./options.js";
import { eachLine, sameTogether } from "./same-items.js";
import { TicketHead } from "./ticket-head.js";
import { TicketLine } from "./ticket-line.js";
import { levelOf, numberOf } from "./ticket-time.js";
import type { Verb } from "./unsent-store.js";
import { isUnread } from "./use-deeds.js";
import { words } from "./words/index.js";

type Item = Ticket["items"][number];

const say = words.card;

/** What a cook can do to a card. */
export interface CardActions {
  readonly onToggle: (items: readonly Item[]) => void;
  readonly onBump: () => void;
  readonly onUndo: () => void;
  readonly onRush: (() => void) | undefined;
  readonly onAcknowledge: () => void;
  /** Confirms that the allergy was read. */
  readonly onRead: () => void;
}

/** How a card is to be shown. */
export interface CardProps extends CardActions {
  readonly ticket: Ticket;
  /** By the server's clock. */
  readonly now: number;
  readonly selected: boolean;
  /** Whether the allergy was read. */
  readonly read: boolean;
  /** The line that was tapped long after it was done. */
  readonly asked: string | undefined;
  readonly showStation: boolean;
  /** What was pressed and could not be sent. */
  readonly unsent: readonly Verb[];
  readonly options: Options;
}

/** The card of one ticket. */
export function ticketCard(props: CardProps): Card {
  const { ticket, now, selected, unsent, options, showStation, read, asked } = props;
  const level = levelOf(ticket, now);
  const marks = [ticket.rush ? "rush" : "", selected ? "selected" : "", unsent.length === 0 ? "" : "unsent"];
  const classes = ["ticket", level, ticket.state, ...marks].filter(Boolean).join(" ");
  const lines = options.combine ? sameTogether(ticket.items) : eachLine(ticket.items);
  return {
    ...{ id: ticket.id, orderId: ticket.orderId, classes, changedAt: ticket.changedAt, isLate: level === "late" },
    label: say.name(ticket.orderNumber, ticket.station.name),
    title: `${numberOf(ticket)} ${ticket.guest}`,
    looks: looksOf(visible(ticket), classes, unsent, showStation, read, asked, options, props.onRush === undefined),
    head: (place) => <TicketHead {...props} place={place} />,
    lines: lines.map(({ item, all }) => ({
      key: item.id,
      line: () => <TicketLine item={item} asked={asked === item.id} onToggle={() => props.onToggle(all)} />,
    })),
    foot: () => <Foot {...props} />,
  };
}

function Foot(props: CardProps) {
  const { unsent } = props;
  return (
    <>
      <AlsoAt alsoAt={props.ticket.alsoAt} />
      {unsent.length === 0 ? null : (
        <p class="unsent-mark">{say.notSent(unsent.map((verb) => say.deeds[verb]).join(", "))}</p>
      )}
      <Buttons {...props} />
    </>
  );
}

function AlsoAt({ alsoAt }: Pick<Ticket, "alsoAt">) {
  if (alsoAt.length === 0) return null;
  return (
    <p class="also">
      {say.alsoAt}{" "}
      {alsoAt.map(({ station, done, total }) => (
        <span key={station.id} class={done === total ? "chip all" : "chip"}>
          {station.name} {done === total ? say.allDone : say.share(done, total)}
        </span>
      ))}
    </p>
  );
}

function Buttons({ ticket, read, unsent, options, onBump, onUndo, onRush }: CardProps) {
  if (unsent.includes("bump")) {
    return (
      <button type="button" class="bump undo" onClick={onUndo}>
        {say.takeBack}
      </button>
    );
  }
  if (ticket.state !== "open") return null;
  const unread = isUnread(ticket, read);
  return (
    <footer>
      {onRush === undefined ? null : (
        <button type="button" class="rush-button" aria-pressed={ticket.rush} onClick={onRush}>
          {ticket.rush ? say.noRush : say.rush}
        </button>
      )}
      <BumpButton
        name={unread ? say.readFirst : say.bump}
        disabled={unread}
        twice={options.doubleTap}
        onBump={onBump}
      />
    </footer>
  );
}
