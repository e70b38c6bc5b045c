/** The gate: everything the contracts need, joined once at start; each contract becomes a route that only applies. */
import { type Clock, configFault, monotonicMilliseconds, onlyKnown, systemClock, unheard } from "../kernel/index.js";
import { type Proxies, proxies } from "../layers/rate-limit/index.js";
import type { Contract } from "./contract.js";
import { coverLists } from "./cover-lists.js";
import { checkLimitsOptions, readDefaults } from "./default-limits.js";
import { type Forgive, forgiving } from "./forgiving.js";
import { checkNative, checkOptions } from "./gate-checks.js";
import { heardProxies } from "./heard-proxies.js";
import { type Outside, outside } from "./outside.js";
import type { GateOptions, GateParts } from "./parts.js";
import { type Route, routeOf } from "./route.js";
import { gateCovers } from "./route-cover.js";
import { startChecks } from "./start-checks.js";
import { checkTls } from "./tls-step.js";

/** The lid's engine: adapters ask it, and only it, what to do with a request. */
export interface Gate {
  /** The enforceable form of a contract. The same contract always gives the same route. */
  route(contract: Contract): Route;
  /**
   * The same for a handler of the framework's own.
   *
   * @throws ConfigError `contract_contradiction` where a promise needs the answer, which only a neutral handler gives
   */
  nativeRoute(contract: Contract): Route;
  /** Answers what no route matched or the framework refused: 404, 405, 400, counted and covered like the rest. */
  readonly outside: Outside;
  /** The headers for an answer made outside any route. */
  coverHeaders(name: string, secure: boolean): readonly string[];
  /** Tells the observer what only shows once every contract is known. Adapters call it where their routes are sealed. */
  sealed(): void;
  /**
   * Forgets what a route's limits have counted for a client, bans included, at an administrator's word.
   *
   * @param client What the limits count by: `{ address: "192.0.2.1" }`, `{ caller: id }`, `{ "body:email": email }`.
   * @throws ConfigError `option_invalid` where the route counts by something else, or the store cannot forget
   */
  readonly forgive: Forgive;
  /** Every contract asked for so far. */
  contracts(): readonly Contract[];
  readonly proxies: Proxies;
  readonly clock: Clock;
  /** Monotonic milliseconds, to measure durations with. */
  mark(): number;
}

const KEYS = (
  "who signs partners replay idempotency limits covers cors tls proxies origins csrf owners observe audit maxBodyBytes clock " +
  "shadow explain surroundings"
).split(" ");

/**
 * Makes a gate. What its options promise together and cannot keep together stops the start here; what a contract adds
 * to that, where its route is made. Contradictions that open no door are told to the observer as `start.warned`.
 *
 * @throws ConfigError where the options contradict themselves or each other
 * @example
 * const gate = createGate({
 *   who: [bearer({ verifier })],
 *   limits: { store: memoryLimitStore(), defaults: { "/api/": "100 per 15 minutes by address" } },
 * });
 */
export function createGate(options: GateOptions = {}): Gate {
  onlyKnown(options, KEYS, "createGate");
  checkOptions(options);
  checkLimitsOptions(options.limits);
  checkTls(options.tls);
  const clock = options.clock ?? systemClock;
  const emit = options.observe?.event ?? unheard;
  const trusted = heardProxies(options.proxies ?? proxies("none"), { emit, now: () => clock.now() });
  if (options.observe !== undefined) options.limits?.store.hear?.(emit);
  const lids = gateCovers(options);
  const parts: GateParts = {
    options,
    covers: Object.fromEntries(Object.entries(lids).map(([name, one]) => [name, coverLists(one)])),
    lids,
    defaults: readDefaults(options.limits),
    emit,
    clock,
    mark: monotonicMilliseconds,
  };
  const checks = startChecks(options, parts);
  const routes = new Map<Contract, Route>();
  const route = (contract: Contract): Route => {
    const known = routes.get(contract);
    if (known !== undefined) return known;
    for (const { name } of routes.keys()) if (name === contract.name) throw doubled(name);
    const made = routeOf(contract, parts);
    checks.route(contract, [...routes.keys()]);
    routes.set(contract, made);
    return made;
  };
  return Object.freeze({
    route,
    nativeRoute(contract: Contract) {
      checkNative(contract, options);
      return route(contract);
    },
    forgive: forgiving(parts),
    outside: outside(parts, () => [...routes.keys()]),
    coverHeaders: (name: string, secure: boolean) => {
      const lists = parts.covers[name] ?? parts.covers.api;
      return (secure ? lists?.tls : lists?.plain) ?? [];
    },
    sealed: () => checks.together([...routes.keys()]),
    contracts: () => [...routes.keys()],
    proxies: trusted,
    clock,
    mark: monotonicMilliseconds,
  });
}

function doubled(where: string): Error {
  return configFault("route_doubled", {
    where,
    fix: "Keep one; a framework would take the first and forget the other.",
  });
}
