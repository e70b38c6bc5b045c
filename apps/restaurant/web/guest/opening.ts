/** When a place is open next, in words; its hours are in its own time. */
import type { Location } from "../../contracts/index.js";

const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;
const DAY_MINUTES = 1440;
const WEEK_MINUTES = 7 * DAY_MINUTES;

/** "today at 11:00" or "Monday at 11:00"; `undefined` where the place never opens, or says nothing of it. */
export function nextOpening(
  { hours, timezone }: Pick<Location, "hours" | "timezone">,
  now: number,
): string | undefined {
  const here = minuteOfWeek(now, timezone);
  const starts = hours.flatMap(({ weekdays, fromMinute }) =>
    weekdays.map((weekday) => (weekday - 1) * DAY_MINUTES + fromMinute),
  );
  const waits = starts.map((start) => (start - here + WEEK_MINUTES) % WEEK_MINUTES).sort((a, b) => a - b);
  const [wait] = waits;
  if (wait === undefined) return undefined;
  const at = (here + wait) % WEEK_MINUTES;
  return `${dayWords(here, wait)} at ${clockWords(at % DAY_MINUTES)}`;
}

function dayWords(here: number, wait: number): string {
  const days = Math.floor((here + wait) / DAY_MINUTES) - Math.floor(here / DAY_MINUTES);
  if (days === 0) return "today";
  if (days === 1) return "tomorrow";
  return DAYS[Math.floor((here + wait) / DAY_MINUTES) % DAYS.length] ?? "";
}

function clockWords(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
}

/** Minutes since Monday began, by the clock on the place's wall. */
function minuteOfWeek(now: number, timeZone: string): number {
  const clock = { weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
  const parts = new Intl.DateTimeFormat("en-GB", { timeZone, ...clock }).formatToParts(now);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? "";
  const day = DAYS.findIndex((name) => part("weekday").startsWith(name));
  return day * DAY_MINUTES + Number(part("hour")) * 60 + Number(part("minute"));
}
