/** How often the partner is asked about one attempt to pay. */
import { pausesOf } from "../platform/index.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Milliseconds until an attempt is asked about again, after so many times. */
export const checkPauseAfter = pausesOf([
  ...([2 * MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 30 * MINUTE] as const),
  ...([HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR] as const),
]);
