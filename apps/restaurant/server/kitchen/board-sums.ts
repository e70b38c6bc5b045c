/** One read of a board's sum serves every screen that shows the same and asks at about the same time. */
import type { Clock } from "cloche";
import type { Kysely } from "kysely";
import type { Database } from "../platform/index.js";
import { type BoardSum, readBoardSum } from "./board.js";
import type { KitchenScope } from "./kitchen-scope.js";

/** Reads a board's sum, or gives one that was read a moment ago. */
export type BoardSums = (scope: KitchenScope) => Promise<BoardSum>;

/** A sum holds for its own place in the stream, so a slightly older one is as true. */
const FRESH_MILLISECONDS = 250;

interface Read {
  readonly at: number;
  readonly sum: Promise<BoardSum>;
}

/** Makes the reader. */
export function boardSums(db: Kysely<Database>, clock: Clock): BoardSums {
  const reads = new Map<string, Read>();
  return (scope) => {
    const key = `${scope.locationId} ${scope.stationIds?.join() ?? "all"}`;
    const known = reads.get(key);
    if (known !== undefined && clock.now() - known.at < FRESH_MILLISECONDS) return known.sum;
    const read = { at: clock.now(), sum: readBoardSum(db, scope) };
    reads.set(key, read);
    const forget = () => {
      if (reads.get(key) === read) reads.delete(key);
    };
    read.sum.catch(forget);
    setTimeout(forget, FRESH_MILLISECONDS).unref();
    return read.sum;
  };
}
