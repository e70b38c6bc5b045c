/** The incidents, the same ones gathered in one row: what, where, how often, when last, and what to do. */
import type { Incident } from "../../contracts/index.js";
import { readable } from "./named.js";
import { stampHere } from "./place-time.js";
import { words } from "./words/index.js";

const say = words.cameras;

interface Group {
  readonly last: Incident;
  readonly count: number;
  readonly networks: ReadonlySet<string>;
}

const SHOWN = 50;

/** The list, latest first. */
export function CamerasList({ incidents, now }: { readonly incidents: readonly Incident[]; readonly now: number }) {
  const groups = grouped(incidents).slice(0, SHOWN);
  if (groups.length === 0) return <p class="empty">{say.quiet}</p>;
  return (
    <ul class="incidents">
      {groups.map(({ last, count, networks }) => (
        <li key={keyOf(last)} class={`incident ${last.kind}`} data-event={last.event} data-reason={last.reason ?? ""}>
          <div class="what">
            <span class={`badge ${last.kind}`}>{say.badges[last.kind]}</span>
            {count === 1 ? null : <span class="times">{say.times(count)}</span>}
            <strong>{textOf(last).message}</strong>
            <time dateTime={last.at} title={stampHere(last.at)}>
              {ago(now - Date.parse(last.at))}
            </time>
          </div>
          <p class="facts">
            {last.reason === null ? null : <span class="reason">{readable(last.reason)}</span>}
            {last.route === null ? null : <code>{last.route}</code>}
            {last.about === null ? null : <span>{last.about}</span>}
            {networks.size === 0 ? null : <span>{say.from(fromOf(networks))}</span>}
          </p>
          <p class="action">
            <b>{say.whatToDo}</b> {textOf(last).action}
          </p>
        </li>
      ))}
    </ul>
  );
}

/** In the page's words where it has some: of an alert by its rule, of anything else by the event. */
function textOf(incident: Incident): Pick<Incident, "message" | "action"> {
  const { events, alerts } = words.incidents;
  const { event, reason } = incident;
  return (event === "alert.raised" ? alerts[reason ?? ""] : undefined) ?? events[event] ?? incident;
}

/** The same thing again is the same event, for the same reason, at the same place, about the same. */
function keyOf({ event, reason, route, about }: Incident): string {
  return JSON.stringify([event, reason, route, about]);
}

function grouped(incidents: readonly Incident[]): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const incident of incidents) {
    const key = keyOf(incident);
    const before = groups.get(key);
    const networks = new Set([...(before?.networks ?? []), ...(incident.network === null ? [] : [incident.network])]);
    groups.delete(key);
    groups.set(key, { last: incident, count: (before?.count ?? 0) + 1, networks });
  }
  return [...groups.values()].reverse();
}

function fromOf(networks: ReadonlySet<string>): string {
  const [first, ...others] = networks;
  return others.length === 0 ? (first ?? "") : say.andMore(first ?? "", others.length);
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

function ago(milliseconds: number): string {
  if (milliseconds < 5 * SECOND) return say.justNow;
  if (milliseconds < MINUTE) return words.frame.secondsAgo(Math.round(milliseconds / SECOND));
  if (milliseconds < HOUR) return words.frame.minutesAgo(Math.round(milliseconds / MINUTE));
  return words.frame.hoursAgo(Math.round(milliseconds / HOUR));
}
