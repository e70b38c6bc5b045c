/** The order of a request's life, as the list of steps one contract needs. */
import { configFault, type Refusal } from "../kernel/index.js";
import type { Partner } from "../layers/webhooks/index.js";
import { describeRule, ownerRules } from "./allow.js";
import { auditSteps } from "./audit-step.js";
import { callerKeys } from "./caller-key.js";
import { type Contract, knowsCaller } from "./contract.js";
import { credentialStep } from "./credential.js";
import type { Passage } from "./decision.js";
import { explainedSteps, type NamedStep } from "./explain.js";
import { failureLimit } from "./failure-limit.js";
import { followedSteps } from "./follow.js";
import { idempotencyStep } from "./idempotency.js";
import { DEFAULT_MAX_BODY_BYTES } from "./input.js";
import { limitStep, listsStep } from "./limit-steps.js";
import { type AnyPolicy, defaultsFor, type LimitStage, limitStage, readLimits, withDefaults } from "./limits.js";
import { ownershipStep } from "./ownership.js";
import { nonceStep } from "./page-nonces.js";
import { firstSuccess, signatureStep } from "./partner.js";
import type { CoverLists, GateParts } from "./parts.js";
import type { Step } from "./pipeline.js";
import { sameSiteStep } from "./same-site.js";
import { shadowOf, sparing, type Watch, watched } from "./shadow.js";
import { watchedInput } from "./shadow-input.js";
import { signsSteps } from "./sign-steps.js";
import { slotsStep } from "./slot-steps.js";
import { tlsSteps } from "./tls-step.js";
import { watchedLimit } from "./watched-limit.js";

/** The steps of one route, and the count of its failed credentials. */
export interface RouteSteps {
  readonly steps: readonly Step[];
  readonly countFailure: (passage: Passage, refusal: Refusal) => void;
}

/** Compiles the steps: TLS, lists, limits by address, credential, limits by caller, input, limits by input, idempotency. */
export function routeSteps(contract: Contract, parts: GateParts, { nonced }: CoverLists): RouteSteps {
  const { options } = parts;
  const layers = shadowOf(contract, options.shadow);
  const watch: Watch = { layers, spares: sparing(layers, parts) };
  const limits = stagedLimits(contract, parts, layers);
  const lists = options.limits?.lists === undefined ? [] : [listsStep(options.limits.lists)];
  const maxBytes = contract.maxBodyBytes ?? options.maxBodyBytes ?? DEFAULT_MAX_BODY_BYTES;
  const failures = failureLimit(parts);
  const isOpen = contract.allow?.kind === "anyone";
  const input = watchedInput(contract, { maxBytes, format: partnerOf(contract, parts)?.format }, watch);
  const steps: readonly NamedStep[] = [
    ...named("nonce", nonced === undefined ? [] : [nonceStep]),
    ...named("tls", tlsSteps(contract, options.tls)),
    ...named("lists", lists),
    ...named("limit by address", limits("address"), quotas),
    ...named("failed credentials", isOpen ? [] : [failures.step]),
    ...credentialSteps(contract, { parts, maxBytes, watch }),
    ...named("lists", knowsCaller(contract) ? lists : []),
    ...named("limit by caller", limits("caller"), quotas),
    ...inputNames(contract).flatMap((name, index) => named(name, input.slice(index, index + 1))),
    ...named(
      "attack signs",
      signsSteps(contract, parts).map((step) => watched(step, "signs", watch)),
    ),
    ...named("limit by input", limits("input"), quotas),
    ...ownershipSteps(contract, parts, watch),
    ...named("idempotency", contract.idempotent ? [idempotencyStep(contract.idempotent === "required")] : [], keyed),
    ...named("audit", auditSteps(contract, options.audit)),
  ];
  // Where nobody has to prove anything, any page could make a visitor's browser fail until the visitor is locked out.
  return {
    steps: explainedSteps(followedSteps(steps, parts), parts),
    countFailure: isOpen ? () => {} : failures.count,
  };
}

function named(name: string, steps: readonly Step[], why?: NamedStep["why"]): readonly NamedStep[] {
  return steps.map((step) => ({ name, step, why }));
}

/** What each input step reads, in the order of the steps. */
function inputNames({ query, headers, cookies, body }: Contract): readonly string[] {
  const parts = { query, headers, cookies, body };
  const declared = Object.entries(parts).filter(([, schema]) => schema !== undefined);
  return ["params", ...declared.map(([part]) => part)].map((part) => `input ${part}`);
}

const keyed = ({ idempotency }: Passage): string => (idempotency === undefined ? "no key" : "a key");

function quotas({ verdicts }: Passage): string {
  return verdicts.map(({ policy, remaining }) => `${policy.name}: ${remaining} left`).join("; ");
}

/** The limit steps of each stage: one for all of a kind, so that each is one call of the store. */
function stagedLimits(
  contract: Contract,
  parts: GateParts,
  layers: Watch["layers"],
): (stage: LimitStage) => readonly Step[] {
  const { limits } = parts.options;
  const isWatched = layers.includes("limit");
  const policies = policiesOf(contract, parts).map((policy) => (isWatched ? watchedLimit(policy) : policy));
  if (layers.includes("credential") && policies.some((one) => limitStage(one) === "caller" && !one.shadow)) {
    throw configFault("contract_contradiction", {
      where: `${contract.name} shadow`,
      fix: "All whom no credential tells apart would share one counter: put limit in shadow, too, or count by address.",
    });
  }
  return (stage) => {
    const staged = policies.filter((policy) => limitStage(policy) === stage);
    if (limits === undefined) return [];
    const counted = staged.filter((policy) => "quota" in policy);
    const held = staged.filter((policy) => "atOnce" in policy);
    return [
      ...(counted.length === 0 ? [] : [limitStep(counted, limits)]),
      ...(held.length === 0 ? [] : [slotsStep(held, limits, contract.name)]),
    ];
  };
}

function ownershipSteps({ allow }: Contract, { options, clock }: GateParts, watch: Watch): readonly NamedStep[] {
  if (allow === undefined || allow.kind === "anyone" || ownerRules(allow).length === 0) return [];
  const step = watched(ownershipStep(allow, options.owners ?? {}, clock), "owner", watch);
  return named("owner", [step], () => describeRule(allow));
}

function partnerOf({ from }: Contract, { options }: GateParts): Partner | undefined {
  return from === undefined ? undefined : options.partners?.[from];
}

interface CredentialParts {
  readonly parts: GateParts;
  readonly maxBytes: number;
  readonly watch: Watch;
}

function credentialSteps(contract: Contract, { parts, maxBytes, watch }: CredentialParts): readonly NamedStep[] {
  const { allow, method, cookies } = contract;
  const sites = { allowedOrigins: parts.options.origins ?? [] };
  const partner = partnerOf(contract, parts);
  if (partner !== undefined) {
    const step = signatureStep({ partner, maxBytes, emit: parts.emit, success: firstSuccess(contract) });
    return named(
      "signature",
      [step],
      ({ delivery }) => `partner ${partner.name}, secret ${delivery?.secretLabel ?? ""}`,
    );
  }
  if (allow !== undefined && allow.kind !== "anyone") {
    const { who = [], csrf } = parts.options;
    const sources = who.filter(({ name }) => contract.via?.includes(name) ?? true);
    const keyOf = callerKeys(who);
    const { spares } = watch;
    const step = credentialStep({ sources, rule: allow, keyOf, crossSite: sites, csrf, clock: parts.clock, spares });
    return named("credential", [step], ({ caller }) => `${caller?.via ?? "nobody"}; asked: ${describeRule(allow)}`);
  }
  // A cookie is sent by the browser without being asked, whoever made the page.
  return named("csrf", cookies !== undefined && method !== "GET" ? [watched(sameSiteStep(sites), "csrf", watch)] : []);
}

function policiesOf(contract: Contract, parts: GateParts): readonly AnyPolicy[] {
  const { limits } = parts.options;
  const own = readLimits(contract.limit, contract.name);
  const policies = limits === undefined ? own : withDefaults(own, defaultsFor(parts.defaults, contract.path));
  for (const policy of policies) {
    limits?.store.check?.(policy, `${contract.name} limit`);
    if (policy.by.includes("tenant") && limits?.tenantOf === undefined) {
      throw configFault("contract_contradiction", {
        where: `${contract.name} limit`,
        fix: "Give createGate({ limits: { tenantOf } }), or count by caller.",
      });
    }
  }
  return policies;
}
