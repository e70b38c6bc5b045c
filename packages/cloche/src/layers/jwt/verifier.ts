/** Verifies access tokens: strict form, bound keys, exact issuer and audience, sane times (RFC 8725, RFC 9068). */
import { type Clock, onlyKnown, systemClock, wholeNumber } from "../../kernel/index.js";
import type { AlgorithmName } from "./algorithms.js";
import { type BoundedMap, boundedMap } from "./bounded-map.js";
import { claimsFault, timeFault, validity } from "./claims.js";
import { type CompactToken, readClaims, readCompact, type TokenHeader } from "./compact.js";
import { invalidOption } from "./config-faults.js";
import { deepFreeze } from "./deep-freeze.js";
import { type IssuerOptions, type IssuerRule, issuerRules, mediaType } from "./issuer-rules.js";
import type { FoundKeys } from "./keys.js";
import type { Revocations } from "./revocation/revocations.js";
import { tokenFault } from "./token-faults.js";
import { type VerifiedCache, verifiedCache } from "./verified-cache.js";
import type { TokenCheck, VerifiedToken } from "./verified-token.js";

/** Checks tokens. */
export interface TokenVerifier {
  /** The issuers it believes. */
  readonly issuers: readonly string[];
  /** Checks a compact token. Answers at once unless the issuer's keys must be fetched. */
  check(token: string): TokenCheck | Promise<TokenCheck>;
}

/** What a verifier expects. */
export interface TokenVerifierOptions {
  readonly issuers: readonly IssuerOptions[];
  /** How far the clocks may be apart, in seconds: 0 to 120, 5 by default. */
  readonly clockSkew?: number;
  /** The longest token that is read, in bytes: 8192 by default. */
  readonly maxTokenBytes?: number;
  /** How many verified tokens are remembered: 10 000 by default, 0 for none. */
  readonly cacheEntries?: number;
  /** What was revoked; asked at each use of a token, remembered or not. */
  readonly revocations?: Pick<Revocations, "judge">;
  readonly clock?: Clock;
}

interface Settings {
  readonly rules: ReadonlyMap<string, IssuerRule>;
  readonly onlyRule: IssuerRule | undefined;
  readonly skewSeconds: number;
  readonly maxBytes: number;
  readonly cache: VerifiedCache<VerifiedToken>;
  readonly headers: BoundedMap<TokenHeader>;
  readonly clock: Clock;
}

/**
 * A verifier of access tokens. What a token says of itself is never believed before its signature is: the issuer's rule
 * names the algorithms, the key is bound to one of them, and keys the token brings along are not looked at.
 *
 * @throws ConfigError where an option is wrong; see `IssuerOptions`.
 * @example
 * const verifier = tokenVerifier({
 *   issuers: [{ issuer: "https://id.example", audience: "https://api.example", algorithms: ["ES256"], keys }],
 * });
 * const check = await verifier.check(token);
 * if (check.fault === undefined) console.log(check.claims.sub);
 */
export function tokenVerifier(options: TokenVerifierOptions): TokenVerifier {
  const settings = readSettings(options);
  const issuers = Object.freeze([...settings.rules.keys()]);
  const { revocations } = options;
  if (revocations === undefined) return Object.freeze({ issuers, check: (token: string) => check(token, settings) });
  if (typeof revocations.judge !== "function") throw invalidOption("tokenVerifier.revocations", "Give revocations().");
  const judged = (found: TokenCheck) => (found.fault === undefined ? revocations.judge(found) : found);
  return Object.freeze({
    issuers,
    check(token: string) {
      const found = check(token, settings);
      return found instanceof Promise ? found.then(judged) : judged(found);
    },
  });
}

/** More kinds of headers than all issuers together use. */
const KNOWN_HEADERS = 256;
const KNOWN = ["issuers", "clockSkew", "maxTokenBytes", "cacheEntries", "revocations", "clock"];

function readSettings(options: TokenVerifierOptions): Settings {
  const where = "tokenVerifier";
  onlyKnown(options, KNOWN, where);
  const rules = issuerRules(options.issuers);
  const entries = wholeNumber(options.cacheEntries ?? 10_000, `${where}.cacheEntries`, { min: 0, max: 1_000_000 });
  return {
    rules,
    onlyRule: rules.size === 1 ? [...rules.values()][0] : undefined,
    skewSeconds: wholeNumber(options.clockSkew ?? 5, `${where}.clockSkew`, { min: 0, max: 120 }),
    maxBytes: wholeNumber(options.maxTokenBytes ?? 8192, `${where}.maxTokenBytes`, { min: 256, max: 65_536 }),
    cache: verifiedCache(entries),
    headers: boundedMap(KNOWN_HEADERS),
    clock: options.clock ?? systemClock,
  };
}

function check(token: string, settings: Settings): TokenCheck | Promise<TokenCheck> {
  if (typeof token !== "string") return tokenFault("token_malformed");
  const remembered = settings.cache.get(token, settings.clock.now());
  if (remembered !== undefined) return remembered;
  const parts = readCompact(token, settings.maxBytes, settings.headers);
  if (parts.fault !== undefined) return parts;
  const rule = settings.onlyRule ?? claimedRule(parts.payload, settings.rules);
  if (rule === undefined) return tokenFault("token_issuer_unknown");
  const { alg, typ, kid } = parts.header;
  if (!rule.algorithms.has(alg)) return tokenFault("token_algorithm_refused");
  if (!rule.types.has(typ === undefined ? undefined : mediaType(typ))) return tokenFault("token_type_wrong");
  const generation = rule.keys.generation();
  const found = rule.keys.find(alg as AlgorithmName, kid);
  const attempt = { token, parts, rule, settings };
  return found instanceof Promise
    ? found.then((keys) => judge(keys, attempt, rule.keys.generation()))
    : judge(found, attempt, generation);
}

/** Which of several issuers' rules to apply is the one thing read before the signature; it only chooses the keys. */
function claimedRule(payload: Uint8Array, rules: ReadonlyMap<string, IssuerRule>): IssuerRule | undefined {
  const claims = readClaims(payload);
  const issuer = claims.fault === undefined ? claims.object.iss : undefined;
  return typeof issuer === "string" ? rules.get(issuer) : undefined;
}

interface Attempt {
  readonly token: string;
  readonly parts: CompactToken;
  readonly rule: IssuerRule;
  readonly settings: Settings;
}

function judge(keys: FoundKeys, { token, parts, rule, settings }: Attempt, generation: number | undefined): TokenCheck {
  if (keys === undefined) return tokenFault("token_keys_unavailable");
  if (keys.length === 0) return tokenFault("token_key_unknown");
  if (!keys.some((key) => key.verify(parts.input, parts.signature))) return tokenFault("token_signature_wrong");
  const read = readClaims(parts.payload);
  if (read.fault !== undefined) return read;
  const claims = read.object;
  const fault = claimsFault(claims, rule);
  if (fault !== undefined) return tokenFault(fault);
  const valid = validity(claims, settings.skewSeconds);
  const late = timeFault(claims, valid, settings.clock.now());
  if (late !== undefined) return tokenFault(late);
  keepHeader(parts, settings);
  const value: VerifiedToken = Object.freeze({ claims: deepFreeze(claims), header: parts.header });
  if (generation !== undefined) settings.cache.set(token, { ...valid, value, keys: rule.keys, generation });
  return value;
}

/** Only headers that a key of ours has signed are kept, so that nobody else can fill the map. */
function keepHeader({ encodedHeader, header }: CompactToken, { headers }: Settings): void {
  if (!Object.isFrozen(header)) headers.set(encodedHeader, deepFreeze(header));
}
