/** Brings a native Fastify route under its contract: hooks that decide before the handler and filter after it. */
import type { onRequestAsyncHookHandler, preSerializationAsyncHookHandler } from "fastify";
import { admittedOf, type Contract, type NodeDoor } from "../../gate/index.js";

/** The route options `guard` gives. */
export interface GuardHooks {
  readonly config: { readonly contract: Contract };
  readonly onRequest: onRequestAsyncHookHandler;
  readonly preHandler: onRequestAsyncHookHandler;
  readonly preSerialization: preSerializationAsyncHookHandler<unknown>;
}

/** The hooks of one guarded route. */
export function guardHooks(door: NodeDoor, contract: Contract): GuardHooks {
  const admit = door.guard(contract);
  return {
    config: { contract },
    onRequest: async (request, reply) => {
      const exchange = { request: request.raw, response: reply.raw, params: request.params };
      if ((await admit(exchange)) === undefined) reply.hijack();
    },
    preHandler: async (request) => {
      if (contract.body !== undefined) request.body = admittedOf(request.raw)?.passage.body;
    },
    preSerialization: (request, reply, payload) => {
      reply.raw.statusCode = reply.statusCode;
      return door.filter({ request: request.raw, response: reply.raw }, payload);
    },
  };
}
