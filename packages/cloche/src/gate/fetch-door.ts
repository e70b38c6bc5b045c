/** The door every fetch framework goes through: what its adapter would otherwise write again. */
import { configFault } from "../kernel/index.js";
import type { Contract, ContractSpec } from "./contract.js";
import type { Passage } from "./decision.js";
import { responseOf } from "./fetch-answer.js";
import { type FetchCall, FetchFacts } from "./fetch-facts.js";
import { heldResponse } from "./fetch-hold.js";
import { currentIncoming, isMalformed } from "./fetch-incoming.js";
import { releasedResponse } from "./fetch-slots.js";
import type { Gate } from "./gate.js";
import type { Handled, Visit } from "./handle.js";
import type { Route } from "./route.js";

/** A native handler behind its contract: gives its response, or what it threw. */
export type FetchWork = (passage: Passage) => Promise<{ readonly response: Response } | { readonly thrown: unknown }>;

/** What an adapter asks, one per app. */
export interface FetchDoor {
  /** Compiles a neutral handler. */
  readonly serve: (handled: Handled) => (call: FetchCall) => Promise<Response>;
  /** Compiles a contract for native handlers; what it gives answers each request, with `work` where it may pass. */
  readonly guard: (contract: Contract) => (call: FetchCall, work: FetchWork) => Promise<Response>;
  /** Answers a request that no route takes, or whose framework failed. */
  readonly outside: (call: FetchCall, error?: unknown) => Promise<Response>;
  /**
   * Lets the framework look for a route. Gives the response that goes in the place of the framework's own wherever
   * neither a contract nor the gate has answered: nothing else may.
   */
  readonly around: (call: FetchCall, next: () => Promise<unknown>) => Promise<Response | undefined>;
  /** Whether a native handler has a request that its contract let in. */
  readonly isInside: (request: Request) => boolean;
}

const MALFORMED = { status: 400 };

/** Where the framework was spared a path that cannot be decoded, it looked for another one and found none. */
function misspelt(): object | undefined {
  return currentIncoming()?.malformed === true ? MALFORMED : undefined;
}

const OPEN = configFault("route_uncovered", { where: "middleware", fix: "Answer from a route with a contract." });

interface Admission {
  readonly route: Route;
  readonly passage: Passage;
}

/** What a door knows of a request. */
interface Known {
  readonly door: object;
  readonly facts: FetchFacts;
  answered: boolean;
}

/**
 * Known to this module alone, so that nothing can look admitted. Properties and no WeakMaps: an entry for each request
 * costs the garbage collector more than the gate does.
 */
const KNOWN = Symbol("known");
const ADMITTED = Symbol("admitted");
/** One door knows a request, nearly always; more where one app stands in another. */
type Marked = Request & { [KNOWN]?: readonly Known[]; [ADMITTED]?: Admission };

function admissionOf(request: Request): Admission | undefined {
  return (request as Marked)[ADMITTED];
}

/** Makes the door of one app. */
export function fetchDoor(gate: Gate): FetchDoor {
  const door = {};
  const knownOf = (request: Marked): Known | undefined => request[KNOWN]?.find((one) => one.door === door);
  const known = (call: FetchCall): Known => {
    const found = knownOf(call.request);
    if (found !== undefined) return found;
    const made: Known = { door, facts: new FetchFacts(call, gate), answered: false };
    const request: Marked = call.request;
    request[KNOWN] = request[KNOWN] === undefined ? [made] : [...request[KNOWN], made];
    return made;
  };
  const facts = (call: FetchCall): FetchFacts => {
    const found = known(call).facts;
    if (call.params !== undefined) found.params = call.params;
    return found;
  };
  const answering = async (call: FetchCall, response: Promise<Response>): Promise<Response> => {
    const made = await response;
    known(call).answered = true;
    return made;
  };
  const outside = (call: FetchCall, error: unknown = misspelt()): Promise<Response> =>
    answering(
      call,
      gate.outside(facts(call), error).then((answer) => responseOf(answer, call.request.method)),
    );
  return {
    serve({ contract, handler }) {
      const route = gate.route(contract);
      const serve = async (call: FetchCall) => responseOf(await route.serve(facts(call), handler), call.request.method);
      return (call) => answering(call, serve(call));
    },
    guard(contract) {
      const route = gate.nativeRoute(contract);
      return (call, work) => answering(call, native(route, facts(call), { request: call.request, work }));
    },
    outside,
    async around(call, next) {
      if (isMalformed(call.request.url)) return outside(call, MALFORMED);
      try {
        await next();
      } catch (thrown) {
        return outside(call, thrown);
      }
      return knownOf(call.request)?.answered === true ? undefined : outside(call, OPEN);
    },
    isInside: (request) => admissionOf(request) !== undefined && knownOf(request)?.answered !== true,
  };
}

/**
 * Everything the contract verified of a request, typed by it: caller, params, query, body, event.
 *
 * @param request The framework's fetch request; in Hono `c.req.raw`.
 * @throws Error where the request did not come through `guard(contract)`
 * @example
 * app.get("/orders/:id", guard(readOrder), (c) => {
 *   const { caller, params } = visitOf(c.req.raw, readOrder);
 * });
 */
export function fetchVisitOf<const Spec extends ContractSpec>(request: Request, contract: Contract<Spec>): Visit<Spec> {
  const found = admissionOf(request);
  if (found === undefined || found.route.contract.name !== contract.name) {
    throw new Error(`The request did not come through guard(${contract.name}).`);
  }
  return found.route.visit(found.passage) as Visit<Spec>;
}

interface Native {
  readonly request: Request;
  readonly work: FetchWork;
}

async function native(route: Route, facts: FetchFacts, { request, work }: Native): Promise<Response> {
  const { passage, answer } = await route.admit(facts);
  if (passage === undefined) return responseOf(answer, facts.method);
  const own: Admission = { route, passage };
  (request as Marked)[ADMITTED] = own;
  const done = await work(passage).catch((thrown: unknown) => ({ thrown }));
  // Where one route passes a request on to another, the last that let it in has held the answer to its contract.
  const passedOn = admissionOf(request) !== own && "response" in done;
  const kept = passedOn ? done.response : "thrown" in done ? done : await heldResponse(route, passage, done.response);
  const response =
    kept instanceof Response ? releasedResponse(passage, kept) : responseOf(route.fail(passage, kept), facts.method);
  const { status } = response;
  await route.settle(passage, { status, outcome: status >= 500 ? "failed" : "answered" });
  return response;
}
