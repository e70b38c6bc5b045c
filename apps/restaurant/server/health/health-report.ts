/** Puts the house's health together out of what each slice says of itself, and tells what is to worry about. */
import type { HealthReport } from "../../contracts/index.js";

/** What the inbox says of itself. */
export interface InboxHealth {
  readonly partners: readonly { readonly partner: string; readonly lastEventAt: Date | null }[];
  readonly waiting: number;
  readonly oldestAt: Date | null;
  readonly dead: number;
}

/** A kitchen screen. */
export interface ScreenHealth {
  readonly id: string;
  readonly name: string;
  readonly station: { readonly name: string };
  readonly lastSeenAt: string | null;
  readonly lastAckAt: string | null;
}

/** Everything that was said. */
export interface Said {
  readonly inbox: InboxHealth;
  readonly messages: { readonly waiting: number; readonly dead: number };
  readonly reconcilerLagSeconds: number | undefined;
  readonly sms: HealthReport["sms"];
  readonly screens: readonly ScreenHealth[];
  readonly unseenTickets: number;
}

type Worry = HealthReport["worries"][number];

/** How late something may be, milliseconds. */
const INBOX_LATE = 5 * 60_000;
const SCREEN_LATE = 60_000;
const RECONCILER_LATE_SECONDS = 15 * 60;

/** The report as of `now`, milliseconds. */
export function healthReport(said: Said, now: number): HealthReport {
  const { inbox, messages, sms, reconcilerLagSeconds, screens, unseenTickets } = said;
  const iso = (moment: Date | null) => moment?.toISOString() ?? null;
  return {
    at: new Date(now).toISOString(),
    worries: worriesOf(said, now),
    partners: inbox.partners.map(({ partner, lastEventAt }) => ({ partner, lastEventAt: iso(lastEventAt) })),
    inbox: { waiting: inbox.waiting, oldestAt: iso(inbox.oldestAt), dead: inbox.dead },
    messages: { ...messages },
    reconciler: { lagSeconds: reconcilerLagSeconds ?? null },
    sms: { ...sms },
    screens: screens.map(({ station, ...screen }) => ({ ...screen, station: station.name })),
    unseenTickets,
  };
}

function worriesOf(
  { inbox, messages, sms, reconcilerLagSeconds = 0, screens, unseenTickets }: Said,
  now: number,
): Worry[] {
  const silent = ({ lastSeenAt }: ScreenHealth) => lastSeenAt === null || now - Date.parse(lastSeenAt) > SCREEN_LATE;
  const table: readonly (readonly [Worry, boolean])[] = [
    ["events_dead", inbox.dead > 0],
    ["inbox_behind", inbox.oldestAt !== null && now - inbox.oldestAt.getTime() > INBOX_LATE],
    ["tickets_unseen", unseenTickets > 0],
    ["screens_silent", screens.some(silent)],
    ["reconciler_behind", reconcilerLagSeconds > RECONCILER_LATE_SECONDS],
    ["messages_dead", messages.dead > 0],
    ["sms_spent", sms.usedToday >= sms.perDay],
  ];
  return table.filter(([, holds]) => holds).map(([worry]) => worry);
}
