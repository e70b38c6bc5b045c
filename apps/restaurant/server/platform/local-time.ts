/** Wall clocks: what an instant is in a place's own time, and when a wall clock there shows a time. */

/** What the wall shows. */
export interface LocalMoment {
  /** `2026-10-25`. */
  readonly date: string;
  /** 1 is Monday (ISO 8601). */
  readonly weekday: number;
  /** Minutes since midnight by the wall, 0 to 1439. */
  readonly minute: number;
}

/** A time of some days of the week. It goes past midnight where it ends before it begins. */
export interface WeeklyWindow {
  readonly weekdays: readonly number[];
  readonly fromMinute: number;
  readonly toMinute: number;
}

const MINUTE = 60_000;
const DAY_MINUTES = 1440;
const DAY = DAY_MINUTES * MINUTE;
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const parts = { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" } as const;
  const made = new Intl.DateTimeFormat("en-US", { timeZone, hourCycle: "h23", calendar: "iso8601", ...parts });
  formats.set(timeZone, made);
  return made;
}

/** What a wall clock in the zone shows at an instant, as if it were UTC, in milliseconds. */
function wallOf(at: number, timeZone: string): number {
  const parts = Object.fromEntries(
    formatOf(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute);
}

/** What a wall clock in the zone shows at an instant. */
export function localMoment(at: Date, timeZone: string): LocalMoment {
  const wall = new Date(wallOf(at.getTime(), timeZone));
  return {
    date: wall.toISOString().slice(0, 10),
    weekday: wall.getUTCDay() === 0 ? 7 : wall.getUTCDay(),
    minute: wall.getUTCHours() * 60 + wall.getUTCMinutes(),
  };
}

/**
 * The instant at which a wall clock in the zone shows a time. Of two such instants it is the first; a time that the
 * clock jumps over is taken as much later as the jump is long (as RFC 5545 section 3.3.5 has it).
 *
 * @param minute minutes since midnight; 1440 and more is the next day
 */
export function instantAt(date: string, minute: number, timeZone: string): Date {
  const wall = Date.parse(`${date}T00:00:00Z`) + minute * MINUTE;
  const offsets = [wall - DAY, wall + DAY].map((near) => wallOf(near, timeZone) - floorToMinute(near));
  const instants = offsets.map((offset) => wall - offset);
  return new Date(instants.find((at) => wallOf(at, timeZone) === wall) ?? instants[0] ?? wall);
}

const floorToMinute = (at: number): number => Math.floor(at / MINUTE) * MINUTE;

/** The day a sale counts for, where days begin some minutes after midnight. */
export function businessDateOf(at: Date, timeZone: string, startsMinute: number): string {
  const wall = wallOf(at.getTime(), timeZone) - startsMinute * MINUTE;
  return new Date(wall).toISOString().slice(0, 10);
}

/** Whether a moment lies in one of the windows; always, where there are none. */
export function isWithin(windows: readonly WeeklyWindow[], { weekday, minute }: LocalMoment): boolean {
  if (windows.length === 0) return true;
  const yesterday = weekday === 1 ? 7 : weekday - 1;
  return windows.some(({ weekdays, fromMinute, toMinute }) => {
    if (toMinute > fromMinute) return weekdays.includes(weekday) && minute >= fromMinute && minute < toMinute;
    const begunToday = weekdays.includes(weekday) && minute >= fromMinute;
    return begunToday || (weekdays.includes(yesterday) && minute < toMinute);
  });
}

/** `04:00:00` as minutes since midnight. */
export function minuteOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return hours * 60 + minutes;
}
