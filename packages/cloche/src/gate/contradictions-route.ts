/** Contradictions in what one contract promises at a gate. */

import { stepUpRules } from "./allow.js";
import { type Contract, knowsCaller } from "./contract.js";
import { answerContradictions } from "./contradictions-answers.js";
import type { Place } from "./contradictions-place.js";
import { isByHandlers } from "./gate-checks.js";
import { jsonSchemaOf } from "./openapi-schema.js";
import type { GateOptions } from "./parts.js";
import { effectiveLimits } from "./posture-limits.js";
import type { Scene } from "./surroundings.js";

/** The contradictions of one contract. */
export function routeContradictions(contract: Contract, options: GateOptions, scene: Scene): readonly Place[] {
  return [
    ...answerContradictions(contract, options),
    ...callerPlaces(contract, options),
    ...partnerPlaces(contract, options),
    ...inputPlaces(contract),
    ...limitPlaces(contract, options, scene),
    ...(contract.shadow ?? []).map((layer): Place => ["shadow_left", `${contract.name} shadow ${layer}`]),
  ];
}

/** A source that never tells of a sign-in says so. */
function callerPlaces(contract: Contract, { who = [] }: GateOptions): readonly Place[] {
  if (!knowsCaller(contract) || contract.allow === undefined || stepUpRules(contract.allow).length === 0) return [];
  const sources = who.filter(({ name }) => contract.via?.includes(name) ?? true);
  return sources.every(({ tellsSignIn }) => tellsSignIn === false) ? [["step_up_untold", contract.name]] : [];
}

function partnerPlaces({ name, from, accepts, idempotent }: Contract, options: GateOptions): readonly Place[] {
  if (from === undefined) return [];
  const { partners, cors } = options;
  const places: Place[] = [];
  const format = partners?.[from]?.format;
  if (format !== undefined && accepts !== undefined && !accepts.includes(format)) places.push(["partner_format", name]);
  if (cors !== undefined) places.push(["webhook_under_cors", name]);
  if (idempotent === "required") places.push(["partner_keyless", name]);
  return places;
}

const CREDENTIAL =
  /^(?:(?:access|id|refresh|api|auth)[_-]?(?:token|key)|token|jwt|password|passwd|secret|session(?:[_-]?id)?)$/i;

function inputPlaces({ name, query }: Contract): readonly Place[] {
  if (query === undefined) return [];
  const fields = Object.keys((jsonSchemaOf(query, "input").properties ?? {}) as object);
  return fields.some((field) => CREDENTIAL.test(field)) ? [["credential_in_query", name]] : [];
}

function limitPlaces(contract: Contract, options: GateOptions, { production }: Scene): readonly Place[] {
  const { name, method, allow, idempotent } = contract;
  const limits = effectiveLimits(contract, options);
  const isOpen = allow?.kind === "anyone";
  const places: Place[] = [];
  if (isOpen && method !== "GET" && limits.length === 0) places.push(["open_unlimited", name]);
  if (isOpen && method !== "GET" && limits.some(({ whenAway }) => whenAway === "allow")) {
    places.push(["outage_opens", name]);
  }
  const keeps = idempotent !== undefined && !isByHandlers(options.idempotency);
  if (isOpen && keeps) places.push(["open_repeated", name]);
  if (production && options.proxies === undefined && limits.some(({ by }) => by.includes("address"))) {
    places.push(["proxies_unsaid", name]);
  }
  return places;
}
