/** Remembers which of a framework's handlers enforce a contract, where the handler alone is found again. */
import type { Contract } from "./contract.js";

const contracts = new WeakMap<object, Contract>();

/** Remembers that a handler enforces a contract. Known to this module alone: nothing can claim to be covered. */
export function markCovered<Handler extends object>(handler: Handler, contract: Contract): Handler {
  contracts.set(handler, contract);
  return handler;
}

/** The contract a handler enforces. */
export function contractOf(handler: object): Contract | undefined {
  return contracts.get(handler);
}
