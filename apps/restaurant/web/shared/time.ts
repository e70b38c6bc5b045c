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

/** A Monday, at midnight. */
const A_MONDAY = Date.UTC(2026, 0, 5);
const MINUTE = 60_000;
const DAY = 1440 * MINUTE;

/** "19:20", from minutes since midnight. */
export function clockAt(minute: number): string {
  return timeIn(A_MONDAY + minute * MINUTE, "UTC");
}

/** "Monday", from 1. */
export function weekdayName(weekday: number): string {
  return new Date(A_MONDAY + (weekday - 1) * DAY).toLocaleDateString(locale, { weekday: "long", timeZone: "UTC" });
}

function inZone(timeZone: string | undefined): { readonly timeZone?: string } {
  return timeZone === undefined ? {} : { timeZone };
}
