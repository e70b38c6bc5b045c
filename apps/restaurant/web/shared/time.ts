/** Times as people read them, in the zone of the place they are about. */
import { locale } from "./language.js";

/** "19:20". */
export function timeIn(instant: string | number, timeZone?: string): string {
  return new Date(instant).toLocaleTimeString(locale, { hour: "2-digit", minute: "2-digit", ...inZone(timeZone) });
}

/** "Fri 27 Nov". */
export function dayIn(instant: string | number, timeZone?: string): string {
  const day = { weekday: "short", day: "numeric", month: "short" } as const;
  return new Date(instant).toLocaleDateString(locale, { ...day, ...inZone(timeZone) });
}

/** "Fri 27 Nov, 19:20"; the time alone where that is today. */
export function momentIn(instant: string | number, timeZone?: string): string {
  const day = dayIn(instant, timeZone);
  const time = timeIn(instant, timeZone);
  return day === dayIn(Date.now(), timeZone) ? time : `${day}, ${time}`;
}

function inZone(timeZone: string | undefined): { readonly timeZone?: string } {
  return timeZone === undefined ? {} : { timeZone };
}
