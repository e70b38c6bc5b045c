/** How long something is sold out. */

const HOUR = 3_600_000;
/** When a kitchen's day has begun, whatever the night was. */
const MORNING_HOUR = 6;

/** A time that can be chosen; what it is called is each page's own. */
export type Until = "hour" | "threeHours" | "tomorrow" | "said";

/** Everything that can be chosen, the shortest first. */
export const UNTILS: readonly Until[] = ["hour", "threeHours", "tomorrow", "said"];

/**
 * When it is back; never by itself, where there is nothing.
 *
 * @param morning The next morning after a moment: by the clock of whoever chooses, unless said.
 */
export function momentAfter(until: Until, now: Date, morning: (now: Date) => Date = nextMorning): Date | undefined {
  if (until === "said") return undefined;
  if (until === "tomorrow") return morning(now);
  return new Date(now.getTime() + (until === "hour" ? HOUR : 3 * HOUR));
}

function nextMorning(now: Date): Date {
  const morning = new Date(now);
  morning.setHours(MORNING_HOUR, 0, 0, 0);
  if (morning <= now) morning.setDate(morning.getDate() + 1);
  return morning;
}
