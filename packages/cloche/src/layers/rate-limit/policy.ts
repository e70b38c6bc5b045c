/** A limit as frozen data: how much, in how long, for whom, and counted how. */
import {
  configFault,
  type Duration,
  nonEmptyText,
  oneOf,
  onlyKnown,
  seconds,
  wholeNumber,
} from "../../kernel/index.js";
import { isPart, PARTS, type Part } from "./part.js";

/** How the requests are counted. */
export const ALGORITHMS = Object.freeze(["fixed-window", "sliding-window", "token-bucket", "gcra"] as const);

/**
 * The name of an algorithm, and what it promises about a quota `q` and a window `w`:
 *
 * - `fixed-window`: at most `q` in the window that a key's first request opens; `2q` may meet at its edge.
 * - `sliding-window`: at most `q * (1 + s / w)` in any span of `s` seconds, from two counters per key; a steady
 *   caller may be refused one request early.
 * - `token-bucket`: at most `burst + q * s / w` in any span of `s` seconds, kept exactly.
 * - `gcra`: the token bucket's promise in one number per key, its interval rounded up to a microsecond.
 */
export type AlgorithmName = (typeof ALGORITHMS)[number];

/** A limit, ready to be counted. */
export interface Policy {
  /** The name in the RateLimit fields, in events and in keys. Policies of one name share their counters. */
  readonly name: string;
  /** How many requests (or how much cost) fit into one window. */
  readonly quota: number;
  readonly windowSeconds: number;
  readonly algorithm: AlgorithmName;
  /** What a counter is kept for; several parts make one counter for each combination. */
  readonly by: readonly Part[];
  /** What one request counts for. */
  readonly cost: number;
  /** How much may come at once. Only a token bucket and GCRA can hold less than the quota. */
  readonly burst: number;
  /** What every key of this policy begins with: another window or algorithm counts anew. */
  readonly scope: string;
  /** The policy's item of the RateLimit-Policy field. */
  readonly policyItem: string;
  /** The policy's name as an RFC 9651 String. */
  readonly quotedName: string;
  /** The limit in words. */
  describe(): string;
}

/** A limit in parts, where the words do not reach. */
export interface LimitOptions {
  /** How much fits into one window, 1 to 1,000,000. */
  readonly quota: number;
  /** The window: whole seconds or a text such as "15 minutes", up to 31 days. */
  readonly window: Duration;
  readonly by: Part | readonly Part[];
  /** Printable ASCII, at most 128 characters. */
  readonly name?: string;
  /** `fixed-window` where nothing is said. */
  readonly algorithm?: AlgorithmName;
  /** What one request counts for, 1 where nothing is said. */
  readonly cost?: number;
  /** How much may come at once, for `token-bucket` and `gcra`; the quota where nothing is said. */
  readonly burst?: number;
}

const KNOWN = Object.freeze(["quota", "window", "by", "name", "algorithm", "cost", "burst"]);
const MAX_QUOTA = 1_000_000;
const MAX_WINDOW_SECONDS = 31 * 86_400;
const PRINTABLE = /^[\x20-\x7e]{1,128}$/;

/**
 * Makes a policy of its parts.
 *
 * @param name The policy's name where the options give none.
 * @throws ConfigError `option_unknown`, `option_invalid` or `duration_unreadable`
 */
export function policyOf(options: LimitOptions, name: string): Policy {
  const where = "limit";
  onlyKnown(options, KNOWN, where);
  const quota = wholeNumber(options.quota, `${where}.quota`, { min: 1, max: MAX_QUOTA });
  const windowSeconds = readWindow(options.window);
  const algorithm = oneOf(options.algorithm ?? "fixed-window", ALGORITHMS, `${where}.algorithm`);
  const burst = readBurst(options, algorithm);
  return freezePolicy({
    name: readName(options.name ?? name),
    quota,
    windowSeconds,
    algorithm,
    by: readParts(options.by),
    cost: wholeNumber(options.cost ?? 1, `${where}.cost`, { min: 1, max: burst }),
    burst,
  });
}

function readWindow(window: unknown): number {
  const where = "limit.window";
  const length = typeof window === "string" ? seconds(window, where) : window;
  return wholeNumber(length, where, { min: 1, max: MAX_WINDOW_SECONDS });
}

function readName(name: string): string {
  if (PRINTABLE.test(nonEmptyText(name, "limit.name"))) return name;
  throw configFault("option_invalid", {
    where: "limit.name",
    fix: "Use at most 128 printable ASCII characters: the name is sent in the RateLimit fields.",
  });
}

function readBurst(options: LimitOptions, algorithm: AlgorithmName): number {
  if (options.burst === undefined) return options.quota;
  if (algorithm === "token-bucket" || algorithm === "gcra") {
    return wholeNumber(options.burst, "limit.burst", { min: 1, max: options.quota });
  }
  throw configFault("option_invalid", {
    where: "limit.burst",
    fix: 'Only "token-bucket" and "gcra" can hold a burst; leave it out or change the algorithm.',
  });
}

function readParts(by: Part | readonly Part[]): readonly Part[] {
  const parts = typeof by === "string" ? [by] : [...by];
  if (parts.length > 0 && parts.every(isPart) && new Set(parts).size === parts.length) return Object.freeze(parts);
  throw configFault("option_invalid", {
    where: "limit.by",
    fix: `Give each part once, from: ${PARTS.join(", ")}, body:<field>.`,
  });
}

type Numbers = Omit<Policy, "scope" | "policyItem" | "quotedName" | "describe">;

function freezePolicy(numbers: Numbers): Policy {
  const { name, quota, windowSeconds, algorithm, by, burst } = numbers;
  const quotedName = `"${name.replace(/["\\]/g, "\\$&")}"`;
  const held = burst === quota ? "" : `, ${burst} at once`;
  const words = `${quota} per ${inWords(windowSeconds)} by ${by.join(" and ")} (${algorithm}${held})`;
  return Object.freeze({
    ...numbers,
    quotedName,
    scope: `${name}/${algorithm}/${windowSeconds}/`,
    policyItem: `${quotedName};q=${quota};w=${windowSeconds}`,
    describe: () => words,
  });
}

const UNITS = [
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
] as const;

function inWords(windowSeconds: number): string {
  const [unit, length] = UNITS.find(([, size]) => windowSeconds % size === 0) ?? ["second", 1];
  const count = windowSeconds / length;
  return count === 1 ? unit : `${count} ${unit}s`;
}
