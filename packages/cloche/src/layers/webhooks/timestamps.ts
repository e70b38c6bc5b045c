/** Reads the time a partner signed at, strictly, and holds it against the tolerance on both sides. */
import { table, wholeNumber } from "../../kernel/index.js";
import { fault, type WebhookFault } from "./faults.js";

/** Two clocks differ and networks queue; five minutes is what the standards and most partners use. */
export const DEFAULT_TOLERANCE_SECONDS = 300;

const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/;
// One spelling per second, and no more digits than a time needs: where the body follows without a joint, a digit moved
// between the two makes a time far outside any tolerance.
const SECONDS = /^(?:0|[1-9]\d{0,10})$/;
const MILLISECONDS = /^[1-9]\d{0,13}$/;

/** How a time of signing may be written, each with its reader to milliseconds since the epoch and its writer. */
export const TIMESTAMP_FORMATS = table({
  seconds: {
    read: (text: string) => (SECONDS.test(text) ? Number(text) * 1000 : undefined),
    write: (at: number) => String(Math.floor(at / 1000)),
  },
  milliseconds: {
    read: (text: string) => (MILLISECONDS.test(text) ? Number(text) : undefined),
    write: (at: number) => String(at),
  },
  rfc3339: { read: readRfc3339, write: (at: number) => new Date(at).toISOString() },
});

/** The name of a way to write a time. */
export type TimestampFormat = keyof typeof TIMESTAMP_FORMATS;

function readRfc3339(text: string): number | undefined {
  const at = RFC3339.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? undefined : at;
}

/**
 * The tolerance as given, or the default. There is no way to switch it off.
 *
 * @throws ConfigError `option_invalid`
 */
export function toleranceOption(value: number | undefined, where: string): number {
  return wholeNumber(value ?? DEFAULT_TOLERANCE_SECONDS, `${where}.toleranceSeconds`, { min: 1, max: 86_400 });
}

/** The fault of a time outside the tolerance (both bounds still pass), counted in whole seconds as partners do. */
export function outsideTolerance(signedAt: number, now: number, toleranceSeconds: number): WebhookFault | undefined {
  const age = Math.floor(now / 1000) - Math.floor(signedAt / 1000);
  if (age > toleranceSeconds) return fault("timestamp_stale");
  return -age > toleranceSeconds ? fault("timestamp_future") : undefined;
}
