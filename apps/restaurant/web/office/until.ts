/** How long something is sold out. */
import { instantHere, wallHere } from "./place-time.js";
import type { words } from "./words/index.js";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** When a kitchen's day has begun, whatever the night was. */
const MORNING = "06:00";

interface Until {
  readonly until: keyof typeof words.menu.until;
  /** When it is back; never by itself, where there is nothing. */
  readonly after: (now: Date) => Date | undefined;
}

export const UNTILS: readonly Until[] = [
  { until: "said", after: () => undefined },
  { until: "hour", after: (now) => new Date(now.getTime() + HOUR) },
  { until: "threeHours", after: (now) => new Date(now.getTime() + 3 * HOUR) },
  { until: "tomorrow", after: nextMorning },
];

/** The moment that a choice means. */
export function momentAfter(until: string, now: Date): Date | undefined {
  return UNTILS.find((one) => one.until === until)?.after(now);
}

/** The place's own. */
function nextMorning(now: Date): Date {
  const morningOf = (at: number) => instantHere(`${new Date(wallHere(at)).toISOString().slice(0, 10)}T${MORNING}`);
  const morning = morningOf(now.getTime());
  return morning > now ? morning : morningOf(now.getTime() + DAY);
}
