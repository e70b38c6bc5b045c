/** How long something is sold out. */

const HOUR = 3_600_000;
/** When a kitchen's day has begun, whatever the night was. */
const MORNING_HOUR = 6;

/** A time that can be chosen; what it is called is each page's own. */
export type Until = "hour" | "threeHours" | "tomorrow" | "said";

const AFTER: Readonly<Record<Until, (now: Date) => Date | undefined>> = {
  hour: (now) => new Date(now.getTime() + HOUR),
  threeHours: (now) => new Date(now.getTime() + 3 * HOUR),
  tomorrow: nextMorning,
  said: () => undefined,
};

/** Everything that can be chosen, the shortest first. */
export const UNTILS = Object.keys(AFTER) as readonly Until[];

/** When it is back; never by itself, where there is nothing. */
export function momentAfter(until: Until, now: Date): Date | undefined {
  return AFTER[until](now);
}

/** By the clock of whoever chooses, who stands in the place. */
function nextMorning(now: Date): Date {
  const morning = new Date(now);
  morning.setHours(MORNING_HOUR, 0, 0, 0);
  if (morning <= now) morning.setDate(morning.getDate() + 1);
  return morning;
}
