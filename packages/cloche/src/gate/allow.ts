/** Who may pass: rules as plain data, one table of how each is judged and how it reads in the posture. */
import { type Caller, type Refusal, refuse, table } from "../kernel/index.js";

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
export type CallerRule = SignedInRule | RoleRule | ScopeRule | AllRule | AnyRule;

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

/** Lets in a caller that passes every rule. */
export function all(first: CallerRule, ...others: readonly CallerRule[]): AllRule {
  return Object.freeze({ kind: "all", rules: Object.freeze([first, ...others]) });
}

/** Lets in a caller that passes at least one of the rules. */
export function any(first: CallerRule, ...others: readonly CallerRule[]): AnyRule {
  return Object.freeze({ kind: "any", rules: Object.freeze([first, ...others]) });
}

interface Judge<Kind extends CallerRule["kind"]> {
  readonly refuses: (rule: Extract<CallerRule, { kind: Kind }>, caller: Caller) => Refusal | undefined;
  readonly reads: (rule: Extract<CallerRule, { kind: Kind }>) => string;
}

const FORBIDDEN_ROLE = refuse("forbidden", { reason: "role_missing" });

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
  all: {
    refuses: (rule, caller) => firstDefined(rule.rules, (inner) => refusesCaller(inner, caller)),
    reads: (rule) => rule.rules.map(describeRule).join(" and "),
  },
  any: {
    refuses: (rule, caller) => {
      const refusals = rule.rules.map((inner) => refusesCaller(inner, caller));
      return refusals.includes(undefined) ? undefined : refusals[0];
    },
    reads: (rule) => rule.rules.map(describeRule).join(" or "),
  },
} satisfies { [Kind in CallerRule["kind"]]: Judge<Kind> });

/** The refusal of a caller that does not pass, or `undefined`. */
export function refusesCaller(rule: CallerRule, caller: Caller): Refusal | undefined {
  const judge = JUDGES[rule.kind] as Judge<CallerRule["kind"]>;
  return judge.refuses(rule, caller);
}

/** The rule in words, for the posture table and the API description. */
export function describeRule(rule: Rule): string {
  if (rule.kind === "anyone") return `anyone: ${rule.because}`;
  return (JUDGES[rule.kind] as Judge<CallerRule["kind"]>).reads(rule);
}

/** RFC 6750 section 3.1: the challenge of an `insufficient_scope` names the scopes that are needed. */
function scopeMissing(scopes: readonly string[]): Refusal {
  const challenge = `Bearer error="insufficient_scope", scope="${scopes.join(" ")}"`;
  return refuse("insufficient_scope", { reason: "scope_missing", headers: [["www-authenticate", challenge]] });
}

function firstDefined<Item, Value>(items: readonly Item[], find: (item: Item) => Value | undefined): Value | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
