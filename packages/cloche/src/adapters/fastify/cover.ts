/** Puts the lid on a Fastify app: every answer covered, every route under a contract, bodies read by the gate. */
import type { FastifyInstance } from "fastify";
import {
  admittedOf,
  assertCovered,
  assertNoRoutes,
  type Contract,
  colonPath,
  coverRequests,
  type FoundRoute,
  type Gate,
  type Handled,
  nodeDoor,
} from "../../gate/index.js";
import { addHooks, type Guarded, guarded } from "./guard.js";

/** What `cover` gives: the two ways to bring a route under its contract. */
export interface FastifyLid {
  /** Route options for a native handler: `app.post(path, guard(contract), handler)`. */
  readonly guard: (contract: Contract) => Guarded;
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
  addHooks(app, door, found);
  coverRequests(app.server, gate);
  app.addHook("onReady", async () => {
    assertCovered(found);
    gate.sealed();
  });
  // The gate has read what the contract declares; Fastify's own parsers would wait for bytes that are gone.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", ({ raw }, _payload, done) => done(null, admittedOf(raw)?.passage.body));
  app.setErrorHandler(async (error, request, reply) => {
    await door.outside({ request: request.raw, response: reply.raw }, error);
    reply.hijack();
  });
  return {
    guard: (contract) => guarded(contract, door.guard(contract)),
    mount: (handlers) =>
      door.mount(handlers, (contract, serve) =>
        app.route({
          method: contract.method,
          url: colonPath(contract.path),
          handler: () => {},
          ...guarded(contract, serve),
        }),
      ),
  };
}
