/** Finds what contracts and options promise together but cannot keep together, before anything is served. */
import type { CallerSource } from "../kernel/index.js";
import type { Contract } from "./contract.js";
import { answerContradictions } from "./contradictions-answers.js";
import { pathContradictions } from "./contradictions-paths.js";
import { CONTRADICTIONS, type ContradictionCode, type Place } from "./contradictions-table.js";
import { isByHandlers } from "./gate-checks.js";
import { jsonSchemaOf } from "./openapi-schema.js";
import type { GateOptions } from "./parts.js";
import { effectiveLimits } from "./posture-limits.js";

export { CONTRADICTIONS, type ContradictionCode } from "./contradictions-table.js";

/** One contradiction. */
export interface Contradiction {
  readonly code: ContradictionCode;
  /** The route, or the option of the gate. */
  readonly where: string;
  /** Whether the process must not start. */
  readonly stops: boolean;
  /** What it means and what mends it, in one line. */
  readonly text: string;
  /** The page that explains it. */
  readonly page: string;
}

/** What only the one who deploys knows. */
export interface Surroundings {
  /** How many processes serve this API together; 1 unless said. */
  readonly processes?: number;
}

/**
 * Every contradiction between the contracts and what the gate is made of; empty where all of it holds together.
 *
 * @example
 * for (const { text } of contradictions(contracts, gateOptions, { processes: 2 })) console.warn(text);
 */
export function contradictions(
  contracts: readonly Contract[],
  options: GateOptions,
  { processes = 1 }: Surroundings = {},
): readonly Contradiction[] {
  const found: readonly Place[] = [
    ...sourcePlaces(options),
    ...originPlaces(options),
    ...(processes > 1 ? memoryPlaces(options) : []),
    ...partnerPlaces(contracts, options),
    ...pathContradictions(contracts),
    ...contracts.flatMap((contract) => [
      ...answerContradictions(contract, options),
      ...inputPlaces(contract, options),
      ...limitPlaces(contract, options),
    ]),
  ];
  return found.map(([code, where]) => {
    const { title, remedy, stops } = CONTRADICTIONS[code];
    const text = `${where}: ${title} ${remedy} [${code}]`;
    return { code, where, stops, text, page: `docs/guide/posture.md#${code}` };
  });
}

/** Browsers attach cookies, Basic credentials and client certificates without being asked. */
function sourcePlaces({ who = [] }: GateOptions): readonly Place[] {
  return who.filter(isUnchecked).map(({ name }) => ["cookie_unchecked", `createGate who ${name}`]);
}

function isUnchecked({ ambient, scheme }: CallerSource): boolean {
  const { type, in: place, scheme: kind } = scheme;
  const attached =
    (type === "apiKey" && place === "cookie") ||
    (type === "http" && String(kind).toLowerCase() === "basic") ||
    type === "mutualTLS";
  return attached && !ambient;
}

const LOCAL = /^http:\/\/(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/;

function originPlaces({ origins = [] }: GateOptions): readonly Place[] {
  const inClear = origins.some((origin) => origin.startsWith("http:") && !LOCAL.test(origin));
  return inClear ? [["origin_in_clear", "createGate origins"]] : [];
}

/** The stores of this library that keep in memory say how much they hold. */
function memoryPlaces({ limits, replay, idempotency }: GateOptions): readonly Place[] {
  const stores = { "limits.store": limits?.store, replay, idempotency };
  return Object.entries(stores).flatMap(([name, store]): readonly Place[] =>
    store !== undefined && !isByHandlers(store) && isInMemory(store) ? [["memory_shared", `createGate ${name}`]] : [],
  );
}

function isInMemory(store: object): boolean {
  const { size, inMemory } = store as { readonly size?: unknown; readonly inMemory?: unknown };
  return typeof size === "number" || inMemory === true;
}

function partnerPlaces(contracts: readonly Contract[], { partners = {} }: GateOptions): readonly Place[] {
  const named = new Set(contracts.map(({ from }) => from));
  return Object.keys(partners).flatMap((name): readonly Place[] =>
    named.has(name) ? [] : [["partner_idle", `createGate partners ${name}`]],
  );
}

const CREDENTIAL =
  /^(?:(?:access|id|refresh|api|auth)[_-]?(?:token|key)|token|jwt|password|passwd|secret|session(?:[_-]?id)?)$/i;

function inputPlaces(contract: Contract, { partners, cors }: GateOptions): readonly Place[] {
  const { name, from, accepts, query } = contract;
  const places: Place[] = [];
  const format = from === undefined ? undefined : partners?.[from]?.format;
  if (format !== undefined && accepts !== undefined && !accepts.includes(format)) places.push(["partner_format", name]);
  if (from !== undefined && cors !== undefined) places.push(["webhook_under_cors", name]);
  const fields = Object.keys((jsonSchemaOf(query, "input").properties ?? {}) as object);
  if (fields.some((field) => CREDENTIAL.test(field))) places.push(["credential_in_query", name]);
  return places;
}

function limitPlaces(contract: Contract, options: GateOptions): readonly Place[] {
  const changes = contract.method !== "GET" && contract.allow?.kind === "anyone";
  return changes && effectiveLimits(contract, options).length === 0 ? [["open_unlimited", contract.name]] : [];
}
