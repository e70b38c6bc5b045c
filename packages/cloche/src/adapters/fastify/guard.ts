/** Brings a native Fastify route under its contract: what its options carry, and the hooks that act on it. */
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from "fastify";
import { admittedOf, type Contract, type Exchange, type FoundRoute, type NodeDoor } from "../../gate/index.js";
import { handOn } from "../../kernel/index.js";

declare module "fastify" {
  interface FastifyReply {
    /** For the `nonce` attribute of the page's scripts and styles, where the contract's cover takes one. */
    readonly nonce?: string;
  }
}

/** Lets a request in, or answers it and gives `undefined`. */
export type Enter = (exchange: Exchange) => unknown;

/** Known to this module alone, so that a route cannot look covered by naming a contract. */
const ENTER = Symbol("enter");

/** The route options of a covered route. They hold no hook, so that a route's own hooks cannot replace one. */
export interface Guarded {
  readonly config: { readonly contract: Contract };
}

/** The options of a route that `enter` guards. */
export function guarded(contract: Contract, enter: Enter): Guarded {
  const config = { contract, [ENTER]: enter };
  return { config };
}

/** Adds the hooks that decide before the handler and filter after it, in front of every other. */
export function addHooks(app: FastifyInstance, door: NodeDoor, found: FoundRoute[]): void {
  app.addHook("onRoute", (options) => {
    found.push(...inspect(options));
    // Last, so that no other hook adds what the contract would have left out.
    options.preSerialization = [
      ...[options.preSerialization ?? []].flat(),
      async (request: FastifyRequest, reply: FastifyReply, payload: unknown) =>
        door.filter({ request: request.raw, response: reply.raw }, payload),
    ];
  });
  // With callbacks: a promise for each request would cost more than deciding it does.
  app.addHook("onRequest", (request, reply, done) => {
    const enter = (request.is404 ? undefined : enterOf(request.routeOptions.config)) ?? door.outside;
    const exchange = { request: request.raw, response: reply.raw, params: request.params };
    const goOn = (entered: unknown): void => (entered === undefined ? void reply.hijack() : done());
    handOn(
      () => enter(exchange),
      goOn,
      (thrown) => done(thrown as Error),
    );
  });
  app.decorateReply("nonce", {
    getter(this: FastifyReply) {
      return admittedOf(this.request.raw)?.passage.nonce;
    },
  });
  app.addHook("preHandler", (request, _reply, done) => {
    request.body = admittedOf(request.raw)?.passage.body;
    done();
  });
}

function inspect({ method, url, config }: RouteOptions): readonly FoundRoute[] {
  const contract = enterOf(config) && (config as { readonly contract?: Contract }).contract;
  return [method].flat().map((one) => ({ method: one, path: url, contract }));
}

function enterOf(config: object | undefined): Enter | undefined {
  return (config as { readonly [ENTER]?: Enter } | undefined)?.[ENTER];
}
