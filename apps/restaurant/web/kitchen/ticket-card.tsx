/** One ticket as the kitchen reads it from a metre away. */
import type { Ticket } from "../../contracts/index.js";
import { TicketLine } from "./ticket-line.js";
import { clock, levelOf, numberOf, TYPES, timeOf, waitedSeconds } from "./ticket-time.js";

type Item = Ticket["items"][number];

/** What a cook can do to a card. */
export interface CardActions {
  readonly onToggle: (item: Item) => void;
  readonly onBump: () => void;
  readonly onUndo: () => void;
  readonly onRush: (() => void) | undefined;
  readonly onAcknowledge: () => void;
  /** Confirms that the allergy was read. */
  readonly onRead: () => void;
}

interface Props extends CardActions {
  readonly ticket: Ticket;
  /** By the server's clock. */
  readonly now: number;
  readonly selected: boolean;
  /** The key that selects it, where one does. */
  readonly place: number | undefined;
  /** Whether the allergy was read. */
  readonly read: boolean;
  readonly showStation: boolean;
  /** What was pressed and could not be sent. */
  readonly unsent: string | undefined;
}

/** The card of one ticket. */
export function TicketCard(props: Props) {
  const { ticket, now, selected, place, showStation, unsent } = props;
  const level = levelOf(ticket, now);
  const marks = [ticket.rush ? "rush" : "", selected ? "selected" : "", unsent === undefined ? "" : "unsent"];
  const classes = ["ticket", level, ticket.state, ...marks];
  return (
    <article
      class={classes.filter(Boolean).join(" ")}
      data-ticket={ticket.id}
      data-order={ticket.orderId}
      aria-label={`Order ${ticket.orderNumber}, ${ticket.station.name}`}
    >
      <header>
        <strong class="number">{numberOf(ticket)}</strong>
        <span class="guest">{ticket.guest}</span>
        <span class="timer">
          {level === "late" ? "LATE " : level === "warn" ? "! " : ""}
          {ticket.state === "bumped" ? "DONE" : clock(waitedSeconds(ticket, now))}
        </span>
      </header>
      <Marks {...props} />
      <p class="station">
        <span>{[TYPES[ticket.orderType], ...placeOf(ticket, showStation)].join(" - ")}</span>
        {place === undefined ? null : <kbd>{place}</kbd>}
      </p>
      <ul>
        {ticket.items.map((item) => (
          <TicketLine key={item.id} item={item} onToggle={props.onToggle} />
        ))}
      </ul>
      <AlsoAt alsoAt={ticket.alsoAt} />
      {unsent === undefined ? null : <p class="unsent-mark">NOT SENT: {unsent}</p>}
      <Buttons {...props} />
    </article>
  );
}

function placeOf({ station, course }: Ticket, showStation: boolean): readonly string[] {
  return [...(showStation ? [station.name] : []), ...(course > 1 ? [`course ${course}`] : [])];
}

/** What must be read before anything else. */
function Marks({ ticket, read, onRead, onAcknowledge }: Props) {
  return (
    <>
      {ticket.allergyNote === null || ticket.allergyNote === "" ? null : (
        <button type="button" class="allergy" aria-pressed={read} onClick={onRead}>
          !! ALLERGY: {ticket.allergyNote} {read ? "(read)" : "- tap when read"}
        </button>
      )}
      {ticket.rush ? <p class="rush-mark">RUSH</p> : null}
      {ticket.recallCount > 0 && ticket.state === "open" ? <p class="recalled">RECALLED</p> : null}
      {ticket.changedAt === null ? null : (
        <button type="button" class="changed" onClick={onAcknowledge}>
          {ticket.state === "void" ? "VOID" : "CHANGED"} {timeOf(ticket.changedAt)} - tap to clear
        </button>
      )}
    </>
  );
}

function AlsoAt({ alsoAt }: Pick<Ticket, "alsoAt">) {
  if (alsoAt.length === 0) return null;
  return (
    <p class="also">
      also at:{" "}
      {alsoAt.map(({ station, done, total }) => (
        <span key={station.id} class={done === total ? "chip all" : "chip"}>
          {station.name} {done === total ? "all done" : `${done} of ${total} done`}
        </span>
      ))}
    </p>
  );
}

function Buttons({ ticket, read, unsent, onBump, onUndo, onRush }: Props) {
  if (unsent?.includes("bump") === true) {
    return (
      <button type="button" class="bump undo" onClick={onUndo}>
        Take the bump back
      </button>
    );
  }
  if (ticket.state === "bumped" && ticket.changedAt === null) {
    return (
      <button type="button" class="bump undo" onClick={onUndo}>
        Bumped - UNDO
      </button>
    );
  }
  if (ticket.state !== "open") return null;
  const unread = ticket.allergyNote !== null && ticket.allergyNote !== "" && !read;
  return (
    <footer>
      {onRush === undefined ? null : (
        <button type="button" class="rush-button" aria-pressed={ticket.rush} onClick={onRush}>
          {ticket.rush ? "No rush" : "Rush"}
        </button>
      )}
      <button type="button" class="bump" disabled={unread} onClick={onBump}>
        {unread ? "Read the allergy first" : "BUMP"}
      </button>
    </footer>
  );
}
