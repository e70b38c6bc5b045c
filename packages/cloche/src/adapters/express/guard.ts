/** Brings a native Express route under its contract: middleware that decides before the handler and filters after it. */
import type { Request, RequestHandler, Response } from "express";
import type { Contract, ContractSpec, NodeDoor, PartOf } from "../../gate/index.js";
import { markCovered } from "./routes.js";

/** Express middleware that types the body of the handlers behind it. */
export type Guarded<Spec extends ContractSpec> = RequestHandler<Record<string, string>, unknown, PartOf<Spec, "body">>;

/** The middleware of one contract. */
export function guardOf<const Spec extends ContractSpec>(door: NodeDoor, typed: Contract<Spec>): Guarded<Spec> {
  const contract = typed as unknown as Contract;
  const admit = door.guard(contract);
  const middleware: RequestHandler = async (request, response, next) => {
    const admitted = await admit({ request, response, params: request.params });
    if (admitted === undefined) return;
    request.body = admitted.passage.body;
    response.locals.nonce = admitted.passage.nonce;
    filterAnswers(door, { request, response });
    next();
  };
  return markCovered(middleware, contract) as unknown as Guarded<Spec>;
}

/** What leaves as JSON goes through the contract first; what that does not declare becomes a bare 500. */
function filterAnswers(door: NodeDoor, exchange: { request: Request; response: Response }): void {
  const { response } = exchange;
  response.json = (value: unknown) => {
    if (response.getHeader("content-type") === undefined) response.type("json");
    const sent = door.filter(exchange, value).then((kept) => response.send(JSON.stringify(kept)));
    sent.catch((error: unknown) => door.outside(exchange, error));
    return response;
  };
}
