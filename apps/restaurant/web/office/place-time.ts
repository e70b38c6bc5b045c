/** Times as the place's own clocks show them, whatever zone the browser is in. */
import { locale } from "../shared/language.js";
import { momentIn, timeIn } from "../shared/time.js";

const MINUTE = 60_000;
const DAY = 86_400_000;

/** The zone of the place one works at; another place is another page. */
let zone: string | undefined;

/** Says where one works, before anything is shown. */
export function workIn(timeZone: string | undefined): void {
  zone = timeZone;
}

/** Its name, such as "Europe/Berlin". */
export const zoneHere = (): string => zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;

/** "19:20". */
export const timeHere = (instant: string | number): string => timeIn(instant, zone);

/** "Fri 27 Nov, 19:20"; the time alone where that is today. */
export const momentHere = (instant: string | number): string => momentIn(instant, zone);

/** The same with the seconds, whenever it was. */
export const stampHere = (instant: string | number): string =>
  new Date(instant).toLocaleString(locale, zone === undefined ? {} : { timeZone: zone });

/** What a wall clock of the place shows at an instant, as if it were UTC, milliseconds. */
export function wallHere(at: number): number {
  const parts = { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" } as const;
  const inZone = zone === undefined ? {} : { timeZone: zone };
  const format = new Intl.DateTimeFormat("en-US", { ...parts, ...inZone, hourCycle: "h23", calendar: "iso8601" });
  const shown = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = shown;
  return Date.UTC(year, month - 1, day, hour, minute);
}

/**
 * The instant at which the place's clocks show a time, as `<input type="datetime-local">` gives it. Of two it is the
 * first; a time that the clocks jump over is taken as much later as the jump is long (RFC 5545 section 3.3.5).
 *
 * @example instantHere("2026-11-28T19:00") // a Date; 18:00 UTC in Berlin
 */
export function instantHere(typed: string): Date {
  const wall = Date.parse(`${typed}Z`);
  const offsets = [wall - DAY, wall + DAY].map((near) => wallHere(near) - Math.floor(near / MINUTE) * MINUTE);
  const instants = offsets.map((offset) => wall - offset);
  return new Date(instants.find((at) => wallHere(at) === wall) ?? instants[0] ?? wall);
}
