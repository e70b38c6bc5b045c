/** A limit on how many requests run at the same time, as frozen data. */
import { configFault, type Duration, oneOf, onlyKnown, seconds, wholeNumber } from "../../kernel/index.js";
import { flag } from "./flag.js";
import { isPart, type Part } from "./part.js";
import { policyOf } from "./policy.js";
import { WHEN_AWAY, type WhenAway } from "./when-away.js";

/** A concurrency limit, ready to be held. */
export interface ConcurrencyPolicy {
  readonly name: string;
  /** How many may run at the same time. */
  readonly atOnce: number;
  /** After so long a slot frees itself, as when the process that held it has crashed. */
  readonly leaseSeconds: number;
  readonly by: readonly Part[];
  readonly shadow: boolean;
  readonly whenAway?: WhenAway;
  readonly scope: string;
  readonly policyItem: string;
  readonly quotedName: string;
  /** The limit in words. */
  describe(): string;
}

/** What may be said beside the words. */
export interface ConcurrencyExtras {
  /** Printable ASCII, at most 128 characters. */
  readonly name?: string;
  /** Longer than any request takes, or renewed meanwhile: "1 minute" where nothing is said, at most a day. */
  readonly lease?: Duration;
  /** Counts and tells, but refuses nobody. */
  readonly shadow?: boolean;
  /** What this limit answers while its store is away, where it is not what the store was told. */
  readonly whenAway?: WhenAway;
}

/** A concurrency limit in parts. */
export interface ConcurrencyOptions extends ConcurrencyExtras {
  /** How many may run at the same time, 1 to 10,000. */
  readonly atOnce: number;
  readonly by: Part | readonly Part[];
}

const SENTENCE = /^(\d{1,5}) at once by (.{1,200})$/;
const KNOWN = ["atOnce", "by", "name", "lease", "shadow", "whenAway"];
const WHERE = "concurrency";
const DAY_SECONDS = 86_400;

/** Whether a text is a concurrency limit's rather than a limit's. */
export function saysAtOnce(words: string): boolean {
  return SENTENCE.test(squeezed(words));
}

/**
 * A concurrency limit in words, `<n> at once by <part> [and <part>]`, or in parts.
 *
 * @throws ConfigError `limit_unreadable`, `option_unknown`, `option_invalid` or `duration_unreadable`
 * @example
 * const exports = concurrency("2 at once by caller", { lease: "5 minutes", name: "exports" });
 */
export function concurrency(spec: string | ConcurrencyOptions, extras: ConcurrencyExtras = {}): ConcurrencyPolicy {
  const options = typeof spec === "string" ? { ...extras, ...spoken(spec) } : spec;
  onlyKnown(options, KNOWN, WHERE);
  const atOnce = wholeNumber(options.atOnce, `${WHERE}.atOnce`, { min: 1, max: 10_000 });
  const by = typeof options.by === "string" ? [options.by] : options.by;
  const name = options.name ?? `${atOnce}-at-once-by-${String(by)}`.replace(/[^A-Za-z0-9:]+/g, "-");
  // Name, parts and what they are refused for are those of every limit.
  const read = policyOf({ quota: atOnce, window: 1, by, name }, name);
  const lease = options.lease ?? 60;
  const leaseSeconds = typeof lease === "string" ? seconds(lease, `${WHERE}.lease`) : lease;
  const words = `${atOnce} at once by ${read.by.join(" and ")}`;
  return Object.freeze({
    name,
    atOnce,
    leaseSeconds: wholeNumber(leaseSeconds, `${WHERE}.lease`, { min: 1, max: DAY_SECONDS }),
    by: read.by,
    shadow: flag(options.shadow, `${WHERE}.shadow`),
    ...(options.whenAway === undefined ? {} : { whenAway: oneOf(options.whenAway, WHEN_AWAY, `${WHERE}.whenAway`) }),
    scope: `${name}/at-once/`,
    quotedName: read.quotedName,
    policyItem: `${read.quotedName};q=${atOnce};qu="concurrent-requests"`,
    describe: () => `${words} (lease ${leaseSeconds} seconds)${options.shadow === true ? ", in shadow" : ""}`,
  });
}

function spoken(words: string): Pick<ConcurrencyOptions, "atOnce" | "by"> {
  const match = SENTENCE.exec(squeezed(words));
  const by = match?.[2]?.split(" and ") ?? [];
  if (match !== null && by.every(isPart)) return { atOnce: Number(match[1]), by };
  throw configFault("limit_unreadable", {
    where: WHERE,
    fix: 'Write "<n> at once by <part> [and <part>]", such as "20 at once by caller".',
  });
}

function squeezed(words: string): string {
  return words.trim().replace(/\s+/g, " ");
}
