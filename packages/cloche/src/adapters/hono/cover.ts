/** Puts the lid on a Hono app: every answer covered, every route under a contract, on Node.js and in workers. */
import type { Context, Env, Hono } from "hono";
import {
  assertCovered,
  assertNoRoutes,
  boundIncoming,
  type Contract,
  type ContractSpec,
  caught,
  colonPath,
  fetchDoor,
  type Gate,
  type Handled,
  markCovered,
  sealing,
} from "../../gate/index.js";
import { type CallOf, type Guarded, guardOf, replaceAnswer } from "./guard.js";
import { foundRoutes } from "./routes.js";

/** What the lid must be told where `@hono/node-server` does not stand underneath. */
export interface LidOptions {
  /** The address of the connection, such as `(c) => c.req.header("cf-connecting-ip")` on a platform that sets it. */
  readonly address?: (context: Context) => string | undefined;
}

/** What `cover` gives: the two ways to bring a route under its contract, and the check that none was forgotten. */
export interface HonoLid {
  /** Middleware for an existing route: `app.post(path, guard(contract), existingHandler)`. */
  readonly guard: <const Spec extends ContractSpec>(contract: Contract<Spec>) => Guarded<Spec>;
  /** Registers neutral handlers, each at its contract's method and path. */
  readonly mount: (handlers: readonly Handled[]) => void;
  /**
   * Refuses to go on while a route has no contract. The first request calls it by itself; call it before serving.
   *
   * @throws ConfigError `route_uncovered` naming every such route
   */
  readonly seal: () => void;
}

/**
 * Puts the lid on a Hono app, before any route.
 *
 * @throws ConfigError `routes_before_cover` where routes were registered already
 * @example
 * const app = new Hono();
 * const { guard, seal } = cover(app, gate);
 * app.post("/api/v1/orders", guard(placeOrder), placeOrderHandler);
 * seal();
 */
export function cover<AppEnv extends Env>(app: Hono<AppEnv>, gate: Gate, { address }: LidOptions = {}): HonoLid {
  const bare = app as unknown as Hono;
  assertNoRoutes(bare.routes.length === 0);
  const door = fetchDoor(gate);
  const callOf: CallOf = (context) => ({
    request: context.req.raw,
    params: context.req.param(),
    incoming: boundIncoming(context.env),
    address: address?.(context),
  });
  const outside = (context: Context, error?: unknown) => door.outside(callOf(context), error);
  const seal = sealing(gate, () => foundRoutes(bare));
  bare.use("*", async (context, next) => {
    // An app that is served without `seal` is sealed by its first request, or answers nothing.
    const fault = caught(seal);
    if (fault !== undefined) return outside(context, fault);
    const response = await door.around(callOf(context), next);
    if (response !== undefined) replaceAnswer(context, response);
  });
  bare.notFound((context) => outside(context));
  // What a guarded handler threw is answered by its guard.
  bare.onError((error, context) =>
    door.isInside(context.req.raw) ? new Response(null, { status: 500 }) : outside(context, error),
  );
  bare.mount = (path) => {
    assertCovered([{ method: "MOUNT", path, contract: undefined }]);
    return bare;
  };
  return {
    seal,
    guard: (contract) => guardOf(door, contract, callOf),
    mount: (handlers) => {
      for (const { contract, handler } of handlers) {
        const serve = door.serve({ contract, handler });
        const covered = markCovered((context: Context) => serve(callOf(context)), contract);
        bare.on(contract.method, colonPath(contract.path), covered);
      }
    },
  };
}
