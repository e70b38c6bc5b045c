/** Contradictions in what a gate is made of, and between it and where it runs. */
import type { CallerSource } from "../kernel/index.js";
import type { Place } from "./contradictions-place.js";
import { isByHandlers } from "./gate-checks.js";
import type { GateOptions } from "./parts.js";
import type { Scene } from "./surroundings.js";

/** The contradictions that the options show before any contract is known. */
export function optionContradictions(options: GateOptions, scene: Scene): readonly Place[] {
  return [
    ...sourcePlaces(options),
    ...originPlaces(options),
    ...memoryPlaces(options, scene),
    ...proxyPlaces(options, scene),
    ...(options.shadow ?? []).map((layer): Place => ["shadow_left", `createGate shadow ${layer}`]),
  ];
}

function sourcePlaces({ who = [], csrf }: GateOptions): readonly Place[] {
  const names = who.map(({ name }) => name);
  return [
    ...who.filter(isUnchecked).map(({ name }): Place => ["cookie_unchecked", `createGate who ${name}`]),
    ...names
      .filter((name, index) => names.indexOf(name) < index)
      .map((name): Place => ["source_doubled", `createGate who ${name}`]),
    ...(csrf !== undefined && !who.some(({ ambient }) => ambient) ? [["csrf_idle", "createGate csrf"] as const] : []),
  ];
}

/** Browsers attach cookies, Basic credentials and client certificates without being asked. */
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

/** The stores of this library that keep in memory say so, or say how much they hold. */
function memoryPlaces({ limits, replay, idempotency }: GateOptions, scene: Scene): readonly Place[] {
  const code = scene.processes > 1 ? "memory_shared" : scene.perhapsMore ? "memory_perhaps_shared" : undefined;
  if (code === undefined) return [];
  const stores = { "limits.store": limits?.store, replay, idempotency };
  return Object.entries(stores).flatMap(([name, store]): readonly Place[] =>
    store !== undefined && !isByHandlers(store) && isInMemory(store) ? [[code, `createGate ${name}`]] : [],
  );
}

function isInMemory(store: object): boolean {
  const { size, inMemory } = store as { readonly size?: unknown; readonly inMemory?: unknown };
  return typeof size === "number" || inMemory === true;
}

/** Failed credentials are counted by address on every gate, so that one guessing caller would shut out all of them. */
function proxyPlaces({ proxies }: GateOptions, { proxied }: Scene): readonly Place[] {
  const isBlind = proxies === undefined || proxies.describe() === NOBODY_TRUSTED;
  return proxied && isBlind ? [["proxy_unnamed", "createGate proxies"]] : [];
}

const NOBODY_TRUSTED = "no proxy is trusted";
