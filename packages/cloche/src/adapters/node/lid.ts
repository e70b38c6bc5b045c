/** The lid as a `node:http` request listener: there is no route but those that have a contract. */
import type { IncomingMessage, ServerResponse } from "node:http";
import {
  type Contract,
  type ContractSpec,
  type Exchange,
  type Gate,
  type Handled,
  nodeDoor,
  router,
} from "../../gate/index.js";
import { handOn } from "../../kernel/index.js";

/**
 * A handler of Node's own kind; `visitOf(request, contract)` gives what was verified. What it gives back is sent as JSON
 * with the response's `statusCode`, filtered through the contract; a handler that ends the response gives nothing.
 */
export type NativeHandler = (request: IncomingMessage, response: ServerResponse) => unknown;

/** What `lid` gives: a listener, and the two ways to bring a route under its contract. */
export interface NodeLid {
  /** For `createServer(listener)`, `node:https` and everything else that speaks Node's requests and responses. */
  readonly listener: (request: IncomingMessage, response: ServerResponse) => void;
  /**
   * Registers neutral handlers, each at its contract's method and path.
   *
   * @throws ConfigError `route_doubled` for a method and path that are taken, `path_doubled` for another spelling of them
   */
  readonly mount: (handlers: readonly Handled[]) => void;
  /** Registers an existing handler of Node's own kind, at its contract's method and path. */
  readonly guard: <const Spec extends ContractSpec>(contract: Contract<Spec>, handler: NativeHandler) => void;
}

/**
 * Makes the lid of one server.
 *
 * @example
 * const { listener, mount } = lid(gate);
 * mount([handle(readMenu, () => ok(menu))]);
 * createServer(listener).listen(3000);
 */
export function lid(gate: Gate): NodeLid {
  const door = nodeDoor(gate);
  let isSealed = false;
  const routes = router<(exchange: Exchange) => unknown>();
  const answer = (exchange: Exchange): unknown => {
    const { request, response } = exchange;
    const found = routes.find(routed(request.method), pathOf(request));
    return found === undefined ? door.outside(exchange) : found.target({ request, response, params: found.params });
  };
  return {
    listener(request, response) {
      if (!isSealed) gate.sealed();
      isSealed = true;
      const exchange = { request, response };
      const failed = (error: unknown): void => {
        const told = error instanceof URIError ? MALFORMED : error;
        door.outside(exchange, told).catch(() => response.destroy());
      };
      handOn(() => answer(exchange), ignore, failed);
    },
    mount: (handlers) => door.mount(handlers, ({ method, path }, serve) => routes.add(method, path, serve)),
    guard(typed, handler) {
      const contract = typed as unknown as Contract;
      const admit = door.guard(contract);
      routes.add(contract.method, contract.path, async (exchange) => {
        if ((await admit(exchange)) === undefined) return;
        const value = await handler(exchange.request, exchange.response);
        if (value !== undefined) send(exchange.response, await door.filter(exchange, value));
      });
    },
  };
}

function send(response: ServerResponse, value: unknown): void {
  response.setHeader("content-type", "application/json; charset=utf-8");
  response.end(JSON.stringify(value));
}

const MALFORMED = { statusCode: 400 };

/** HEAD follows GET (RFC 9110 section 9.3.2). */
function routed(method: string | undefined): string {
  return method === "HEAD" ? "GET" : (method ?? "");
}

function pathOf({ url = "/" }: IncomingMessage): string {
  const [path = ""] = url.split("?", 1);
  return path.startsWith("/") ? path : "";
}

function ignore(): void {}
