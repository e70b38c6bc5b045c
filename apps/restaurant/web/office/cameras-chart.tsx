/** The cameras' two charts, drawn as SVG: what happened minute by minute, and for which reasons. */
import type { Footage, Incident } from "../../contracts/index.js";
import { KINDS } from "./incident-kinds.js";
import { readable } from "./named.js";
import { words } from "./words/index.js";

const say = words.cameras;

const MINUTE = 60_000;
const MINUTES = 60;
const WIDTH = 600;
const HEIGHT = 160;
const FLOOR = HEIGHT - 18;
const STEP = WIDTH / MINUTES;
/** A chart of one incident should not look like a storm. */
const LEAST_SCALE = 4;

type Minutes = Footage["minutes"];

/** Stacked bars, one for each minute of the last hour. */
export function HourChart({ minutes, now }: { readonly minutes: Minutes; readonly now: number }) {
  const first = Math.floor(now / MINUTE) - MINUTES + 1;
  const most = Math.max(LEAST_SCALE, ...minutes.map(({ counts }) => sum(counts)));
  const total = minutes.reduce((all, { counts }) => all + sum(counts), 0);
  return (
    <figure>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={say.inLastHour(total)}>
        {[0.5, 1].map((share) => (
          <g key={share} class="grid">
            <line x1="0" x2={WIDTH} y1={FLOOR - share * (FLOOR - 12)} y2={FLOOR - share * (FLOOR - 12)} />
            <text x="0" y={FLOOR - share * (FLOOR - 12) - 3}>
              {Math.round(share * most)}
            </text>
          </g>
        ))}
        {minutes.map((minute) => (
          <Bar
            key={minute.at}
            minute={minute}
            column={Math.floor(Date.parse(minute.at) / MINUTE) - first}
            most={most}
          />
        ))}
        <line class="floor" x1="0" x2={WIDTH} y1={FLOOR} y2={FLOOR} />
        {[60, 45, 30, 15, 0].map((ago) => (
          <text key={ago} class="tick" x={WIDTH - ago * STEP} y={HEIGHT - 4} text-anchor={anchorOf(ago)}>
            {ago === 0 ? say.now : say.minutes(ago)}
          </text>
        ))}
      </svg>
      <figcaption class="legend">
        {KINDS.map((kind) => (
          <span key={kind} class={`key ${kind}`}>
            {say.kinds[kind]}
          </span>
        ))}
      </figcaption>
    </figure>
  );
}

function anchorOf(ago: number): "start" | "middle" | "end" {
  if (ago === 0) return "end";
  return ago === MINUTES ? "start" : "middle";
}

interface BarProps {
  readonly minute: Minutes[number];
  readonly column: number;
  readonly most: number;
}

function Bar({ minute: { counts }, column, most }: BarProps) {
  if (column < 0 || column >= MINUTES) return null;
  let top = FLOOR;
  return (
    <g>
      {KINDS.map((kind) => {
        const height = ((counts[kind] ?? 0) / most) * (FLOOR - 12);
        top -= height;
        return height === 0 ? null : (
          <rect key={kind} class={`bar ${kind}`} x={column * STEP + 1} y={top} width={STEP - 2} height={height} />
        );
      })}
    </g>
  );
}

function sum(counts: Minutes[number]["counts"]): number {
  return KINDS.reduce((total, kind) => total + (counts[kind] ?? 0), 0);
}

const REASONS = 8;

/** The commonest reasons among what is shown. */
export function ReasonBars({ incidents }: { readonly incidents: readonly Incident[] }) {
  const counts = new Map<string, number>();
  for (const { reason, event } of incidents) counts.set(reason ?? event, (counts.get(reason ?? event) ?? 0) + 1);
  const rows = [...counts].sort(([, one], [, other]) => other - one).slice(0, REASONS);
  const most = rows[0]?.[1] ?? 1;
  if (rows.length === 0) return <p class="soft">{say.nothing}</p>;
  return (
    <ul class="reasons">
      {rows.map(([reason, count]) => (
        <li key={reason}>
          <span class="spread">
            <span>{readable(reason)}</span>
            <b>{count}</b>
          </span>
          <svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
            <rect class="track" width="100" height="4" />
            <rect class="fill" width={(count / most) * 100} height="4" />
          </svg>
        </li>
      ))}
    </ul>
  );
}
