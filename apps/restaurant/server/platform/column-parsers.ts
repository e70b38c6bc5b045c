/** How columns are read where the drivers differ, one table for both. */
import { types } from "pg";

const INT8 = 20;
const DATE = 1082;

/**
 * A bigint becomes a number: money is at most 10^12 by constraint, far below 2^53. Anything beyond is refused rather
 * than rounded. A date stays the text it is, since a business day has no time zone.
 */
export const COLUMN_PARSERS: Readonly<Record<number, (text: string) => unknown>> = {
  [INT8]: safeInteger,
  [DATE]: (text) => text,
};

/** The same in the form `pg` takes. */
export const pgTypes = {
  getTypeParser: ((oid: number, format?: "text" | "binary") =>
    COLUMN_PARSERS[oid] ?? types.getTypeParser(oid, format as "text")) as typeof types.getTypeParser,
};

function safeInteger(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value)) return value;
  throw new RangeError("A bigint column holds a number beyond the safe integers.");
}
