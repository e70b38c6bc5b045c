/** Who may call, as the facts that suffice, so that two rules can be compared by implication. */
import { type CallerRule, describeRule } from "./allow.js";
import type { Contract } from "./contract.js";
import { type Finding, found, together, whereWiderIsLooser } from "./posture-finding.js";

/** Who may call. */
export type PostureWho =
  | { readonly kind: "anyone"; readonly because: string }
  | { readonly kind: "partner"; readonly partner: string }
  | PostureCallers;

/** Identified callers, and what has to hold for them. */
export interface PostureCallers {
  readonly kind: "callers";
  /** Lists of facts; one list whose facts all hold is enough, and an empty one asks for no more than a credential. */
  readonly any?: readonly (readonly string[])[];
  /** The rule in words; without `any` it was too large to expand. */
  readonly words: string;
  /** The only sources of credentials that count. */
  readonly via?: readonly string[];
}

/** Who may call a contract's route. */
export function whoMayCall(contract: Contract): PostureWho {
  const { allow, from } = contract;
  if (allow === undefined) return { kind: "partner", partner: from };
  if (allow.kind === "anyone") return { kind: "anyone", because: allow.because };
  const terms = termsOf(allow);
  const { via } = contract as { readonly via?: readonly string[] };
  return {
    kind: "callers",
    ...(terms !== undefined && { any: inOrder(terms) }),
    words: describeRule(allow),
    ...(via !== undefined && { via: [...via].sort() }),
  };
}

/** Who may call, in words. */
export function describeWho(who: PostureWho): string {
  if (who.kind === "anyone") return `anyone: ${who.because}`;
  if (who.kind === "partner") return `partner ${who.partner}`;
  return who.via === undefined ? who.words : `${who.words} via ${who.via.join(" or ")}`;
}

/** What changed about who may call. */
export function compareWho(was: PostureWho, now: PostureWho): readonly Finding[] {
  const change = `${describeWho(was)} -> ${describeWho(now)}`;
  if (was.kind === "callers" && now.kind === "callers") return compareCallers(was, now, change);
  if (was.kind !== now.kind) {
    if (now.kind === "anyone") return [found("loosened", change)];
    return [found(was.kind === "anyone" ? "tightened" : "changed", change)];
  }
  return describeWho(was) === describeWho(now) ? [] : [found("changed", change)];
}

function compareCallers(was: PostureCallers, now: PostureCallers, change: string): readonly Finding[] {
  if (was.any === undefined || now.any === undefined) {
    return was.words === now.words ? [] : [found("changed", `${change} (review: too many cases to compare)`)];
  }
  const [widened, narrowed] = [implies(was.any, now.any), implies(now.any, was.any)];
  if (!widened && !narrowed) return [found("changed", `${change} (review: neither includes the other)`)];
  const rule = widened && narrowed ? undefined : widened ? "loosened" : "tightened";
  const direction = together([rule, compareVia(was.via, now.via)]);
  return direction === undefined ? [] : [found(direction, change)];
}

function compareVia(was: readonly string[] | undefined, now: readonly string[] | undefined) {
  if (was === undefined || now === undefined) {
    if (was === now) return undefined;
    return now === undefined ? "loosened" : "tightened";
  }
  return whereWiderIsLooser(was, now);
}

type Term = readonly string[];

/** Rules only ever ask for more facts, so that one implies another where each of its terms holds one of the other's. */
function implies(rule: readonly Term[], other: readonly Term[]): boolean {
  return rule.every((term) => other.some((needed) => needed.every((fact) => term.includes(fact))));
}

/** Past so many terms a rule is reviewed by people rather than expanded. */
const MOST_TERMS = 256;

function termsOf(rule: CallerRule): readonly Term[] | undefined {
  switch (rule.kind) {
    case "signed-in":
      return [[]];
    case "role":
      return rule.roles.map((name) => [`role ${name}`]);
    case "scope":
      return [rule.scopes.map((name) => `scope ${name}`)];
    case "claim":
      return rule.values.map((value) => [`claim ${rule.claim} ${JSON.stringify(value)}`]);
    case "any":
      return joined(rule.rules, (one, other) => [...one, ...other]);
    case "all":
      return joined(rule.rules, (one, other) => one.flatMap((left) => other.map((right) => [...left, ...right])));
    case "tenant":
    case "step-up":
    case "owner":
      // What has no order of its own is one fact: the same words, or a review.
      return [[describeRule(rule)]];
  }
}

type Join = (one: readonly Term[], other: readonly Term[]) => readonly Term[];

function joined(rules: readonly CallerRule[], join: Join): readonly Term[] | undefined {
  const [first, ...others] = rules.map(termsOf);
  return others.reduce((all, terms) => {
    if (all === undefined || terms === undefined || all.length * terms.length > MOST_TERMS) return undefined;
    return join(all, terms);
  }, first);
}

/** Each term once, and none that asks for more than another. */
function inOrder(terms: readonly Term[]): readonly Term[] {
  const sets = terms.map((term) => [...new Set(term)].sort());
  const texts = new Map(sets.map((term) => [JSON.stringify(term), term]));
  const kept = [...texts.values()].filter(
    (term, _index, all) => !all.some((other) => other !== term && other.every((fact) => term.includes(fact))),
  );
  return kept.sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
}
