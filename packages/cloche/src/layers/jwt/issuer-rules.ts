/** Reads what a verifier expects of each issuer, once, at start. */
import { type Duration, nonEmptyText, onlyKnown, seconds } from "../../kernel/index.js";
import { type AlgorithmName, algorithmName, isSymmetric } from "./algorithms.js";
import { invalidOption } from "./config-faults.js";
import type { KeySource } from "./keys.js";

/** What is expected of the tokens of one issuer. */
export interface IssuerOptions {
  /** The exact `iss`. */
  readonly issuer: string;
  /** The `aud` that names this API; where several are given, one of them must be in the token. */
  readonly audience: string | readonly string[];
  /** The only algorithms its tokens may use: all with shared secrets, or all with key pairs. */
  readonly algorithms: readonly AlgorithmName[];
  /** Its keys. */
  readonly keys: KeySource;
  /**
   * The `typ` its access tokens carry; `at+jwt` (RFC 9068) by default, so that an ID token is never taken for an access
   * token. `JWT` also accepts a token without a `typ`, as some identity providers send.
   */
  readonly type?: string | readonly string[];
  /** The longest time from `iat` to `exp`; with it, `iat` is required. */
  readonly maxLifetime?: Duration;
  /** Claims that must be there beside `iss`, `aud` and `exp`. */
  readonly requiredClaims?: readonly string[];
}

/** The same, ready to be applied. */
export interface IssuerRule {
  readonly issuer: string;
  readonly audiences: ReadonlySet<string>;
  readonly algorithms: ReadonlySet<string>;
  readonly keys: KeySource;
  /** In lower case, without "application/"; `undefined` stands for a token without a type. */
  readonly types: ReadonlySet<string | undefined>;
  readonly maxLifetimeSeconds: number;
  readonly requiredClaims: readonly string[];
}

const KNOWN = ["issuer", "audience", "algorithms", "keys", "type", "maxLifetime", "requiredClaims"];

/**
 * Reads the rules of every issuer, by its name.
 *
 * @throws ConfigError where an option is missing or wrong, two rules name one issuer, or algorithms with shared secrets
 * and with key pairs are mixed (RFC 8725 section 3.1).
 */
export function issuerRules(issuers: readonly IssuerOptions[]): ReadonlyMap<string, IssuerRule> {
  if (!Array.isArray(issuers) || issuers.length === 0)
    throw invalidOption("tokenVerifier.issuers", "Give at least one.");
  const rules = issuers.map((options, index) => issuerRule(options, `tokenVerifier.issuers[${index}]`));
  const byName = new Map(rules.map((rule) => [rule.issuer, rule]));
  if (byName.size !== rules.length) throw invalidOption("tokenVerifier.issuers", "Give each issuer one entry.");
  return byName;
}

function issuerRule(options: IssuerOptions, where: string): IssuerRule {
  onlyKnown(options, KNOWN, where);
  const algorithms = readAlgorithms(options.algorithms, `${where}.algorithms`);
  requireFittingSource(options.keys, algorithms, `${where}.keys`);
  const types = texts(options.type ?? "at+jwt", `${where}.type`).map(mediaType);
  return {
    issuer: nonEmptyText(options.issuer, `${where}.issuer`),
    audiences: new Set(texts(options.audience, `${where}.audience`)),
    algorithms: new Set(algorithms),
    keys: options.keys,
    types: new Set(types.includes("jwt") ? [...types, undefined] : types),
    maxLifetimeSeconds:
      options.maxLifetime === undefined
        ? Number.POSITIVE_INFINITY
        : seconds(options.maxLifetime, `${where}.maxLifetime`),
    requiredClaims:
      options.requiredClaims === undefined ? [] : texts(options.requiredClaims, `${where}.requiredClaims`),
  };
}

/** A `typ` for comparison: any case, and "application/" left out where no other "/" follows (RFC 7515 section 4.1.9). */
export function mediaType(typ: string): string {
  const lower = typ.toLowerCase();
  const prefix = "application/";
  return lower.startsWith(prefix) && !lower.includes("/", prefix.length) ? lower.slice(prefix.length) : lower;
}

function readAlgorithms(value: unknown, where: string): readonly AlgorithmName[] {
  if (!Array.isArray(value) || value.length === 0)
    throw invalidOption(where, 'List the algorithms, such as ["ES256"].');
  const names = value.map((name: unknown) => algorithmName(name, where));
  if (new Set(names.map(isSymmetric)).size > 1) {
    throw invalidOption(where, "Do not mix HMAC with public-key algorithms: the public key would become a secret.");
  }
  return names;
}

function requireFittingSource(keys: KeySource, algorithms: readonly AlgorithmName[], where: string): void {
  if (typeof keys?.find !== "function")
    throw invalidOption(where, "Give a key, keySet(), keyRing() or remoteKeySet().");
  const has = keys.algorithms;
  if (has === undefined) {
    if (algorithms.some(isSymmetric)) throw invalidOption(where, "A published key set cannot hold the secret of HMAC.");
  } else if (!has.some((name) => algorithms.includes(name))) {
    throw invalidOption(where, `Its keys are for ${has.join(", ")}, which "algorithms" does not list.`);
  }
}

function texts(value: string | readonly string[], where: string): readonly string[] {
  const list: readonly unknown[] = typeof value === "string" ? [value] : value;
  if (!Array.isArray(list) || list.length === 0) throw invalidOption(where, "Give a text or a list of texts.");
  return list.map((text) => nonEmptyText(text, where));
}
