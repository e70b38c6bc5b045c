/** Puts the lid on a Fastify app: every answer covered, every route under a contract, bodies read by the gate. */
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from "fastify";
import {
  admittedOf,
  assertCovered,
  assertNoRoutes,
  type Contract,
  colonPath,
  type Exchange,
  type FoundRoute,
  type Gate,
  type Handled,
  nodeDoor,
} from "../../gate/index.js";
import { type GuardHooks, guardHooks } from "./guard.js";

/** What `cover` gives: the two ways to bring a route under its contract. */
export interface FastifyLid {
  /** Route options for a native handler: `app.post(path, guard(contract), handler)`. */
  readonly guard: (contract: Contract) => GuardHooks;
  /** Registers neutral handlers, each at its contract's method and path. */
  readonly mount: (handlers: readonly Handled[]) => void;
}

/**
 * Puts the lid on a Fastify app, before any route. Once the app is ready, a route without a contract stops the start.
 *
 * @throws ConfigError `routes_before_cover` where routes were registered already
 * @example
 * const app = Fastify(lidOptions(gate));
 * const { guard, mount } = cover(app, gate);
 * mount([handle(readMenu, () => ok(menu))]);
 */
export function cover(app: FastifyInstance, gate: Gate): FastifyLid {
  assertNoRoutes(app.printRoutes().trim() === "(empty tree)");
  const door = nodeDoor(gate);
  const found: FoundRoute[] = [];
  app.addHook("onRoute", (options) => {
    found.push(...inspect(options));
  });
  app.addHook("onReady", async () => assertCovered(found));
  app.addHook("onRequest", async (request, reply) => {
    if (request.is404) await door.outside(hijacked(request, reply));
  });
  // The gate has read what the contract declares; Fastify's own parsers would wait for bytes that are gone.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", ({ raw }, _payload, done) => done(null, admittedOf(raw)?.passage.body));
  app.setErrorHandler((error, request, reply) => door.outside(hijacked(request, reply), error));
  return {
    guard: (contract) => guardHooks(door, contract),
    mount: (handlers) =>
      door.mount(handlers, (contract, serve) =>
        app.route({
          method: contract.method,
          url: colonPath(contract.path),
          config: { contract },
          onRequest: (request, reply) => serve(hijacked(request, reply)),
          handler: () => {},
        }),
      ),
  };
}

function inspect({ method, url, config }: RouteOptions): readonly FoundRoute[] {
  const { contract } = (config ?? {}) as { readonly contract?: Contract };
  return [method].flat().map((one) => ({ method: one, path: url, contract }));
}

/** Takes the answer out of Fastify's hands; its hooks after the response still run. */
function hijacked(request: FastifyRequest, reply: FastifyReply): Exchange {
  reply.hijack();
  return { request: request.raw, response: reply.raw, params: request.params };
}
