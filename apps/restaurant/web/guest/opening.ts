/** When a place is open next; its hours are in its own time. */
import type { Location } from "../../contracts/index.js";
import { clockAt, weekdayName } from "../shared/time.js";
import { words } from "./words/index.js";

/** As `en-GB` writes them, to be read here and not by people. */
const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;
const DAY_MINUTES = 1440;
const WEEK_MINUTES = 7 * DAY_MINUTES;

/** An opening, as far away as people say it. */
export interface Opening {
  /** 0 is today, at the place. */
  readonly inDays: number;
  /** 1 is Monday. */
  readonly weekday: number;
  /** Minutes since midnight. */
  readonly minute: number;
}

/** The next one; `undefined` where the place never opens, or says nothing of it. */
export function nextOpening(
  { hours, timezone }: Pick<Location, "hours" | "timezone">,
  now: number,
): Opening | undefined {
  const here = minuteOfWeek(now, timezone);
  const starts = hours.flatMap(({ weekdays, fromMinute }) =>
    weekdays.map((weekday) => (weekday - 1) * DAY_MINUTES + fromMinute),
  );
  const waits = starts.map((start) => (start - here + WEEK_MINUTES) % WEEK_MINUTES).sort((a, b) => a - b);
  const [wait] = waits;
  if (wait === undefined) return undefined;
  const at = here + wait;
  const inDays = Math.floor(at / DAY_MINUTES) - Math.floor(here / DAY_MINUTES);
  return { inDays, weekday: (Math.floor(at / DAY_MINUTES) % DAYS.length) + 1, minute: at % DAY_MINUTES };
}

/** "We open today at 11:00."; nothing where it is not known. */
export function openingWords(opening: Opening | undefined): string {
  if (opening === undefined) return "";
  const time = clockAt(opening.minute);
  if (opening.inDays === 0) return words.notices.opensToday(time);
  if (opening.inDays === 1) return words.notices.opensTomorrow(time);
  return words.notices.opensOn(weekdayName(opening.weekday), time);
}

/** Minutes since Monday began, by the clock on the place's wall. */
function minuteOfWeek(now: number, timeZone: string): number {
  const clock = { weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
  const parts = new Intl.DateTimeFormat("en-GB", { timeZone, ...clock }).formatToParts(now);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? "";
  const day = DAYS.findIndex((name) => part("weekday").startsWith(name));
  return day * DAY_MINUTES + Number(part("hour")) * 60 + Number(part("minute"));
}
