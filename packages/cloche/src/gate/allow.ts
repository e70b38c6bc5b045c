/** Who may pass: rules as plain data, one table of how each is judged and how it reads in the posture. */
import { type Caller, type Refusal, refuse, table } from "../kernel/index.js";
import { type StepUp, type StepUpOptions, stepUp as stepUpRule } from "../layers/jwt/index.js";

/** Anyone passes, for a reason that stands in the posture. */
export interface AnyoneRule {
  readonly kind: "anyone";
  readonly because: string;
}
/** Any identified caller passes. */
export interface SignedInRule {
  readonly kind: "signed-in";
}
/** A caller with at least one of the roles passes. */
export interface RoleRule {
  readonly kind: "role";
  readonly roles: readonly string[];
}
/** A caller whose credential carries every one of the scopes passes. */
export interface ScopeRule {
  readonly kind: "scope";
  readonly scopes: readonly string[];
}
/** A caller whose credential has the claim with one of the values passes. */
export interface ClaimRule {
  readonly kind: "claim";
  readonly claim: string;
  readonly values: readonly (string | number | boolean)[];
}
/** A caller whose claim equals a parameter of the path passes. */
export interface TenantRule {
  readonly kind: "tenant";
  readonly parameter: string;
  readonly claim: string;
}
/** A caller whose sign-in is recent and strong enough passes (RFC 9470). */
export interface StepUpRule {
  readonly kind: "step-up";
  readonly asks: StepUp;
}
/** A caller who owns the object that a parameter of the path names passes. */
export interface OwnerRule {
  readonly kind: "owner";
  /** The kind of object, by the name the gate knows it: `createGate({ owners: { order: ... } })`. */
  readonly of: string;
  readonly parameter: string;
}
/** A caller that passes every rule passes. */
export interface AllRule {
  readonly kind: "all";
  readonly rules: readonly CallerRule[];
}
/** A caller that passes one of the rules passes. */
export interface AnyRule {
  readonly kind: "any";
  readonly rules: readonly CallerRule[];
}

/** A rule that needs an identified caller. */
export type CallerRule =
  | SignedInRule
  | RoleRule
  | ScopeRule
  | ClaimRule
  | TenantRule
  | StepUpRule
  | OwnerRule
  | AllRule
  | AnyRule;

/** Any rule a contract's `allow` can hold. */
export type Rule = AnyoneRule | CallerRule;

/**
 * Lets anyone in. The reason is mandatory: it is what a reviewer reads in the posture table.
 *
 * @example
 * contract({ method: "GET", path: "/menu", allow: anyone("the menu is public"), returns: { 200: Menu } });
 */
export function anyone<const Reason extends string>(because: Reason extends "" ? never : Reason): AnyoneRule {
  return Object.freeze({ kind: "anyone", because });
}

/** Lets in every caller whose credential was verified. */
export function signedIn(): SignedInRule {
  return Object.freeze({ kind: "signed-in" });
}

/**
 * Lets in a caller with at least one of the roles.
 *
 * @example
 * role("manager", "owner");
 */
export function role(first: string, ...others: readonly string[]): RoleRule {
  return Object.freeze({ kind: "role", roles: Object.freeze([first, ...others]) });
}

/** Lets in a caller whose credential carries every one of the scopes (RFC 6750 section 3). */
export function scope(first: string, ...others: readonly string[]): ScopeRule {
  return Object.freeze({ kind: "scope", scopes: Object.freeze([first, ...others]) });
}

/**
 * Lets in a caller whose credential has the claim, with one of the values where some are given.
 *
 * @example
 * claimEquals("plan", "pro", "team");
 */
export function claimEquals(
  claim: string,
  first: string | number | boolean,
  ...others: readonly (string | number | boolean)[]
): ClaimRule {
  return Object.freeze({ kind: "claim", claim, values: Object.freeze([first, ...others]) });
}

/**
 * Lets in a caller of the tenant that the path names: the claim equals the parameter exactly. Anybody else is told that
 * there is nothing, so that tenants cannot be tried out (ASVS 5.0, 8.4.1).
 *
 * @example
 * contract({ method: "GET", path: "/tenants/{tenant}/orders", allow: tenant("tenant"), returns: { 200: Orders } });
 */
export function tenant(parameter: string, claim = "tenant"): TenantRule {
  return Object.freeze({ kind: "tenant", parameter, claim });
}

/** Lets in a caller who signed in recently, or strongly, enough (RFC 9470). */
export function stepUp(options: StepUpOptions): StepUpRule {
  return Object.freeze({ kind: "step-up", asks: stepUpRule(options) });
}

/**
 * Lets in the owner of the object that the path names; the gate's `owners` says who that is. Anybody else is told that
 * there is nothing, so that ids cannot be tried out (OWASP API1:2023).
 *
 * @example
 * any(role("manager"), owner("order", "id"));
 */
export function owner(of: string, parameter: string): OwnerRule {
  return Object.freeze({ kind: "owner", of, parameter });
}

/** Lets in a caller that passes every rule. */
export function all(first: CallerRule, ...others: readonly CallerRule[]): AllRule {
  return Object.freeze({ kind: "all", rules: Object.freeze([first, ...others]) });
}

/** Lets in a caller that passes at least one of the rules. */
export function any(first: CallerRule, ...others: readonly CallerRule[]): AnyRule {
  return Object.freeze({ kind: "any", rules: Object.freeze([first, ...others]) });
}

/** What a rule is judged by, beside the caller. */
export interface Asked {
  readonly params: Readonly<Record<string, string>>;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Whether the caller owns the object of a rule; absent until that was looked up. */
  readonly owns?: ReadonlyMap<OwnerRule, boolean>;
}

/** A refusal, nothing, or that it cannot be told before the ownership was looked up. */
export type Judgement = Refusal | undefined | "later";

interface Judge<Kind extends CallerRule["kind"]> {
  readonly refuses: (rule: Extract<CallerRule, { kind: Kind }>, caller: Caller, asked: Asked) => Judgement;
  readonly reads: (rule: Extract<CallerRule, { kind: Kind }>) => string;
}

const FORBIDDEN_ROLE = refuse("forbidden", { reason: "role_missing" });
const FORBIDDEN_CLAIM = refuse("forbidden", { reason: "claim_wrong" });
const OTHER_TENANT = refuse("not_found", { reason: "tenant_wrong" });
const NOT_OWNER = refuse("not_found", { reason: "not_owner" });

const JUDGES = table({
  "signed-in": { refuses: () => undefined, reads: () => "signed in" },
  role: {
    refuses: (rule, caller) => (rule.roles.some((name) => caller.roles.includes(name)) ? undefined : FORBIDDEN_ROLE),
    reads: (rule) => `role ${rule.roles.join(" or ")}`,
  },
  scope: {
    refuses: (rule, caller) =>
      rule.scopes.every((name) => caller.scopes.includes(name)) ? undefined : scopeMissing(rule.scopes),
    reads: (rule) => `scope ${rule.scopes.join(" and ")}`,
  },
  claim: {
    refuses: ({ claim, values }, { claims }) =>
      Object.hasOwn(claims, claim) && values.some((value) => value === claims[claim]) ? undefined : FORBIDDEN_CLAIM,
    reads: ({ claim, values }) => `claim ${claim} ${values.join(" or ")}`,
  },
  tenant: {
    refuses: ({ parameter, claim }, { claims }, { params }) =>
      typeof claims[claim] === "string" && claims[claim] !== "" && claims[claim] === params[parameter]
        ? undefined
        : OTHER_TENANT,
    reads: ({ parameter, claim }) => `claim ${claim} equal to {${parameter}}`,
  },
  "step-up": {
    refuses: ({ asks }, caller, { now }) => asks.refusal(caller, now),
    reads: ({ asks }) => asks.reads,
  },
  owner: {
    refuses: (rule, _caller, { owns }) => {
      if (owns === undefined) return "later";
      return owns.get(rule) === true ? undefined : NOT_OWNER;
    },
    reads: ({ of, parameter }) => `owner of the ${of} {${parameter}}`,
  },
  all: {
    refuses: (rule, caller, asked) => {
      const judged = rule.rules.map((inner) => refusesCaller(inner, caller, asked));
      return judged.find((one) => one !== undefined && one !== "later") ?? judged.find((one) => one === "later");
    },
    reads: (rule) => rule.rules.map(within).join(" and "),
  },
  any: {
    refuses: (rule, caller, asked) => {
      const judged = rule.rules.map((inner) => refusesCaller(inner, caller, asked));
      if (judged.includes(undefined)) return undefined;
      if (judged.includes("later")) return "later";
      // The answer must not tell what belongs to somebody else from what is not there.
      return [NOT_OWNER, OTHER_TENANT].find((hidden) => judged.includes(hidden)) ?? judged[0];
    },
    reads: (rule) => rule.rules.map(within).join(" or "),
  },
} satisfies { [Kind in CallerRule["kind"]]: Judge<Kind> });

/** The refusal of a caller that does not pass, or `undefined`. */
export function refusesCaller(rule: CallerRule, caller: Caller, asked: Asked): Judgement {
  const judge = JUDGES[rule.kind] as Judge<CallerRule["kind"]>;
  return judge.refuses(rule, caller, asked);
}

/** Every rule in `rule` that asks for an owner. */
export function ownerRules(rule: Rule): readonly OwnerRule[] {
  if (rule.kind === "owner") return [rule];
  return rule.kind === "all" || rule.kind === "any" ? rule.rules.flatMap(ownerRules) : [];
}

/** Every rule in `rule` that asks how and when the caller signed in. */
export function stepUpRules(rule: Rule): readonly StepUpRule[] {
  if (rule.kind === "step-up") return [rule];
  return rule.kind === "all" || rule.kind === "any" ? rule.rules.flatMap(stepUpRules) : [];
}

/** The rule in words, for the posture table and the API description. */
export function describeRule(rule: Rule): string {
  if (rule.kind === "anyone") return `anyone: ${rule.because}`;
  return (JUDGES[rule.kind] as Judge<CallerRule["kind"]>).reads(rule);
}

/** A rule inside another: a combination in brackets, so that it cannot be read in two ways. */
function within(rule: CallerRule): string {
  const isCombination = (rule.kind === "all" || rule.kind === "any") && rule.rules.length > 1;
  return isCombination ? `(${describeRule(rule)})` : describeRule(rule);
}

/** RFC 6750 section 3.1: the challenge of an `insufficient_scope` names the scopes that are needed. */
function scopeMissing(scopes: readonly string[]): Refusal {
  const challenge = `Bearer error="insufficient_scope", scope="${scopes.join(" ")}"`;
  return refuse("insufficient_scope", { reason: "scope_missing", headers: [["www-authenticate", challenge]] });
}
