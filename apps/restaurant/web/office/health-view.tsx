/** How the house is, in words: what to worry about first, then what each part says. */
import type { HealthReport } from "../../contracts/index.js";
import { useEvery } from "../shared/use-every.js";
import { DeadEvents } from "./dead-events.js";
import { agoWords, Failure, Table } from "./parts.js";
import type { ViewProps } from "./person.js";
import { useLoaded } from "./use-loaded.js";

const EVERY_MILLISECONDS = 15_000;

/** What to do about each worry. */
const WORRIES: Readonly<Record<HealthReport["worries"][number], string>> = {
  events_dead:
    "Events of partners were given up on: look at them below, mend what stood in the way, and have them worked again.",
  inbox_behind: "Events of partners wait longer than they should: is the server overloaded, or the database slow?",
  tickets_unseen: "Tickets are in the kitchen that no screen has shown: look at the screens, and call the stations.",
  screens_silent: "A kitchen's screen has not been heard: is it on, and on the network?",
  reconciler_behind: "Open payments have not been asked about: does the payment partner answer?",
  messages_dead: "Texts or calls were given up on: look at the number, the country and the day's budget.",
  sms_spent: "Today's budget for texts is used up: guests are not told by text until midnight, or until it is raised.",
};

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
          <p class="notice good">All is well, as of {agoWords(report.at, now)}.</p>
        ) : (
          <ul class="worries">
            {worries.map((worry) => (
              <li key={worry} class="notice bad" data-worry={worry}>
                {WORRIES[worry]}
              </li>
            ))}
          </ul>
        )}
      </div>
      <div class="facts-grid">
        <Fact name="Events waiting" value={inbox.waiting} note={oldestWords(inbox.oldestAt, now)} />
        <Fact name="Events given up on" value={inbox.dead} />
        <Fact name="Messages waiting" value={messages.waiting} />
        <Fact name="Messages given up on" value={messages.dead} />
        <Fact name="Texts and calls today" value={sms.usedToday} note={`of ${sms.perDay}`} />
        <Fact name="Tickets nobody has seen" value={unseenTickets} />
        <Fact
          name="Payments asked about"
          value={reconciler.lagSeconds === null ? "none open" : `${reconciler.lagSeconds} s ago`}
        />
      </div>
      <section class="card stack" aria-labelledby="partners">
        <h2 id="partners">Partners</h2>
        <Table caption="When each partner was last heard" columns={["Partner", "Last event"]}>
          {partners.map(({ partner, lastEventAt }) => (
            <tr key={partner}>
              <td>{partner}</td>
              <td>{agoWords(lastEventAt, now)}</td>
            </tr>
          ))}
        </Table>
      </section>
      {inbox.dead === 0 ? null : <DeadEvents at={at} />}
      <section class="card stack" aria-labelledby="screens">
        <h2 id="screens">Kitchen screens</h2>
        {screens.length === 0 ? <p class="soft">None is paired.</p> : null}
        <Table caption="When each screen was last heard" columns={["Screen", "Station", "Seen", "Showed tickets"]}>
          {screens.map(({ id, name, station, lastSeenAt, lastAckAt }) => (
            <tr key={id}>
              <td>{name}</td>
              <td>{station}</td>
              <td>{agoWords(lastSeenAt, now)}</td>
              <td>{agoWords(lastAckAt, now)}</td>
            </tr>
          ))}
        </Table>
      </section>
    </div>
  );
}

function oldestWords(oldestAt: string | null, now: number): string {
  return oldestAt === null ? "" : `the oldest ${agoWords(oldestAt, now)}`;
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
