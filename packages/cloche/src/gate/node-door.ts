/** The door every Node.js framework goes through: what its adapter would otherwise write again. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Contract, ContractSpec } from "./contract.js";
import type { Passage } from "./decision.js";
import type { Gate } from "./gate.js";
import type { Handled, Visit } from "./handle.js";
import { NodeFacts } from "./node-facts.js";
import { holdNode } from "./node-hold.js";
import { setNodeHeaders, writeNode } from "./node-write.js";
import type { Ending, Failure, Route } from "./route.js";

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
  /** The status whose body went through the contract, or is the gate's own. */
  vetted: number | undefined;
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
class Breach extends Error {
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
        register(contract, async (exchange) => {
          const answer = await route.serve(facts(exchange), handler);
          takeOff(exchange.response, route.leftOver);
          await writeNode(exchange.response, answer);
        });
      }
    },
    guard(contract) {
      const route = gate.nativeRoute(contract);
      return (exchange) => admit(route, facts(exchange), exchange);
    },
    filter: ({ request, response }, value) => filtered(admitted.get(request), response.statusCode, value),
    async outside(exchange, error) {
      const { request, response } = exchange;
      const found = admitted.get(request);
      if (found !== undefined) return failAdmitted(response, found, failureOf(error));
      const answer = await gate.outside(facts(exchange), error);
      if (!response.headersSent) await writeNode(response, answer);
      else if (!response.writableEnded) response.destroy();
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
  if (response.destroyed) {
    // Nobody waits for the answer any more and nothing was worked: what was claimed is free again.
    await route.settle(passage, GONE);
    return undefined;
  }
  const found: Admitted = { passage, route, vetted: undefined };
  if (!admitted.has(request)) hold(request, response);
  admitted.set(request, found);
  takeOff(response, route.leftOver);
  setNodeHeaders(response, route.headers(passage));
  response.once("close", () => {
    const settle = (): void => void route.settle(passage, endingOf(response));
    // A delivery whose sender went away is still being worked; only the handler's own end tells how that went.
    if (response.headersSent || passage.delivery === undefined) settle();
    else response.once(ENDED, settle);
  });
  return found;
}

/** Headers of the cover that a framework was given before it found the route, and that the route's own does without. */
function takeOff(response: ServerResponse, names: readonly string[]): void {
  for (const name of names) response.removeHeader(name);
}

const GONE: Ending = { status: 408, outcome: "refused", reason: "client_gone" };
const ENDED = Symbol("ended");

/** Once for each response; where one route passes a request on to another, the last that let it in counts. */
function hold(request: IncomingMessage, response: ServerResponse): void {
  const found = (): Admitted | undefined => admitted.get(request);
  holdNode(response, {
    leaves: (status) => found()?.route.leaves(status),
    vetted: () => found()?.vetted,
    personal: () => {
      const { caller, nonce } = found()?.passage ?? {};
      return caller !== undefined || nonce !== undefined;
    },
    breach: () => {
      const current = found();
      if (current !== undefined) void failAdmitted(response, current, { undeclared: "body", paths: [] });
    },
    ended: () => void response.emit(ENDED),
  });
}

/** Answers for a native handler that failed; where its answer has begun already, cuts it short. */
async function failAdmitted(response: ServerResponse, found: Admitted, failure: Failure): Promise<void> {
  const answer = found.route.fail(found.passage, failure);
  if (response.headersSent) {
    if (!response.writableEnded) response.destroy();
    return;
  }
  for (const name of response.getHeaderNames()) response.removeHeader(name);
  response.statusMessage = "";
  found.vetted = answer.status;
  await writeNode(response, answer);
}

async function filtered(found: Admitted | undefined, status: number, value: unknown): Promise<unknown> {
  if (found === undefined || (value === null && found.route.leaves(status) === "nothing")) return value;
  const outcome = await found.route.filter(found.passage, status, value);
  if ("undeclared" in outcome) throw new Breach(outcome);
  found.vetted = status;
  return outcome.value;
}

function failureOf(error: unknown): Failure {
  return error instanceof Breach ? error.failure : { thrown: error };
}

function endingOf({ statusCode, headersSent }: ServerResponse): Ending {
  const outcome = statusCode >= 500 ? "failed" : "answered";
  return headersSent ? { status: statusCode, outcome } : { status: statusCode, outcome, reason: "client_gone" };
}
