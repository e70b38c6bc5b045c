/** Durations as people write them: "15 minutes", "30s", "1 hour". */
import { configFault } from "./errors.js";
import { table } from "./table.js";

const SECONDS_PER_UNIT = table({
  s: 1,
  sec: 1,
  second: 1,
  seconds: 1,
  m: 60,
  min: 60,
  minute: 60,
  minutes: 60,
  h: 3600,
  hour: 3600,
  hours: 3600,
  d: 86_400,
  day: 86_400,
  days: 86_400,
});

/** A whole number of seconds, or a text like "15 minutes", "90 s", "hour". */
export type Duration = number | string;

/**
 * Reads a duration as whole seconds.
 *
 * @throws ConfigError `duration_unreadable` where the text has no number-and-unit form or comes to less than 1 second.
 * @example
 * seconds("15 minutes"); // 900
 */
export function seconds(duration: Duration, where = "duration"): number {
  const value = typeof duration === "string" ? parse(duration) : duration;
  if (value === undefined || !Number.isSafeInteger(value) || value < 1) {
    throw configFault("duration_unreadable", { where, fix: 'Write whole seconds, or a text such as "15 minutes".' });
  }
  return value;
}

function parse(text: string): number | undefined {
  const match = /^(?:(\d{1,9}) ?)?([a-z]+)$/.exec(text.trim().toLowerCase());
  const unit = match?.[2];
  if (unit === undefined || !Object.hasOwn(SECONDS_PER_UNIT, unit)) return undefined;
  return Number(match?.[1] ?? 1) * SECONDS_PER_UNIT[unit as keyof typeof SECONDS_PER_UNIT];
}
