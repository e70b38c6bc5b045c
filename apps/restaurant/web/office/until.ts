/** How long something is sold out, by the place's own clocks. */
import { momentAfter as afterwards, type Until } from "../shared/until.js";
import { instantHere, wallHere } from "./place-time.js";

const DAY = 86_400_000;
/** When a kitchen's day has begun, whatever the night was. */
const MORNING = "06:00";

/** What can be chosen; the first stands there at first. */
export const UNTILS: readonly Until[] = ["said", "hour", "threeHours", "tomorrow"];

/** The moment that a choice means. */
export function momentAfter(chosen: string, now: Date): Date | undefined {
  const until = UNTILS.find((one) => one === chosen);
  return until === undefined ? undefined : afterwards(until, now, nextMorning);
}

function nextMorning(now: Date): Date {
  const morningOf = (at: number) => instantHere(`${new Date(wallHere(at)).toISOString().slice(0, 10)}T${MORNING}`);
  const morning = morningOf(now.getTime());
  return morning > now ? morning : morningOf(now.getTime() + DAY);
}
