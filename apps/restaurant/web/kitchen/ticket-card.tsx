/** One ticket as the kitchen reads it from a metre away. */
import type { Ticket } from "../../contracts/index.js";
import { TicketLine } from "./ticket-line.js";

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
}

const TYPES = { pickup: "PICKUP", delivery: "DELIVERY", dine_in: "TABLE" } as const;

/** The card of one ticket. */
export function TicketCard(props: Props) {
  const { ticket, now, selected, place, showStation } = props;
  const seconds = Math.max(0, Math.floor((now - Date.parse(ticket.firedAt)) / 1000));
  const level = levelOf(ticket, seconds);
  const classes = ["ticket", level, ticket.state, ticket.rush ? "rush" : "", selected ? "selected" : ""];
  return (
    <article
      class={classes.filter(Boolean).join(" ")}
      data-ticket={ticket.id}
      data-order={ticket.orderId}
      aria-label={`Order ${ticket.orderNumber}, ${ticket.station.name}`}
    >
      <header>
        <strong class="number">#{String(ticket.orderNumber).padStart(3, "0")}</strong>
        <span class="guest">{ticket.guest}</span>
        <span class="timer">
          {level === "late" ? "LATE " : level === "warn" ? "! " : ""}
          {ticket.state === "bumped" ? "DONE" : clock(seconds)}
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
      <Buttons {...props} />
    </article>
  );
}

function placeOf({ station, course }: Ticket, showStation: boolean): readonly string[] {
  return [...(showStation ? [station.name] : []), ...(course > 1 ? [`course ${course}`] : [])];
}

function levelOf({ state, station }: Ticket, seconds: number): "fresh" | "warn" | "late" {
  if (state !== "open" || seconds < station.warnAfterSeconds) return "fresh";
  return seconds < station.lateAfterSeconds ? "warn" : "late";
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

function Buttons({ ticket, read, onBump, onUndo, onRush }: Props) {
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

/** The time of day as the kitchen's clock has it. */
export function timeOf(instant: string | number): string {
  return new Date(instant).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
}

function clock(seconds: number): string {
  return `${String(Math.floor(seconds / 60)).padStart(2, "0")}:${String(seconds % 60).padStart(2, "0")}`;
}
