/** Fastify options that cover even the answers Fastify gives before any hook runs. */
import type { FastifyServerOptions } from "fastify";
import { type Gate, NodeFacts, writeNode } from "../../gate/index.js";

/**
 * Options for `Fastify(...)`: malformed addresses and requests are answered as covered problems, without echoing them.
 *
 * @example
 * const app = Fastify({ ...lidOptions(gate), bodyLimit: 1024 });
 */
export function lidOptions(gate: Gate): Pick<FastifyServerOptions, "frameworkErrors" | "logger"> {
  return {
    logger: false,
    frameworkErrors: (error, request, reply) => {
      const facts = new NodeFacts(request.raw, reply.raw, gate);
      void gate.outside(facts, error).then((answer) => writeNode(reply.raw, answer));
    },
  };
}
