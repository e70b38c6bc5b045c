/** What stands over a ticket's lines: whose it is, how long it waits, and what must be read before anything else. */
import type { Ticket } from "../../contracts/index.js";
import { levelOf, numberOf, timeOf, timerOf } from "./ticket-time.js";
import { TypeIcon } from "./type-icon.js";
import { words } from "./words/index.js";

const say = words.card;

interface BandProps {
  readonly ticket: Pick<Ticket, "orderNumber" | "orderType">;
  readonly level: ReturnType<typeof levelOf> | "ready";
  /** The timer, or a word in its place. */
  readonly time: string;
}

/** The band: number, kind and timer; its colour's meaning stands there as a word or a mark, too. */
export function Band({ ticket, level, time }: BandProps) {
  return (
    <header>
      <strong class="number">{numberOf(ticket)}</strong>
      <span class="type">
        <TypeIcon type={ticket.orderType} /> {words.types[ticket.orderType]}
      </span>
      <span class="timer">
        {level === "late" ? `${say.late} ` : level === "warn" ? "! " : ""}
        {time}
      </span>
    </header>
  );
}

interface AllergyProps {
  readonly note: string | null | undefined;
  readonly read: boolean;
  readonly onRead: () => void;
}

/** The allergy, always first; it is tapped once before the ticket can leave. */
export function Allergy({ note, read, onRead }: AllergyProps) {
  if (!note) return null;
  return (
    <button type="button" class="allergy" aria-pressed={read} onClick={onRead}>
      {say.allergy(note)} {read ? say.allergyRead : say.allergyUnread}
    </button>
  );
}

interface ChangedProps {
  readonly ticket: Pick<Ticket, "state" | "changedAt">;
  readonly onAcknowledge: () => void;
}

/** What was added or voided after the firing, until somebody taps it; anew for every change, so that it flashes again. */
export function Changed({ ticket, onAcknowledge }: ChangedProps) {
  const { state, changedAt } = ticket;
  if (changedAt === null) return null;
  return (
    <button key={changedAt} type="button" class={`changed ${state}`} onClick={onAcknowledge}>
      {state === "void" ? say.voided(timeOf(changedAt)) : say.changed(timeOf(changedAt))} {say.clear}
    </button>
  );
}

interface HeadProps extends Omit<AllergyProps, "note"> {
  readonly ticket: Ticket;
  /** By the server's clock. */
  readonly now: number;
  readonly place: number | undefined;
  readonly showStation: boolean;
  readonly onAcknowledge: () => void;
}

/** All of it. */
export function TicketHead({ ticket, now, place, showStation, read, onRead, onAcknowledge }: HeadProps) {
  const where = [
    ...(showStation ? [ticket.station.name] : []),
    ...(ticket.course > 1 ? [say.course(ticket.course)] : []),
  ].join(" - ");
  return (
    <>
      <Band ticket={ticket} level={levelOf(ticket, now)} time={timerOf(ticket, now)} />
      <Allergy note={ticket.allergyNote} {...{ read, onRead }} />
      {ticket.rush ? <p class="rush-mark">{say.rushed}</p> : null}
      {ticket.recallCount > 0 && ticket.state === "open" ? <p class="recalled">{say.recalled}</p> : null}
      <Changed {...{ ticket, onAcknowledge }} />
      <p class="station">
        <span class="guest">{ticket.guest}</span> <span class="where">{where}</span>
        {place === undefined ? null : <kbd>{place}</kbd>}
      </p>
    </>
  );
}
