/** Brings a native Hono route under its contract: middleware that decides before the handler and filters after it. */
import type { Context, MiddlewareHandler } from "hono";
import type { Contract, ContractSpec, FetchCall, FetchDoor, Visit } from "../../gate/index.js";
import { fetchVisitOf, markCovered } from "../../gate/index.js";

/** Hono middleware that types what the handlers behind it receive: `c.var.visit`, and `c.var.nonce` for a page. */
export type Guarded<Spec extends ContractSpec> = MiddlewareHandler<{
  Variables: { visit: Visit<Spec>; nonce?: string };
}>;

/** Tells the gate of a Hono request. */
export type CallOf = (context: Context) => FetchCall;

/** Makes the middleware of one contract. */
export function guardOf<const Spec extends ContractSpec>(
  door: FetchDoor,
  typed: Contract<Spec>,
  callOf: CallOf,
): Guarded<Spec> {
  const contract = typed as unknown as Contract;
  const enter = door.guard(contract);
  const middleware: Guarded<Spec> = async (context, next) => {
    const response = await enter(callOf(context), async ({ body, nonce }) => {
      context.set("visit", fetchVisitOf(context.req.raw, typed));
      if (nonce !== undefined) context.set("nonce", nonce);
      // The gate has read the bytes; the handler's own `c.req.json()` finds what the contract let through.
      if (body !== undefined) Object.assign(context.req.bodyCache, { text: Promise.resolve(JSON.stringify(body)) });
      await next();
      return context.error === undefined ? { response: context.res } : { thrown: context.error };
    });
    replaceAnswer(context, response);
  };
  return markCovered(middleware, contract);
}

/** Sets the answer in the place of whatever the framework has. */
export function replaceAnswer(context: Context, response: Response): void {
  // Hono would add the headers of the answer that is replaced.
  context.res = undefined;
  context.res = response;
}
