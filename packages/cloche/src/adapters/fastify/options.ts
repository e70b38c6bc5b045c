/** Fastify options that cover even the answers Fastify gives before any hook runs. */
import type { FastifyServerOptions } from "fastify";
import { answerEarly, type Gate, NodeFacts, writeNode } from "../../gate/index.js";

/** As long as any text of an input; Fastify's own 100 would refuse what the contract's schema lets in. */
const MAX_PARAM_LENGTH = 65_536;

/**
 * Options for `Fastify(...)`: malformed addresses and requests, and those Node.js could not read, are answered as covered problems, without echoing them.
 *
 * @example
 * const app = Fastify({ ...lidOptions(gate), bodyLimit: 1024 });
 */
export function lidOptions(
  gate: Gate,
): Pick<FastifyServerOptions, "clientErrorHandler" | "frameworkErrors" | "logger" | "routerOptions"> {
  return {
    logger: false,
    clientErrorHandler: (error, socket) => answerEarly(gate, error, socket),
    routerOptions: { maxParamLength: MAX_PARAM_LENGTH },
    frameworkErrors: (error, request, reply) => {
      const facts = new NodeFacts(request.raw, reply.raw, gate);
      void gate.outside(facts, error).then((answer) => writeNode(reply.raw, answer));
    },
  };
}
