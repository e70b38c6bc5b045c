/** When an order would be ready, as a guest would say it: minutes while they are few, a time where it is later. */
import { momentIn } from "../shared/time.js";
import { words } from "./words/index.js";

const MINUTE = 60_000;
const STEP = 5;
const FEW_MINUTES = 90;

interface Clock {
  readonly now: number;
  readonly timeZone: string;
}

/** "Ready in 20-25 min", or "Ready about Fri 27 Nov, 19:20". */
export function promiseWords(promisedAt: string, { now, timeZone }: Clock): string {
  const minutes = (Date.parse(promisedAt) - now) / MINUTE;
  if (minutes > FEW_MINUTES) return words.place.readyAbout(momentIn(promisedAt, timeZone));
  const least = Math.max(0, Math.floor(minutes / STEP) * STEP);
  return words.place.readyIn(least, least + STEP);
}
