/** When a key that keeps being refused is shut out altogether, and for how long. */
import { configFault, type Duration, oneOf, onlyKnown, seconds, table, wholeNumber } from "../../kernel/index.js";

/** An escalating ban, as it is written. */
export interface BanOptions {
  /** How many refusals within one window of the policy bring the ban. */
  readonly after: number;
  /** How long the first ban lasts, such as "15 minutes". */
  readonly for: Duration;
  /** Whether each next ban is twice as long; `double` where nothing is said. */
  readonly grows?: "double" | "never";
  /** The longest ban, "1 day" where nothing is said. A key that stays quiet this long begins anew. */
  readonly upTo?: Duration;
}

/** A ban, read. */
export interface BanRule {
  readonly after: number;
  readonly firstSeconds: number;
  readonly factor: number;
  readonly longestSeconds: number;
}

const KNOWN = ["after", "for", "grows", "upTo"];
const FACTORS = table({ double: 2, never: 1 });
const DAY_SECONDS = 86_400;
const LONGEST_SECONDS = 366 * DAY_SECONDS;

/**
 * @throws ConfigError `option_unknown`, `option_invalid` or `duration_unreadable`
 */
export function readBan(options: BanOptions, where: string): BanRule {
  if (typeof options !== "object" || options === null) {
    throw configFault("option_invalid", { where, fix: 'Give an object such as { after: 5, for: "15 minutes" }.' });
  }
  onlyKnown(options, KNOWN, where);
  const firstSeconds = readLength(options.for, `${where}.for`);
  const longestSeconds = readLength(options.upTo ?? Math.max(DAY_SECONDS, firstSeconds), `${where}.upTo`);
  if (longestSeconds < firstSeconds) {
    throw configFault("option_invalid", { where: `${where}.upTo`, fix: "Give at least the length of the first ban." });
  }
  return Object.freeze({
    after: wholeNumber(options.after, `${where}.after`, { min: 1, max: 1_000_000 }),
    firstSeconds,
    factor: FACTORS[oneOf(options.grows ?? "double", ["double", "never"], `${where}.grows`)],
    longestSeconds,
  });
}

function readLength(length: unknown, where: string): number {
  const read = typeof length === "string" ? seconds(length, where) : length;
  return wholeNumber(read, where, { min: 1, max: LONGEST_SECONDS });
}
