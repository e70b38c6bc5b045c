/** Brings a native Express route under its contract: middleware that decides before the handler and filters after it. */
import type { Request, RequestHandler, Response } from "express";
import { Breach, type Contract, type ContractSpec, type NodeDoor, type PartOf, type Route } from "../../gate/index.js";
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
    if (contract.body !== undefined) request.body = admitted.passage.body;
    filterAnswers(door, { request, response }, admitted.route);
    next();
  };
  return markCovered(middleware, contract) as unknown as Guarded<Spec>;
}

/** What leaves goes through the contract first; what that does not declare becomes a bare 500. */
function filterAnswers(door: NodeDoor, exchange: { request: Request; response: Response }, route: Route): void {
  const { response } = exchange;
  const send = response.send.bind(response);
  const breach = (error: unknown) => door.outside(exchange, error);
  response.json = (value: unknown) => {
    if (response.getHeader("content-type") === undefined) response.type("json");
    door.filter(exchange, value).then((kept) => send(JSON.stringify(kept)), breach);
    return response;
  };
  response.send = (body?: unknown) => {
    if (typeof body === "object" && body !== null && !ArrayBuffer.isView(body)) return response.json(body);
    if (!route.declaresJson(response.statusCode)) return send(body);
    void breach(new Breach({ undeclared: "body", paths: [] }));
    return response;
  };
}
