/** Brings Next.js route handlers under their contracts: what a `route.ts` exports. */
import {
  type Contract,
  type ContractSpec,
  contractOf,
  type FetchCall,
  fetchDoor,
  fetchVisitOf,
  type Gate,
  type Handled,
  markCovered,
  type Visit,
} from "../../gate/index.js";

const ROUTE_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;

/** The methods a `route.ts` may export. */
export type RouteMethod = (typeof ROUTE_METHODS)[number];

/** A route handler as Next.js calls it. */
export type RouteHandler = (request: Request, context: { readonly params: Promise<object> }) => Promise<Response>;

/** A handler of Next's own kind, behind its contract. */
export type NativeHandler<Spec extends ContractSpec> = (
  request: Request,
  visit: Visit<Spec>,
) => Response | Promise<Response>;

/**
 * The route handler of a neutral handler.
 *
 * @example
 * export const POST = route(gate, handle(placeOrder, ({ body }) => created(orders.place(body))));
 */
export function route(gate: Gate, handled: Handled): RouteHandler {
  const serve = fetchDoor(gate).serve(handled);
  return markCovered(async (request, context) => serve(await callOf(request, context)), handled.contract);
}

/**
 * The same for an existing handler, which goes on answering with a `Response`.
 *
 * @example
 * export const GET = guard(gate, readOrder, (request, { params }) => Response.json(orders.get(params.id)));
 */
export function guard<const Spec extends ContractSpec>(
  gate: Gate,
  typed: Contract<Spec>,
  handler: NativeHandler<Spec>,
): RouteHandler {
  const contract = typed as unknown as Contract;
  const enter = fetchDoor(gate).guard(contract);
  const handle: RouteHandler = async (request, context) =>
    enter(await callOf(request, context), async () => ({
      response: await handler(request, fetchVisitOf(request, typed)),
    }));
  return markCovered(handle, contract);
}

/**
 * A handler for every method: those without a contract hear what the path allows. With no contract at all it is for the
 * `[...rest]` folder, so that a 404 is covered too.
 *
 * @example
 * export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = routes(gate, listOrders, placeOrder);
 */
export function routes(
  gate: Gate,
  ...given: readonly (Handled | RouteHandler)[]
): Readonly<Record<RouteMethod, RouteHandler>> {
  const { outside } = fetchDoor(gate);
  const handlers = new Map(
    given
      .map((one) => (typeof one === "function" ? one : route(gate, one)))
      .map((handler) => [contractOf(handler)?.method as RouteMethod | undefined, handler]),
  );
  const unanswered: RouteHandler = async (request, context) => outside(await callOf(request, context));
  const found = (method: RouteMethod) => handlers.get(method === "HEAD" ? "GET" : method) ?? unanswered;
  return Object.fromEntries(ROUTE_METHODS.map((method) => [method, found(method)])) as Record<
    RouteMethod,
    RouteHandler
  >;
}

async function callOf(request: Request, { params }: { readonly params: Promise<object> }): Promise<FetchCall> {
  // Next.js promises nothing where the folder's path has no parameter.
  const pairs = Object.entries((await params) ?? {}).filter(([, value]) => typeof value === "string");
  return { request, params: Object.fromEntries(pairs) };
}
