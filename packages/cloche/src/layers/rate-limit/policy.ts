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
import { type BanOptions, type BanRule, readBan } from "./ban-rule.js";
import type { CostFunction } from "./cost.js";
import { flag } from "./flag.js";
import { isPart, PARTS, type Part } from "./part.js";
import { WHEN_AWAY, type WhenAway } from "./when-away.js";

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
  /** What one request counts for; 1 where `costOf` works it out. */
  readonly cost: number;
  /** Works out what a request counts for. Read both with `costOf(policy, facts)`. */
  readonly costOf?: CostFunction;
  /** What is counted, in the words of the RateLimit fields. */
  readonly unit: Unit;
  /** Shuts out a key that keeps being refused. */
  readonly ban?: BanRule;
  /** Whether it only watches: it counts and tells, and refuses nobody. */
  readonly shadow: boolean;
  /** What it answers while its store is away; what the store was told where nothing is said. */
  readonly whenAway?: WhenAway;
  /** Whether the gate forgets the counter when the request succeeded, as after a sign-in. */
  readonly forgetOnSuccess: boolean;
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
  /** What one request counts for, 1 where nothing is said; or a function that works it out. */
  readonly cost?: number | CostFunction;
  /** `requests` where nothing is said; with `content-bytes`, give a `cost` that tells the bytes. */
  readonly unit?: Unit;
  /** Shuts out a key that was refused so often, each time for longer. */
  readonly ban?: BanOptions;
  /** Counts and tells, but refuses nobody: to try a limit out. */
  readonly shadow?: boolean;
  /** What this limit answers while its store is away, where it is not what the store was told. */
  readonly whenAway?: WhenAway;
  /** Forgets the counter when the request succeeded. Only for a limit by `body:<field>`, alone or with other parts. */
  readonly forgetOnSuccess?: boolean;
  /** How much may come at once, for `token-bucket` and `gcra`; the quota where nothing is said. */
  readonly burst?: number;
}

/** What the draft calls quota units, as far as they are counted by a window. */
export const UNITS = Object.freeze(["requests", "content-bytes"] as const);
export type Unit = (typeof UNITS)[number];

const KNOWN = Object.freeze(
  "quota window by name algorithm cost burst unit ban shadow whenAway forgetOnSuccess".split(" "),
);
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
  const by = readParts(options.by);
  return freezePolicy({
    name: readName(options.name ?? name),
    quota,
    windowSeconds,
    algorithm,
    by,
    ...readCost(options.cost ?? 1, burst),
    burst,
    unit: oneOf(options.unit ?? "requests", UNITS, `${where}.unit`),
    shadow: flag(options.shadow, `${where}.shadow`),
    ...(options.ban === undefined ? {} : { ban: readBan(options.ban, `${where}.ban`) }),
    ...(options.whenAway === undefined ? {} : { whenAway: oneOf(options.whenAway, WHEN_AWAY, `${where}.whenAway`) }),
    forgetOnSuccess: readForgetting(options.forgetOnSuccess, by),
  });
}

/** The same policy with less to give, such as one process's share of it. */
export function withQuota(policy: Policy, { quota, burst }: Pick<Policy, "quota" | "burst">): Policy {
  return freezePolicy({ ...policy, quota, burst });
}

function readCost(cost: unknown, burst: number): Pick<Policy, "cost" | "costOf"> {
  if (typeof cost === "function") return { cost: 1, costOf: cost as CostFunction };
  return { cost: wholeNumber(cost, "limit.cost", { min: 1, max: burst }) };
}

/**
 * A guesser with an account of their own could clear any other counter by signing in to that account. With the field
 * among its parts, a counter is cleared by a success in its own account alone.
 */
function readForgetting(value: unknown, by: readonly Part[]): boolean {
  const forgets = flag(value, "limit.forgetOnSuccess");
  if (!forgets || by.some((part) => part.startsWith("body:"))) return forgets;
  throw configFault("option_invalid", {
    where: "limit.forgetOnSuccess",
    fix: "Count by body:<field> as well: a guesser's own success would clear a counter by address or caller alone.",
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
  const { name, quota, windowSeconds, algorithm, by, burst, unit } = numbers;
  const quotedName = `"${name.replace(/["\\]/g, "\\$&")}"`;
  const held = burst === quota ? "" : `, ${burst} at once`;
  const words = `${quota} per ${inWords(windowSeconds)} by ${by.join(" and ")} (${algorithm}${held})${extras(numbers)}`;
  return Object.freeze({
    ...numbers,
    quotedName,
    scope: `${name}/${algorithm}/${windowSeconds}/`,
    policyItem: `${quotedName};q=${quota};w=${windowSeconds}${unit === "requests" ? "" : `;qu="${unit}"`}`,
    describe: () => words,
  });
}

/** What a review must see beside the numbers. */
function extras({ ban, shadow, whenAway, forgetOnSuccess }: Numbers): string {
  const all = [
    ban === undefined ? "" : `, banned after ${ban.after} refusals for ${inWords(ban.firstSeconds, "1 ")}`,
    ban?.factor === 2 ? `, doubling up to ${inWords(ban.longestSeconds, "1 ")}` : "",
    whenAway === undefined ? "" : `, ${whenAway} when away`,
    forgetOnSuccess ? ", forgotten on success" : "",
    shadow ? ", in shadow" : "",
  ];
  return all.join("");
}

const SPANS = [
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
] as const;

function inWords(length: number, one = ""): string {
  const [span, size] = SPANS.find(([, each]) => length % each === 0) ?? ["second", 1];
  const count = length / size;
  return count === 1 ? `${one}${span}` : `${count} ${span}s`;
}
