/** Step 4 for callers: read the one credential that was presented, judge it, and apply the contract's rule. */
import {
  type CallerSource,
  type Clock,
  type Identified,
  isPending,
  isRefusal,
  type Refusal,
  type RequestHead,
  refuse,
} from "../kernel/index.js";
import { type CrossSiteOptions, crossSite } from "../layers/headers/index.js";
import type { CsrfTokens } from "../layers/jwt/index.js";
import { type CallerRule, refusesCaller } from "./allow.js";
import type { CallerKey } from "./caller-key.js";
import type { Passage } from "./decision.js";
import type { Step } from "./pipeline.js";
import { SPARES_NOTHING, type Spares } from "./shadow.js";

/** What the step needs to know. */
export interface CredentialOptions {
  readonly sources: readonly CallerSource[];
  readonly rule: CallerRule;
  readonly keyOf: CallerKey;
  readonly crossSite: CrossSiteOptions;
  /** Asked where a cookie authenticated and the browser said nothing of where the request comes from. */
  readonly csrf?: Pick<CsrfTokens, "refusal"> | undefined;
  readonly clock: Clock;
  /** Whether a refusal is only told. */
  readonly spares?: Spares;
}

const TWO_CREDENTIALS = refuse("request_malformed", { reason: "credentials_doubled" });

/** Identifies the caller and refuses one the rule does not let in. */
export function credentialStep(options: CredentialOptions): Step {
  const { sources, spares = SPARES_NOTHING } = options;
  const judge = judgeOf(options, missingRefusal(sources));
  const [only] = sources;
  if (sources.length === 1 && only !== undefined) {
    return (passage) => {
      const answer = only.identify(passage.facts);
      return isPending(answer)
        ? Promise.resolve(answer).then((settled) => judge(passage, only, settled))
        : judge(passage, only, answer);
    };
  }
  const choose = (passage: Passage, answers: readonly Identified[]): Refusal | undefined => {
    const first = answers.findIndex((answer) => answer !== undefined);
    // RFC 6750 section 2: a client must not use more than one method; which one would win is a guess.
    if (answers.some((answer, index) => index > first && answer !== undefined)) {
      return spares("credential", passage, TWO_CREDENTIALS) ? undefined : TWO_CREDENTIALS;
    }
    return judge(passage, sources[first], answers[first]);
  };
  return (passage) => {
    const answers = sources.map((source) => source.identify(passage.facts));
    return areSettled(answers)
      ? choose(passage, answers)
      : Promise.all(answers.map(async (answer) => answer)).then((settled) => choose(passage, settled));
  };
}

type JudgeCaller = (passage: Passage, source: CallerSource | undefined, identified: Identified) => Refusal | undefined;

function judgeOf(options: CredentialOptions, missing: Refusal): JudgeCaller {
  const { rule, keyOf, crossSite: sites, csrf, clock, spares = SPARES_NOTHING } = options;
  const unless = (layer: "credential" | "rule", passage: Passage, refusal: Refusal): Refusal | undefined =>
    spares(layer, passage, refusal) ? undefined : refusal;
  return (passage, source, identified) => {
    if (identified === undefined) return unless("credential", passage, missing);
    if (isRefusal(identified)) return unless("credential", passage, identified);
    const ambient = source?.ambient === true;
    if (ambient) {
      const refusal = crossSite(passage.facts, sites);
      if (refusal !== undefined && !spares("csrf", passage, refusal)) return refusal;
    }
    // A source outside this library may give what no type allows; nobody must pass as nobody.
    if (typeof identified?.id !== "string") throw new TypeError("A caller source gave neither a caller nor a refusal.");
    passage.caller = identified;
    passage.callerKey = keyOf(identified);
    passage.callerHeaders = source?.answerHeaders?.(passage.facts);
    if (ambient && csrf !== undefined && isSilent(passage.facts)) {
      const refusal = csrf.refusal(passage.facts, identified);
      if (refusal !== undefined && !spares("csrf", passage, refusal)) return refusal;
    }
    // What only the owner of an object may do is decided once the input is read.
    const judged = refusesCaller(rule, identified, { params: passage.facts.params, now: clock.now() });
    return judged === undefined || judged === "later" ? undefined : unless("rule", passage, judged);
  };
}

/** Whether a request that changes something says nothing of the page that sent it, as old browsers do. */
function isSilent(head: RequestHead): boolean {
  const isSafe = head.method === "GET" || head.method === "HEAD" || head.method === "OPTIONS";
  return !isSafe && head.header("sec-fetch-site") === undefined && head.header("origin") === undefined;
}

function missingRefusal(sources: readonly CallerSource[]): Refusal {
  return refuse("unauthenticated", {
    reason: "credential_missing",
    headers: sources.flatMap((source) => source.missing.headers),
  });
}

function areSettled(answers: readonly (Identified | Promise<Identified>)[]): answers is readonly Identified[] {
  return !answers.some(isPending);
}
