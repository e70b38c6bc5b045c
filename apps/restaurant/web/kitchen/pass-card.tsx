/** One order at the pass: how far each station is, and whether it can be handed over. */
import type { Ticket } from "../../contracts/index.js";
import { BumpButton } from "./bump-button.js";
import { type Card, type CardLine, looksOf, visible } from "./card.js";
import type { PassOrder } from "./order-view.js";
import { eachLine, sameTogether } from "./same-items.js";
import { Allergy, Band, Changed } from "./ticket-head.js";
import { TicketLine } from "./ticket-line.js";
import { levelOf, numberOf, timerOf } from "./ticket-time.js";
import { words } from "./words/index.js";

const TICK = "\u2713";

/** What can be done to an order at the pass. */
export interface PassActions {
  readonly onRush: ((tickets: readonly Ticket[]) => void) | undefined;
  readonly onToggle: (ticket: Ticket, items: readonly Ticket["items"][number][]) => void;
  readonly onRead: (tickets: readonly Ticket[]) => void;
  readonly onAcknowledge: (ticket: Ticket) => void;
  /** Hands the order over, or puts it out of sight where nobody has signed in. */
  readonly onHandOver: (order: PassOrder) => void;
  readonly onCallAgain: ((order: PassOrder) => void) | undefined;
  readonly handOverName: string;
}

/** How an order is to be shown. */
export interface PassProps extends PassActions {
  readonly order: PassOrder;
  /** By the server's clock. */
  readonly now: number;
  /** The tickets whose allergy was read here. */
  readonly read: ReadonlySet<string>;
  readonly asked: string | undefined;
  readonly options: { readonly combine: boolean; readonly doubleTap: boolean };
}

/** The card: green and "ALL READY" once nothing is left to make. */
export function passCard(props: PassProps): readonly Card[] {
  const { order, now, options, asked, read } = props;
  const { tickets, allReady } = order;
  const open = tickets.filter(({ state }) => state === "open");
  const [oldest] = open.length === 0 ? tickets : open;
  if (oldest === undefined) return [];
  const level = allReady ? "ready" : levelOf(oldest, now);
  const isRead = tickets.every(({ id }) => read.has(id));
  const classes = ["ticket", level, open.some(({ rush }) => rush) ? "rush" : ""].filter(Boolean).join(" ");
  const label = words.card.order(order.orderNumber);
  return [
    {
      ...{ id: order.orderId, orderId: order.orderId, classes, label, isLate: level === "late" },
      changedAt: tickets.map(({ changedAt }) => changedAt).find((at) => at !== null) ?? null,
      title: `${numberOf(order)} ${oldest.guest}`,
      looks: looksOf(
        tickets.map(visible),
        ...[order.shares, classes, isRead, asked, options, props.onCallAgain === undefined],
      ),
      head: () => <Head {...props} oldest={oldest} level={level} isRead={isRead} />,
      lines: tickets.flatMap((ticket) => linesOf(ticket, props)),
      foot: () => <Foot {...props} open={open} isRead={isRead} />,
    },
  ];
}

/** The lines of a ticket; its station's name and what changed at it go with the first. */
function linesOf(ticket: Ticket, { options, asked, onToggle, onAcknowledge }: PassProps): readonly CardLine[] {
  const lines = options.combine ? sameTogether(ticket.items) : eachLine(ticket.items);
  return lines.map(({ item, all }, at) => ({
    key: item.id,
    line: () => (
      <>
        {at === 0 ? <h3>{ticket.station.name}</h3> : null}
        {at === 0 && ticket.changedAt !== null ? (
          <Changed ticket={ticket} onAcknowledge={() => onAcknowledge(ticket)} />
        ) : null}
        <TicketLine item={item} asked={asked === item.id} onToggle={() => onToggle(ticket, all)} />
      </>
    ),
  }));
}

interface HeadProps extends PassProps {
  readonly oldest: Ticket;
  readonly level: ReturnType<typeof levelOf> | "ready";
  readonly isRead: boolean;
}

function Head({ order, now, oldest, level, isRead, onRead }: HeadProps) {
  const { tickets, shares, allReady } = order;
  const allergy = tickets.find(({ allergyNote }) => Boolean(allergyNote))?.allergyNote;
  const rush = tickets.some((one) => one.state === "open" && one.rush);
  return (
    <>
      <Band ticket={oldest} level={level} time={allReady ? words.atPass.allReady : timerOf(oldest, now)} />
      <Allergy note={allergy} read={isRead} onRead={() => onRead(tickets)} />
      {rush ? <p class="rush-mark">{words.card.rushed}</p> : null}
      <p class="station">
        <span class="guest">{oldest.guest}</span>
      </p>
      <p class="shares">
        {shares.map(({ station, done, total }) => (
          <span key={station} class={done === total ? "chip all" : "chip"}>
            {station} {done === total ? <Done /> : `${done}/${total}`}
          </span>
        ))}
      </p>
    </>
  );
}

function Done() {
  return (
    <>
      <span aria-hidden="true">{TICK} </span>
      {words.atPass.done}
    </>
  );
}

interface FootProps extends PassProps {
  readonly open: readonly Ticket[];
  readonly isRead: boolean;
}

function Foot({ order, open, isRead, options, onRush, onHandOver, onCallAgain, handOverName }: FootProps) {
  const { allReady, tickets } = order;
  const rush = open.some((ticket) => ticket.rush);
  const unread = !isRead && tickets.some(({ allergyNote }) => Boolean(allergyNote));
  const say = words.atPass;
  return (
    <footer>
      {onRush === undefined || open.length === 0 ? null : (
        <button type="button" class="rush-button" aria-pressed={rush} onClick={() => onRush(open)}>
          {rush ? words.card.noRush : words.card.rush}
        </button>
      )}
      {onCallAgain === undefined || !allReady ? null : (
        <button type="button" class="rush-button" onClick={() => onCallAgain(order)}>
          {say.callAgain}
        </button>
      )}
      <BumpButton
        name={!allReady ? say.notReady : unread ? words.card.readFirst : handOverName}
        disabled={!allReady || unread}
        twice={options.doubleTap}
        onBump={() => onHandOver(order)}
      />
    </footer>
  );
}
