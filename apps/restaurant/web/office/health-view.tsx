/** How the house is, in words: what to worry about first, then what each part says. */
import type { HealthReport } from "../../contracts/index.js";
import { useEvery } from "../shared/use-every.js";
import { DeadEvents } from "./dead-events.js";
import { agoWords, Failure } from "./parts.js";
import type { ViewProps } from "./person.js";
import { type Column, SortedTable } from "./sorted-table.js";
import { useLoaded } from "./use-loaded.js";
import { words } from "./words/index.js";

const EVERY_MILLISECONDS = 15_000;

const say = words.health;

/** The view. */
export function HealthView({ at }: ViewProps) {
  const { data: report, failure } = useLoaded<HealthReport>(`${at}/health`, EVERY_MILLISECONDS);
  const now = useEvery(1000);
  if (report === undefined) return <Failure words={failure} />;
  const { worries, inbox, messages, reconciler, sms, unseenTickets, partners, screens } = report;
  return (
    <div class="stack">
      <Failure words={failure} />
      <div role="status">
        {worries.length === 0 ? (
          <p class="notice good">{say.allWell(agoWords(report.at, now))}</p>
        ) : (
          <ul class="worries">
            {worries.map((worry) => (
              <li key={worry} class="notice bad" data-worry={worry}>
                {say.worries[worry]}
              </li>
            ))}
          </ul>
        )}
      </div>
      <div class="facts-grid">
        <Fact name={say.eventsWaiting} value={inbox.waiting} note={oldestWords(inbox.oldestAt, now)} />
        <Fact name={say.eventsDead} value={inbox.dead} />
        <Fact name={say.messagesWaiting} value={messages.waiting} />
        <Fact name={say.messagesDead} value={messages.dead} />
        <Fact name={say.textsToday} value={sms.usedToday} note={say.ofBudget(sms.perDay)} />
        <Fact name={say.ticketsUnseen} value={unseenTickets} />
        <Fact
          name={say.paymentsAsked}
          value={reconciler.lagSeconds === null ? say.noneOpen : words.frame.secondsAgo(reconciler.lagSeconds)}
        />
      </div>
      <section class="card stack" aria-labelledby="partners">
        <h2 id="partners">{say.partners}</h2>
        <SortedTable
          caption={say.partnersHeard}
          columns={partnerColumns(now)}
          rows={partners}
          keyOf={({ partner }) => partner}
        />
      </section>
      {inbox.dead === 0 ? null : <DeadEvents at={at} />}
      <section class="card stack" aria-labelledby="screens">
        <h2 id="screens">{say.screens}</h2>
        {screens.length === 0 ? <p class="soft">{say.noScreens}</p> : null}
        <SortedTable caption={say.screensHeard} columns={screenColumns(now)} rows={screens} keyOf={({ id }) => id} />
      </section>
    </div>
  );
}

type Partner = HealthReport["partners"][number];
type Screen = HealthReport["screens"][number];

function partnerColumns(now: number): readonly Column<Partner>[] {
  return [
    { name: say.partner, sortBy: ({ partner }) => partner, cell: ({ partner }) => partner },
    {
      name: say.lastEvent,
      sortBy: ({ lastEventAt }) => lastEventAt ?? "",
      cell: ({ lastEventAt }) => agoWords(lastEventAt, now),
    },
  ];
}

function screenColumns(now: number): readonly Column<Screen>[] {
  return [
    { name: say.screen, isHeader: true, sortBy: ({ name }) => name, cell: ({ name }) => name },
    { name: say.station, sortBy: ({ station }) => station, cell: ({ station }) => station },
    {
      name: say.seen,
      sortBy: ({ lastSeenAt }) => lastSeenAt ?? "",
      cell: ({ lastSeenAt }) => agoWords(lastSeenAt, now),
    },
    { name: say.showed, sortBy: ({ lastAckAt }) => lastAckAt ?? "", cell: ({ lastAckAt }) => agoWords(lastAckAt, now) },
  ];
}

function oldestWords(oldestAt: string | null, now: number): string {
  return oldestAt === null ? "" : say.oldest(agoWords(oldestAt, now));
}

interface FactProps {
  readonly name: string;
  readonly value: string | number;
  readonly note?: string;
}

function Fact({ name, value, note = "" }: FactProps) {
  return (
    <p class="card fact">
      <span class="soft">{name}</span>
      <strong>{value}</strong>
      <span class="soft">{note}</span>
    </p>
  );
}
