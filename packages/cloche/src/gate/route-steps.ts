/** The order of a request's life, as the list of steps one contract needs. */
import { configFault, type Refusal } from "../kernel/index.js";
import type { Partner } from "../layers/webhooks/index.js";
import { ownerRules } from "./allow.js";
import { auditSteps } from "./audit-step.js";
import { callerKeys } from "./caller-key.js";
import { type Contract, knowsCaller } from "./contract.js";
import { credentialStep } from "./credential.js";
import type { Passage } from "./decision.js";
import { failureLimit } from "./failure-limit.js";
import { idempotencyStep } from "./idempotency.js";
import { DEFAULT_MAX_BODY_BYTES, inputSteps } from "./input.js";
import { limitStep, listsStep } from "./limit-steps.js";
import { type AnyPolicy, type LimitStage, limitStage, readLimits, withDefault } from "./limits.js";
import { ownershipStep } from "./ownership.js";
import { nonceStep } from "./page-nonces.js";
import { firstSuccess, signatureStep } from "./partner.js";
import { type CoverLists, defaultFor, type GateParts } from "./parts.js";
import type { Step } from "./pipeline.js";
import { sameSiteStep } from "./same-site.js";
import { slotsStep } from "./slot-steps.js";
import { tlsSteps } from "./tls-step.js";

/** The steps of one route, and the count of its failed credentials. */
export interface RouteSteps {
  readonly steps: readonly Step[];
  readonly countFailure: (passage: Passage, refusal: Refusal) => void;
}

/** Compiles the steps: TLS, lists, limits by address, credential, limits by caller, input, limits by input, idempotency. */
export function routeSteps(contract: Contract, parts: GateParts, { nonced }: CoverLists): RouteSteps {
  const { options } = parts;
  const limits = stagedLimits(contract, parts);
  const lists = options.limits?.lists === undefined ? [] : [listsStep(options.limits.lists)];
  const maxBytes = contract.maxBodyBytes ?? options.maxBodyBytes ?? DEFAULT_MAX_BODY_BYTES;
  const failures = failureLimit(parts);
  const isOpen = contract.allow?.kind === "anyone";
  const steps: readonly Step[] = [
    ...(nonced === undefined ? [] : [nonceStep]),
    ...tlsSteps(contract, options.tls),
    ...lists,
    ...limits("address"),
    ...(isOpen ? [] : [failures.step]),
    ...credentialSteps(contract, parts, maxBytes),
    ...(knowsCaller(contract) ? lists : []),
    ...limits("caller"),
    ...inputSteps(contract, { maxBytes, format: partnerOf(contract, parts)?.format }),
    ...limits("input"),
    ...ownershipSteps(contract, parts),
    ...(contract.idempotent === undefined ? [] : [idempotencyStep(contract.idempotent === "required")]),
    ...auditSteps(contract, options.audit),
  ];
  // Where nobody has to prove anything, any page could make a visitor's browser fail until the visitor is locked out.
  return { steps, countFailure: isOpen ? () => {} : failures.count };
}

/** The limit steps of each stage: one for all of a kind, so that each is one call of the store. */
function stagedLimits(contract: Contract, parts: GateParts): (stage: LimitStage) => readonly Step[] {
  const { limits } = parts.options;
  const policies = policiesOf(contract, parts);
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

function ownershipSteps({ allow }: Contract, { options, clock }: GateParts): readonly Step[] {
  if (allow === undefined || allow.kind === "anyone" || ownerRules(allow).length === 0) return [];
  return [ownershipStep(allow, options.owners ?? {}, clock)];
}

function partnerOf({ from }: Contract, { options }: GateParts): Partner | undefined {
  return from === undefined ? undefined : options.partners?.[from];
}

function credentialSteps(contract: Contract, parts: GateParts, maxBytes: number): readonly Step[] {
  const { allow, method, cookies } = contract;
  const sites = { allowedOrigins: parts.options.origins ?? [] };
  const partner = partnerOf(contract, parts);
  if (partner !== undefined)
    return [signatureStep({ partner, maxBytes, emit: parts.emit, success: firstSuccess(contract) })];
  if (allow !== undefined && allow.kind !== "anyone") {
    const { who = [], csrf } = parts.options;
    const sources = who.filter(({ name }) => contract.via?.includes(name) ?? true);
    const keyOf = callerKeys(who);
    return [credentialStep({ sources, rule: allow, keyOf, crossSite: sites, csrf, clock: parts.clock })];
  }
  // A cookie is sent by the browser without being asked, whoever made the page.
  return cookies !== undefined && method !== "GET" ? [sameSiteStep(sites)] : [];
}

function policiesOf(contract: Contract, parts: GateParts): readonly AnyPolicy[] {
  const { limits } = parts.options;
  const own = readLimits(contract.limit, contract.name);
  const policies = limits === undefined ? own : withDefault(own, defaultFor(parts, contract.path));
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
