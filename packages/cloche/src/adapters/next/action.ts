/** Brings Next.js server actions under their contracts: each is an endpoint that anybody can post to. */
import {
  type Contract,
  type ContractSpec,
  type DecodedAnswer,
  decoded,
  type Gate,
  type Handler,
} from "../../gate/index.js";

/** A server action: takes plain data or a form as its last argument, after what was bound or kept by `useActionState`. */
export type Action<Spec extends ContractSpec> = (...given: readonly unknown[]) => Promise<DecodedAnswer<Spec>>;

/**
 * A server action behind its contract: limits, caller, input and answer as on any route; the contract's path only names
 * it. Headers of the answer have no place to go, cookies included: set those with Next's `cookies()`.
 *
 * @throws ConfigError `contract_contradiction` where the contract has parameters, a query or a stream
 * @example
 * "use server";
 * export const addNote = action(gate, addNoteContract, async ({ caller, body }) => created(await notes.add(caller, body)));
 */
export function action<const Spec extends ContractSpec>(
  gate: Gate,
  contract: Contract<Spec>,
  handler: Handler<Spec>,
): Action<Spec> {
  const call = decoded(gate, contract, handler);
  return async (...given) => {
    const { headers } = await import("next/headers.js");
    return call({ headers: await headers(), input: given.at(-1) });
  };
}
