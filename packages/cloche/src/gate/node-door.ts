/** The door every Node.js framework goes through: what its adapter would otherwise write again. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { handOn, isPending } from "../kernel/index.js";
import type { Undeclared } from "./answer.js";
import type { Contract, ContractSpec } from "./contract.js";
import type { Answer, Decision, Passage } from "./decision.js";
import type { Gate } from "./gate.js";
import type { Handled, Visit } from "./handle.js";
import { type Admitted, type Known, knownOf, rememberFacts } from "./node-admitted.js";
import { NodeFacts } from "./node-facts.js";
import { type Holding, holdNode } from "./node-hold.js";
import { setNodeHeaders, writeNode } from "./node-write.js";
import type { Ending, Failure, Leaves, Route } from "./route.js";

/** One exchange, and the path parameters where a route was found. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly params?: unknown;
}

/** What an adapter asks, one per app. */
export interface NodeDoor {
  /** Sets the headers of the cover `api`, for whatever the framework itself may answer. */
  readonly cover: (exchange: Exchange) => void;
  /** Compiles neutral handlers and gives each to the framework: its contract, and what serves it. */
  readonly mount: (handlers: readonly Handled[], register: Register) => void;
  /** Compiles a contract for a native handler; what it gives lets a request in, or answers it and gives `undefined`. */
  readonly guard: (contract: Contract) => (exchange: Exchange) => Entry | Promise<Entry>;
  /** Passes a native handler's JSON through the contract. Throws a `Breach` where it declares something else. */
  readonly filter: (exchange: Exchange, value: unknown) => unknown;
  /** Passes a native handler's value through the contract and on to `write` as JSON; answers where that fails. */
  readonly json: (exchange: Exchange, value: unknown, write: (json: string) => unknown) => void;
  /** Answers a request that no route takes, that the framework refused, or whose native handler failed. */
  readonly outside: (exchange: Exchange, error?: unknown) => Promise<void>;
}

/** An admitted request, or nothing where it was answered already. */
export type Entry = Admitted | undefined;

/** Registers one route with a framework. */
export type Register = (contract: Contract, serve: (exchange: Exchange) => void | Promise<void>) => void;

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
  const facts = ({ request, response, params }: Exchange): NodeFacts => {
    const known = knownOf(request)?.facts;
    const found = known?.gate === gate ? known : new NodeFacts(request, response, gate);
    if (params !== undefined) found.params = params as Record<string, string>;
    if (found !== known) rememberFacts(request, found);
    return found;
  };
  const filter: NodeDoor["filter"] = ({ request, response }, value) =>
    filtered(admittedOf(request), response.statusCode, value);
  const outside: NodeDoor["outside"] = async (exchange, error) => {
    const { request, response } = exchange;
    const found = admittedOf(request);
    if (found !== undefined) return failAdmitted(response, found, failureOf(error));
    const answer = await gate.outside(facts(exchange), error);
    if (!response.headersSent) await writeNode(response, answer);
    else if (!response.writableEnded) response.destroy();
  };
  return {
    cover: (exchange) => setNodeHeaders(exchange.response, gate.coverHeaders("api", facts(exchange).secure)),
    mount(handlers, register) {
      for (const { contract, handler } of handlers) {
        const route = gate.route(contract);
        register(contract, (exchange) => {
          const answer = route.serve(facts(exchange), handler);
          return answer instanceof Promise
            ? answer.then((waited) => send(route, exchange.response, waited))
            : send(route, exchange.response, answer);
        });
      }
    },
    guard(contract) {
      const route = gate.nativeRoute(contract);
      return (exchange) => admit(route, facts(exchange), exchange);
    },
    filter,
    json: (exchange, value, write) =>
      handOn(
        () => passOn(filter(exchange, value), write),
        ignore,
        (error) => outside(exchange, error),
      ),
    outside,
  };
}

function passOn(kept: unknown, write: (json: string) => unknown): unknown {
  return isPending(kept) ? kept.then((waited) => write(JSON.stringify(waited))) : write(JSON.stringify(kept));
}

function ignore(): void {}

/** The admitted request, where a guard let this one in. */
export function admittedOf(request: IncomingMessage): Admitted | undefined {
  return knownOf(request)?.admitted;
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
  const found = admittedOf(request);
  if (found === undefined || found.route.contract.name !== contract.name) {
    throw new Error(`The request did not come through guard(${contract.name}).`);
  }
  return found.route.visit(found.passage) as Visit<Spec>;
}

function admit(route: Route, facts: NodeFacts, exchange: Exchange): Entry | Promise<Entry> {
  const decided = route.admit(facts);
  return decided instanceof Promise
    ? decided.then((decision) => entered(route, decision, exchange))
    : entered(route, decided, exchange);
}

function entered(route: Route, { passage, answer }: Decision, { request, response }: Exchange): Entry | Promise<Entry> {
  if (passage === undefined) return turnedAway(writeNode(response, answer));
  // Nobody waits for the answer any more and nothing was worked: what was claimed is free again.
  if (response.destroyed) return turnedAway(route.settle(passage, GONE));
  const known = knownOf(request);
  if (known === undefined) throw new TypeError("The request has no facts.");
  if (known.admitted === undefined) holdNode(response, new Hold(known, response));
  known.admitted = { passage, route, vetted: undefined };
  takeOff(response, route.leftOver);
  setNodeHeaders(response, route.headers(passage));
  response.once("close", () => settleClosed(route, passage, response));
  return known.admitted;
}

function send(route: Route, response: ServerResponse, answer: Answer): void | Promise<void> {
  takeOff(response, route.leftOver);
  return writeNode(response, answer);
}

/** Nobody enters; whoever asked hears so once the answer has gone out. */
function turnedAway(done: void | Promise<void>): undefined | Promise<undefined> {
  return isPending(done) ? done.then(() => undefined) : undefined;
}

function settleClosed(route: Route, passage: Passage, response: ServerResponse): void {
  const settle = (): void => void route.settle(passage, endingOf(response));
  // A delivery whose sender went away is still being worked; only the handler's own end tells how that went.
  if (response.headersSent || passage.delivery === undefined) settle();
  else response.once(ENDED, settle);
}

/** Headers of the cover that a framework was given before it found the route, and that the route's own does without. */
function takeOff(response: ServerResponse, names: readonly string[]): void {
  for (const name of names) response.removeHeader(name);
}

const GONE: Ending = { status: 408, outcome: "refused", reason: "client_gone" };
const ENDED = Symbol("ended");
const NOTHING: ReadonlySet<string> = new Set();

/** Once for each response; where one route passes a request on to another, the last that let it in counts. */
class Hold implements Holding {
  readonly #known: Known;
  readonly #response: ServerResponse;

  constructor(known: Known, response: ServerResponse) {
    this.#known = known;
    this.#response = response;
  }

  leaves(status: number): Leaves | undefined {
    return this.#known.admitted?.route.leaves(status);
  }

  vetted(): number | undefined {
    return this.#known.admitted?.vetted;
  }

  takenOff(status: number): ReadonlySet<string> {
    return this.#known.admitted?.route.takenOff(status) ?? NOTHING;
  }

  personal(): boolean {
    const passage = this.#known.admitted?.passage;
    return passage?.caller !== undefined || passage?.nonce !== undefined;
  }

  breach(): void {
    const { admitted } = this.#known;
    if (admitted !== undefined) void failAdmitted(this.#response, admitted, { undeclared: "body", paths: [] });
  }

  ended(): void {
    this.#response.emit(ENDED);
  }
}

/** Answers for a native handler that failed; where its answer has begun already, cuts it short. */
function failAdmitted(response: ServerResponse, found: Admitted, failure: Failure): void | Promise<void> {
  const answer = found.route.fail(found.passage, failure);
  if (response.headersSent) {
    if (!response.writableEnded) response.destroy();
    return;
  }
  for (const name of response.getHeaderNames()) response.removeHeader(name);
  response.statusMessage = "";
  found.vetted = answer.status;
  return writeNode(response, answer);
}

function filtered(found: Admitted | undefined, status: number, value: unknown): unknown {
  if (found === undefined || (value === null && found.route.leaves(status) === "nothing")) return value;
  const outcome = found.route.filter(found.passage, status, value);
  return isPending(outcome) ? outcome.then((waited) => vetted(found, status, waited)) : vetted(found, status, outcome);
}

function vetted(found: Admitted, status: number, outcome: { readonly value: unknown } | Undeclared): unknown {
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
