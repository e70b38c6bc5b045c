/** Brings a native Express route under its contract: middleware that decides before the handler and filters after it. */
import type { RequestHandler, Response } from "express";
import {
  type Contract,
  type ContractSpec,
  type Entry,
  markCovered,
  type NodeDoor,
  type PartOf,
} from "../../gate/index.js";
import { handOn } from "../../kernel/index.js";

/** Express middleware that types the body of the handlers behind it. */
export type Guarded<Spec extends ContractSpec> = RequestHandler<Record<string, string>, unknown, PartOf<Spec, "body">>;

/** The middleware of one contract. */
export function guardOf<const Spec extends ContractSpec>(door: NodeDoor, typed: Contract<Spec>): Guarded<Spec> {
  const contract = typed as unknown as Contract;
  const admit = door.guard(contract);
  const json = filtering(door);
  const middleware: RequestHandler = (request, response, next) => {
    const enter = (admitted: Entry): void => {
      if (admitted === undefined) return;
      request.body = admitted.passage.body;
      response.locals.nonce = admitted.passage.nonce;
      response.json = json;
      next();
    };
    // Express 4 waits for no promise, and what one throws would end the process.
    handOn(() => admit({ request, response, params: request.params }), enter, next);
  };
  return markCovered(middleware, contract) as unknown as Guarded<Spec>;
}

/** What leaves as JSON goes through the contract first; what that does not declare becomes a bare 500. */
function filtering(door: NodeDoor) {
  return function json(this: Response, value: unknown): Response {
    if (this.getHeader("content-type") === undefined) this.type("json");
    door.json({ request: this.req, response: this }, value, (text) => this.send(text));
    return this;
  };
}
