/** Refuses a gate or a route whose promises cannot be kept, at start. */
import { configFault, oneOf } from "../kernel/index.js";
import { ownerRules } from "./allow.js";
import { type Contract, knowsCaller } from "./contract.js";
import { checkExplain } from "./explain-options.js";
import type { ByHandlers, CoverLists, GateOptions } from "./parts.js";
import { parameterNames } from "./path-template.js";
import { GATE_SHADOW_LAYERS } from "./shadow-layers.js";

/** Whether a duty is left to the handlers. */
export function isByHandlers(duty: object | undefined): duty is ByHandlers {
  return duty !== undefined && "byHandlers" in duty;
}

/** Refuses options that contradict each other. */
export function checkOptions({ partners, replay, shadow = [], explain }: GateOptions): void {
  for (const layer of shadow) oneOf(layer, GATE_SHADOW_LAYERS, "createGate shadow");
  checkExplain(explain);
  if (partners !== undefined && Object.keys(partners).length > 0 && replay === undefined) {
    throw configFault("contract_contradiction", {
      where: "createGate replay",
      fix: "Give a replay store, or { byHandlers: why } where the handlers store each delivery once themselves.",
    });
  }
}

/** Refuses a contract this gate cannot enforce. */
export function checkRoute(contract: Contract, options: GateOptions): void {
  const where = contract.name;
  if (contract.from !== undefined && options.partners?.[contract.from] === undefined) {
    const known = Object.keys(options.partners ?? {}).join(", ") || "none";
    throw configFault("partner_unknown", { where, fix: `Name it in createGate({ partners }); known: ${known}.` });
  }
  if (knowsCaller(contract) && (options.who ?? []).length === 0) {
    throw configFault("caller_source_missing", { where, fix: "Give createGate({ who: [bearer(...)] })." });
  }
  const unknown = contract.via?.find((name) => !(options.who ?? []).some((source) => source.name === name));
  if (unknown !== undefined || contract.via?.length === 0) {
    const names = (options.who ?? []).map(({ name }) => name).join(", ") || "none";
    throw configFault("caller_source_missing", {
      where: `${where} via`,
      fix: `Name sources of the gate; known: ${names}.`,
    });
  }
  checkOwners(contract, options);
  if (contract.limit !== undefined && options.limits === undefined) {
    throw configFault("limit_store_missing", { where, fix: "Give createGate({ limits: { store } })." });
  }
  if (contract.idempotent !== undefined && options.idempotency === undefined) {
    throw configFault("contract_contradiction", {
      where,
      fix: "Give createGate({ idempotency }) a store, or { byHandlers: why } where the handlers keep keys themselves.",
    });
  }
}

function checkOwners({ allow, path, name }: Contract, { owners = {} }: GateOptions): void {
  for (const { of, parameter } of allow === undefined ? [] : ownerRules(allow)) {
    if (!Object.hasOwn(owners, of)) {
      throw configFault("contract_contradiction", { where: name, fix: `Give createGate({ owners: { ${of}: ... } }).` });
    }
    if (!parameterNames(path).includes(parameter)) {
      throw configFault("contract_contradiction", { where: name, fix: `The path names no {${parameter}}.` });
    }
  }
}

/** Refuses to repeat a page: its nonce would be that of another answer, and nothing on it would run. */
export function checkNonced({ idempotent, name }: Contract, { nonced }: CoverLists): void {
  if (idempotent === undefined || nonced === undefined) return;
  throw configFault("contract_contradiction", {
    where: name,
    fix: "Drop `idempotent`, or choose a cover without a nonce: a nonce is for one answer.",
  });
}

/** Refuses a native handler whose answer would have to be kept: the gate never sees it whole. */
export function checkNative(contract: Contract, { idempotency }: GateOptions): void {
  if (contract.idempotent === undefined || isByHandlers(idempotency)) return;
  throw configFault("contract_contradiction", {
    where: contract.name,
    fix: "An answer can be repeated only from a neutral handler: mount(handle(contract, ...)), or { byHandlers: why }.",
  });
}
