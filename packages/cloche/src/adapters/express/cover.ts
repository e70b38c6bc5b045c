/** Puts the lid on an Express app: every answer covered, every route under a contract. */
import type { ErrorRequestHandler, Express, RequestHandler } from "express";
import {
  assertNoRoutes,
  type Contract,
  type ContractSpec,
  caught,
  colonPath,
  coverServer,
  freezeStack,
  type Gate,
  type Handled,
  type HttpClasses,
  markCovered,
  nodeDoor,
  sealing,
  stackedRoutes,
} from "../../gate/index.js";
import { handOn } from "../../kernel/index.js";
import { type Guarded, guardOf } from "./guard.js";
import { httpClasses, listenWith } from "./http-classes.js";
import { routerOf } from "./router.js";

/** What `cover` gives: the two ways to bring a route under its contract, and the check that none was forgotten. */
export interface ExpressLid {
  /** Middleware for an existing route: `app.post(path, guard(contract), existingHandler)`. */
  readonly guard: <const Spec extends ContractSpec>(contract: Contract<Spec>) => Guarded<Spec>;
  /** Registers neutral handlers, each at its contract's method and path. */
  readonly mount: (handlers: readonly Handled[]) => void;
  /**
   * Ends the set-up: covers 404s and errors, and refuses to go on while a route has no contract. `app.listen` calls it
   * by itself; call it where the app is served in another way.
   *
   * @throws ConfigError `route_uncovered` naming every such route
   */
  readonly seal: () => void;
  /**
   * Options for a server of your own: `https.createServer({ ...serverOptions, key, cert }, app)`. It works without them
   * too, at three times the cost: Express then changes the prototype of each request. `app.listen` has them already.
   */
  readonly serverOptions: HttpClasses;
}

/**
 * Puts the lid on an Express app, before any route.
 *
 * @throws ConfigError `routes_before_cover` where routes were registered already
 * @example
 * const app = express();
 * const { guard } = cover(app, gate);
 * app.post("/api/v1/orders", guard(placeOrder), placeOrderHandler);
 * app.listen(3000);
 */
export function cover(app: Express, gate: Gate): ExpressLid {
  const found = () => stackedRoutes(routerOf(app));
  assertNoRoutes(found().length === 0);
  const door = nodeDoor(gate);
  const failed: ErrorRequestHandler = (error, request, response, _next) => door.outside({ request, response }, error);
  const finish = (): void => {
    app.use((request, response) => door.outside({ request, response })).use(failed);
    freezeStack(routerOf(app));
  };
  const seal = sealing(gate, found, finish);
  app.disable("x-powered-by").disable("etag");
  app.use((request, response, next) => {
    door.cover({ request, response });
    // An app that is served without `listen` is sealed by its first request, or answers nothing.
    const fault = caught(seal);
    return fault === undefined ? next() : door.outside({ request, response }, fault);
  });
  const serverOptions = httpClasses(app);
  const listen = listenWith(app, serverOptions);
  app.listen = (...given: unknown[]) => {
    seal();
    return coverServer(listen(...given), gate);
  };
  return {
    seal,
    serverOptions,
    guard: (contract) => guardOf(door, contract),
    mount: (handlers) =>
      door.mount(handlers, (contract, serve) => {
        const handler: RequestHandler = (request, response, next) =>
          handOn(() => serve({ request, response, params: request.params }), ignore, next);
        const method = contract.method.toLowerCase() as Lowercase<Contract["method"]>;
        app[method](colonPath(contract.path), markCovered(handler, contract));
      }),
  };
}

function ignore(): void {}
