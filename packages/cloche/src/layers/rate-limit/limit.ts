/** Reads limits as people say them: "100 per 15 minutes by address". */
import { ConfigError, configFault } from "../../kernel/index.js";
import { type ConcurrencyOptions, type ConcurrencyPolicy, concurrency, saysAtOnce } from "./concurrency.js";
import type { Part } from "./part.js";
import { type LimitOptions, type Policy, policyOf } from "./policy.js";

/** A limit in words, in parts, or already read. */
export type LimitInput = string | LimitOptions | Policy;

/** What may be said beside the words. */
export type LimitExtras = Omit<LimitOptions, "quota" | "window" | "by">;

const SENTENCE = /^(\d{1,9}) per (.{1,40}?) by (.{1,200})$/;

/**
 * A limit in words: `<quota> per [<n>] <unit> by <part> [and <part>]`, the unit from seconds to days. Words are counted
 * in a fixed window, so that "100 per 15 minutes" lets exactly 100 through and answers 429 to the next, until the
 * window that the first of them opened is over.
 *
 * A policy made here keeps one set of counters wherever it is used; a text in a contract counts for that route alone.
 *
 * @throws ConfigError `limit_unreadable`, or what the extras are refused for
 * @example
 * const signIn = limit("5 per 15 minutes by address and body:email", { name: "sign-in" });
 * const search = limit("600 per minute by caller", { algorithm: "gcra", burst: 20 });
 */
export function limit(words: string, extras: LimitExtras = {}): Policy {
  const spoken = wordsOf(words);
  return policyOf({ ...extras, ...spoken }, titleOf(spoken));
}

/**
 * Reads a limit in any of its forms.
 *
 * @param name The policy's name where the input brings none, such as `POST /api/v1/orders`.
 * @throws ConfigError `limit_unreadable`, `option_unknown`, `option_invalid` or `duration_unreadable`
 * @example
 * readLimit("100 per 15 minutes by address", "GET /menu").describe();
 */
export function readLimit(input: LimitInput, name: string): Policy {
  if (typeof input === "string") return policyOf(wordsOf(input), name);
  if (typeof input !== "object" || input === null) throw unreadable();
  return "policyItem" in input ? input : policyOf(input, name);
}

/**
 * Reads a limit or a concurrency limit, in any of their forms.
 *
 * @param name The policy's name where the input brings none.
 * @throws ConfigError `limit_unreadable`, `option_unknown`, `option_invalid` or `duration_unreadable`
 * @example
 * readAnyLimit("20 at once by caller", "POST /exports"); // a ConcurrencyPolicy
 */
export function readAnyLimit(
  input: LimitInput | ConcurrencyOptions | ConcurrencyPolicy,
  name: string,
): Policy | ConcurrencyPolicy {
  if (typeof input === "string") return saysAtOnce(input) ? concurrency(input, { name }) : readLimit(input, name);
  if (typeof input !== "object" || input === null || !("atOnce" in input)) return readLimit(input, name);
  return "policyItem" in input ? input : concurrency({ name, ...input });
}

type Spoken = Pick<LimitOptions, "quota" | "window" | "by">;

function wordsOf(words: string): Spoken {
  const match = SENTENCE.exec(words.trim().replace(/\s+/g, " "));
  if (match === null) throw unreadable();
  const [, quota = "", window = "", by = ""] = match;
  const spoken = { quota: Number(quota), window, by: by.split(" and ") as Part[] };
  try {
    policyOf(spoken, "words");
  } catch (cause) {
    throw cause instanceof ConfigError ? unreadable(cause) : cause;
  }
  return spoken;
}

/** The name of a limit that was given none: its words, in one piece. */
function titleOf({ quota, window, by }: Spoken): string {
  return `${quota}-per-${window}-by-${String(by)}`.replace(/[^A-Za-z0-9:]+/g, "-");
}

function unreadable(cause?: ConfigError): ConfigError {
  const detail = cause === undefined ? "" : ` ${cause.fix}`;
  return configFault("limit_unreadable", {
    where: cause?.where ?? "limit",
    fix: `Write "<quota> per [<n>] <unit> by <part> [and <part>]", such as "100 per 15 minutes by address".${detail}`,
  });
}
