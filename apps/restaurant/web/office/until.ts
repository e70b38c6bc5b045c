/** How long something is sold out. */

const HOUR = 3_600_000;
/** When a kitchen's day has begun, whatever the night was. */
const MORNING_HOUR = 6;

interface Until {
  readonly name: string;
  /** When it is back; never by itself, where there is nothing. */
  readonly after: (now: Date) => Date | undefined;
}

export const UNTILS: readonly Until[] = [
  { name: "until I say", after: () => undefined },
  { name: "1 hour", after: (now) => new Date(now.getTime() + HOUR) },
  { name: "3 hours", after: (now) => new Date(now.getTime() + 3 * HOUR) },
  { name: "until tomorrow", after: nextMorning },
];

/** The moment that a name means. */
export function momentAfter(name: string, now: Date): Date | undefined {
  return UNTILS.find((one) => one.name === name)?.after(now);
}

function nextMorning(now: Date): Date {
  const morning = new Date(now);
  morning.setHours(MORNING_HOUR, 0, 0, 0);
  if (morning <= now) morning.setDate(morning.getDate() + 1);
  return morning;
}
