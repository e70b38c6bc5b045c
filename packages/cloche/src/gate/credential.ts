/** Step 4 for callers: read the one credential that was presented, judge it, and apply the contract's rule. */
import { type Caller, type CallerSource, type Identified, isRefusal, type Refusal, refuse } from "../kernel/index.js";
import { type CrossSiteOptions, crossSite } from "../layers/headers/index.js";
import { type CallerRule, refusesCaller } from "./allow.js";
import type { Passage } from "./decision.js";
import type { Step } from "./pipeline.js";

/** What the step needs to know. */
export interface CredentialOptions {
  readonly sources: readonly CallerSource[];
  readonly rule: CallerRule;
  readonly crossSite: CrossSiteOptions;
}

interface Found {
  readonly source: CallerSource;
  readonly identified: Caller | Refusal;
}

const TWO_CREDENTIALS = refuse("request_malformed", { reason: "credentials_doubled" });

/** Identifies the caller and refuses one the rule does not let in. */
export function credentialStep({ sources, rule, crossSite: sites }: CredentialOptions): Step {
  const missing = missingRefusal(sources);
  const admit = (passage: Passage, found: readonly Found[]): Refusal | undefined => {
    const [one, another] = found;
    if (one === undefined) return missing;
    // RFC 6750 section 2: a client must not use more than one method; which one would win is a guess.
    if (another !== undefined) return TWO_CREDENTIALS;
    if (isRefusal(one.identified)) return one.identified;
    if (one.source.ambient) {
      const refusal = crossSite(passage.facts, sites);
      if (refusal !== undefined) return refusal;
    }
    passage.caller = one.identified;
    return refusesCaller(rule, one.identified);
  };
  return (passage) => {
    const answers = sources.map((source) => source.identify(passage.facts));
    return areSettled(answers)
      ? admit(passage, pair(sources, answers))
      : Promise.all(answers.map(async (answer) => answer)).then((settled) => admit(passage, pair(sources, settled)));
  };
}

function pair(sources: readonly CallerSource[], answers: readonly Identified[]): readonly Found[] {
  return sources.flatMap((source, index) => {
    const identified = answers[index];
    return identified === undefined ? [] : [{ source, identified }];
  });
}

function missingRefusal(sources: readonly CallerSource[]): Refusal {
  return refuse("unauthenticated", {
    reason: "credential_missing",
    headers: sources.flatMap((source) => source.missing.headers),
  });
}

function areSettled(answers: readonly (Identified | Promise<Identified>)[]): answers is readonly Identified[] {
  return !answers.some((answer) => answer instanceof Promise);
}
