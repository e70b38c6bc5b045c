/** The door every Node.js framework goes through: what its adapter would otherwise write again. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Contract, ContractSpec } from "./contract.js";
import type { Passage } from "./decision.js";
import type { Gate } from "./gate.js";
import type { Handled, Visit } from "./handle.js";
import { NodeFacts } from "./node-facts.js";
import { setNodeHeaders, writeNode } from "./node-write.js";
import type { Failure, Route } from "./route.js";

/** One exchange, and the path parameters where a route was found. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly params?: unknown;
}

/** A request that its contract let in, on its way to a native handler. */
export interface Admitted {
  readonly passage: Passage;
  readonly route: Route;
}

/** What an adapter asks, one per app. */
export interface NodeDoor {
  readonly facts: (exchange: Exchange) => NodeFacts;
  /** Compiles neutral handlers and gives each to the framework: its contract, and what serves it. */
  readonly mount: (handlers: readonly Handled[], register: Register) => void;
  /** Compiles a contract for a native handler; what it gives lets a request in, or answers it and gives `undefined`. */
  readonly guard: (contract: Contract) => (exchange: Exchange) => Promise<Admitted | undefined>;
  /** Passes a native handler's JSON through the contract. Throws a `Breach` where it declares something else. */
  readonly filter: (exchange: Exchange, value: unknown) => Promise<unknown>;
  /** Answers a request that no route takes, that the framework refused, or whose native handler failed. */
  readonly outside: (exchange: Exchange, error?: unknown) => Promise<void>;
}

/** Registers one route with a framework. */
export type Register = (contract: Contract, serve: (exchange: Exchange) => Promise<void>) => void;

const admitted = new WeakMap<IncomingMessage, Admitted>();

/** What a native handler tried to send breaks its contract. */
export class Breach extends Error {
  override readonly name = "Breach";
  readonly failure: Failure;

  constructor(failure: Failure) {
    super("The answer breaks its contract.");
    this.failure = failure;
  }
}

/** Makes the door of one app. */
export function nodeDoor(gate: Gate): NodeDoor {
  const known = new WeakMap<IncomingMessage, NodeFacts>();
  const facts = ({ request, response, params }: Exchange): NodeFacts => {
    const found = known.get(request) ?? new NodeFacts(request, response, gate);
    if (params !== undefined) found.params = params as Record<string, string>;
    known.set(request, found);
    return found;
  };
  return {
    facts,
    mount(handlers, register) {
      for (const { contract, handler } of handlers) {
        const route = gate.route(contract);
        register(contract, async (exchange) =>
          writeNode(exchange.response, await route.serve(facts(exchange), handler)),
        );
      }
    },
    guard(contract) {
      const route = gate.nativeRoute(contract);
      return (exchange) => admit(route, facts(exchange), exchange);
    },
    filter: ({ request, response }, value) => filtered(admitted.get(request), response.statusCode, value),
    async outside(exchange, error) {
      const found = admitted.get(exchange.request);
      const answer =
        found === undefined
          ? await gate.outside(facts(exchange), error)
          : found.route.fail(found.passage, failureOf(error));
      await writeNode(exchange.response, answer);
    },
  };
}

/** The admitted request, where a guard let this one in. */
export function admittedOf(request: IncomingMessage): Admitted | undefined {
  return admitted.get(request);
}

/**
 * Everything the contract verified of a request, typed by it: caller, params, query, body, event.
 *
 * @param request The Node.js request: Express's own, or Fastify's `request.raw`.
 * @throws Error where the request did not come through `guard(contract)`
 * @example
 * app.get("/orders/:id", guard(readOrder), (request, response) => {
 *   const { caller, params } = visitOf(request, readOrder);
 * });
 */
export function visitOf<const Spec extends ContractSpec>(
  request: IncomingMessage,
  contract: Contract<Spec>,
): Visit<Spec> {
  const found = admitted.get(request);
  if (found === undefined || found.route.contract.name !== contract.name) {
    throw new Error(`The request did not come through guard(${contract.name}).`);
  }
  return found.route.visit(found.passage) as Visit<Spec>;
}

async function admit(route: Route, facts: NodeFacts, { request, response }: Exchange): Promise<Admitted | undefined> {
  const { passage, answer } = await route.admit(facts);
  if (passage === undefined) {
    await writeNode(response, answer);
    return undefined;
  }
  const found = { passage, route };
  admitted.set(request, found);
  setNodeHeaders(response, route.headers(passage));
  response.once("close", () => void route.settle(passage, endingOf(response)));
  return found;
}

async function filtered(found: Admitted | undefined, status: number, value: unknown): Promise<unknown> {
  if (found === undefined) return value;
  const outcome = await found.route.filter(status, value);
  if ("undeclared" in outcome) throw new Breach(outcome);
  return outcome.value;
}

function failureOf(error: unknown): Failure {
  return error instanceof Breach ? error.failure : { thrown: error };
}

function endingOf({ statusCode }: ServerResponse) {
  return { status: statusCode, outcome: statusCode >= 500 ? "failed" : "answered" } as const;
}
