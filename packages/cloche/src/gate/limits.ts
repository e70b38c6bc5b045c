/** The limits of a route, read from its contract at start and sorted by when they can be decided. */
import { ConfigError, configFault } from "../kernel/index.js";
import {
  type ConcurrencyOptions,
  type ConcurrencyPolicy,
  type LimitOptions,
  type Policy,
  readAnyLimit,
} from "../layers/rate-limit/index.js";

/** One limit in words, as an object, or already read. */
export type OneLimit = string | LimitOptions | Policy | ConcurrencyOptions | ConcurrencyPolicy;

/** A limit, read. */
export type AnyPolicy = Policy | ConcurrencyPolicy;

/** A limit, or several. */
export type LimitSpec = OneLimit | readonly OneLimit[];

/** When a limit can be decided: before anyone is identified, after it, or once the input was read. */
export type LimitStage = "address" | "caller" | "input";

/** Limits as policies, named after the route or what else is given as `name`. */
export function readLimits(spec: LimitSpec | undefined, where: string, name = slugOf(where)): readonly AnyPolicy[] {
  if (spec === undefined) return [];
  const list = Array.isArray(spec) ? (spec as readonly OneLimit[]) : [spec as OneLimit];
  return list.map((one, index) => readNamed(one, { where, name: index === 0 ? name : `${name}-${index + 1}` }));
}

function readNamed(spec: OneLimit, { where, name }: { where: string; name: string }): AnyPolicy {
  try {
    return readAnyLimit(spec, name);
  } catch (fault) {
    if (!(fault instanceof ConfigError)) throw fault;
    throw configFault(fault.code, { where: `${where} limit`, fix: fault.fix });
  }
}

const BEFORE_ANYONE: ReadonlySet<string> = new Set(["address", "route", "everyone"]);

/** When a policy can be decided. A partner is one once its signature holds: forged deliveries must not use its share up. */
export function limitStage(policy: AnyPolicy): LimitStage {
  const { by } = policy;
  if (("costOf" in policy && policy.costOf !== undefined) || by.some((part) => part.startsWith("body:")))
    return "input";
  return by.every((part) => BEFORE_ANYONE.has(part)) ? "address" : "caller";
}

/** What a route can tell of a request, for its limits. */
export interface Countable {
  readonly knowsCaller: boolean;
  readonly hasPartner: boolean;
  readonly hasBody: boolean;
}

/**
 * Refuses a limit that counts by what the route cannot tell.
 *
 * @throws ConfigError `contract_contradiction`
 */
export function checkLimits(policies: readonly AnyPolicy[], route: Countable, where: string): void {
  for (const part of policies.flatMap(({ by }) => by)) {
    const fix = cannotTell(part, route);
    if (fix !== undefined) throw configFault("contract_contradiction", { where: `${where} limit`, fix });
  }
}

function cannotTell(part: string, { knowsCaller, hasPartner, hasBody }: Countable): string | undefined {
  if (part.startsWith("body:")) return hasBody ? undefined : "The route has no body; count by address.";
  if (part === "partner") return hasPartner ? undefined : "The route has no partner; count by address.";
  if (BEFORE_ANYONE.has(part) || knowsCaller) return undefined;
  return "Nobody is identified on this route; count by address.";
}

function slugOf(where: string): string {
  return where
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}

/**
 * The defaults hold where the route names none of their kind: how many run at once says nothing of how many come, nor
 * the other way round.
 */
export function withDefaults(own: readonly AnyPolicy[], defaults: readonly AnyPolicy[]): readonly AnyPolicy[] {
  const left = defaults.filter((policy) => !own.some((one) => "quota" in one === "quota" in policy));
  return left.length === 0 ? own : [...left, ...own];
}

/** The gate's limits under a path prefix. */
export interface DefaultLimits {
  readonly prefix: string;
  readonly policies: readonly AnyPolicy[];
}

/** The default policies that hold for a path: those of its longest prefix. */
export function defaultsFor(defaults: readonly DefaultLimits[], path: string): readonly AnyPolicy[] {
  return defaults.find(({ prefix }) => path.startsWith(prefix))?.policies ?? [];
}
