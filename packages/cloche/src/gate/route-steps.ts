/** The order of a request's life, as the list of steps one contract needs. */
import type { Refusal } from "../kernel/index.js";
import type { Partner } from "../layers/webhooks/index.js";
import type { Contract } from "./contract.js";
import { credentialStep } from "./credential.js";
import type { Passage } from "./decision.js";
import { failureLimit } from "./failure-limit.js";
import { idempotencyStep } from "./idempotency.js";
import { DEFAULT_MAX_BODY_BYTES, inputSteps } from "./input.js";
import { isByAddress, limitStep, readLimits } from "./limits.js";
import { signatureStep } from "./partner.js";
import { defaultFor, type GateParts } from "./parts.js";
import type { Step } from "./pipeline.js";
import { sameSiteStep } from "./same-site.js";

/** The steps of one route, and the count of its failed credentials. */
export interface RouteSteps {
  readonly steps: readonly Step[];
  readonly countFailure: (passage: Passage, refusal: Refusal) => void;
}

/** Compiles the steps: limit by address, credential, limit by caller, input, idempotency. */
export function routeSteps(contract: Contract, parts: GateParts): RouteSteps {
  const { options } = parts;
  const store = options.limits?.store;
  const policies = policiesOf(contract, parts);
  const byAddress = policies.filter(isByAddress);
  const byCaller = policies.filter((policy) => !isByAddress(policy));
  const maxBytes = contract.maxBodyBytes ?? options.maxBodyBytes ?? DEFAULT_MAX_BODY_BYTES;
  const failures = failureLimit(parts);
  const steps: Step[] = [];
  if (store !== undefined && byAddress.length > 0) steps.push(limitStep(byAddress, store));
  if (contract.allow?.kind !== "anyone") steps.push(failures.step);
  steps.push(...credentialSteps(contract, parts, maxBytes));
  if (store !== undefined && byCaller.length > 0) steps.push(limitStep(byCaller, store));
  steps.push(...inputSteps(contract, { maxBytes, format: partnerOf(contract, parts)?.format }));
  if (contract.idempotent !== undefined) steps.push(idempotencyStep(contract.idempotent === "required"));
  return { steps, countFailure: failures.count };
}

function partnerOf({ from }: Contract, { options }: GateParts): Partner | undefined {
  return from === undefined ? undefined : options.partners?.[from];
}

function credentialSteps(contract: Contract, parts: GateParts, maxBytes: number): readonly Step[] {
  const { allow, method, cookies } = contract;
  const sites = { allowedOrigins: parts.options.origins ?? [] };
  const partner = partnerOf(contract, parts);
  if (partner !== undefined) return [signatureStep({ partner, maxBytes, emit: parts.emit })];
  if (allow !== undefined && allow.kind !== "anyone") {
    return [credentialStep({ sources: parts.options.who ?? [], rule: allow, crossSite: sites })];
  }
  // A cookie is sent by the browser without being asked, whoever made the page.
  return cookies !== undefined && method !== "GET" ? [sameSiteStep(sites)] : [];
}

function policiesOf(contract: Contract, parts: GateParts) {
  const own = readLimits(contract.limit, contract.name);
  if (own.length > 0 || parts.options.limits === undefined) return own;
  const fallback = defaultFor(parts, contract.path);
  return fallback === undefined ? [] : [fallback];
}
