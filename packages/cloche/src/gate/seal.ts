/** The sealed door: every route a framework knows has a contract, or the process does not start. */
import { CONTRADICTIONS, configFault } from "../kernel/index.js";
import type { Contract } from "./contract.js";
import type { Gate } from "./gate.js";
import { colonPath } from "./path-template.js";

/** A route as a framework lists it, its path in the form `/orders/:id`. */
export interface FoundRoute {
  readonly method: string;
  readonly path: string;
  /** The contract that guards it. */
  readonly contract: Contract | undefined;
  /** The names of the middleware that a request passes before it, where the framework tells. */
  readonly behind?: readonly string[];
}

/**
 * Refuses to go on while a route has no contract, or one that was written for another method or path.
 *
 * @throws ConfigError `route_uncovered` naming every such route
 */
export function assertCovered(routes: readonly FoundRoute[]): void {
  const open = routes.filter((route) => !isCovered(route)).map(({ method, path }) => `${method} ${path}`);
  if (open.length === 0) return;
  throw configFault("route_uncovered", {
    where: [...new Set(open)].join(", "),
    fix:
      "Give it the contract of its own method and path: guard(contract), or mount([handle(contract, ...)]). " +
      "Where it is middleware (USE), register it without a path or inside a router.",
  });
}

/** What Express's own parsers, and multer's, call their middleware. */
const PARSERS: readonly string[] = ["jsonParser", "urlencodedParser", "rawParser", "textParser", "multerMiddleware"];

/**
 * Refuses to go on while something else would read a partner's bytes before their signature is verified.
 *
 * @throws ConfigError `webhook_parsed` naming every such route
 */
export function assertUnparsed(routes: readonly FoundRoute[]): void {
  const parsed = routes.flatMap(({ method, path, contract, behind = [] }) => {
    const parser = contract?.from === undefined ? undefined : behind.find((name) => PARSERS.includes(name));
    return parser === undefined ? [] : [`${method} ${path} behind ${parser}`];
  });
  if (parsed.length === 0) return;
  throw configFault("webhook_parsed", { where: parsed.join(", "), fix: CONTRADICTIONS.webhook_parsed.remedy });
}

/**
 * Refuses a lid that is put on when routes are there already.
 *
 * @throws ConfigError `routes_before_cover`
 */
export function assertNoRoutes(isEmpty: boolean): void {
  if (isEmpty) return;
  throw configFault("routes_before_cover", { where: "cover(app, gate)", fix: "Call it before the first route." });
}

function isCovered({ method, path, contract }: FoundRoute): boolean {
  if (contract === undefined || colonPath(contract.path) !== path) return false;
  return contract.method === method || (contract.method === "GET" && method === "HEAD");
}

/** Checks the routes that were found and then ends the set-up, once; until the check holds, each call tries again. */
export function sealing(
  gate: Pick<Gate, "sealed">,
  found: () => readonly FoundRoute[],
  finish: () => void = () => {},
): () => void {
  let sealed = false;
  return () => {
    if (sealed) return;
    const routes = found();
    assertCovered(routes);
    assertUnparsed(routes);
    sealed = true;
    finish();
    gate.sealed();
  };
}

/** What `work` threw, where an app that serves already must not end but has to refuse. */
export function caught(work: () => void): unknown {
  try {
    work();
    return undefined;
  } catch (fault) {
    return fault;
  }
}
