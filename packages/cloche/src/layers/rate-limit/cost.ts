/** What a request counts for, where that is worked out from the request itself. */
import type { Caller, RequestHead } from "../../kernel/index.js";

/** What a cost may be worked out from. What is not read yet, or was not sent, is `undefined`. */
export interface CostFacts {
  readonly head: RequestHead;
  readonly caller: Caller | undefined;
  /** The query, checked by the contract's schema. */
  readonly query: unknown;
  /** The body, checked by the contract's schema. */
  readonly body: unknown;
}

/**
 * Works out what a request counts for: a whole number, 0 for a request that is free. It must answer at once, without
 * I/O. What is no number, is negative or does not fit into the burst is refused, never let through.
 */
export type CostFunction = (facts: CostFacts) => number;

/** What can tell a cost: the part of a policy that is about it. */
export interface Costed {
  readonly cost: number;
  readonly costOf?: CostFunction;
}

/**
 * What this request counts for under the policy.
 *
 * @throws Whatever the policy's own function throws; the request must then not go on.
 * @example
 * const batch = limit("1000 per hour by caller", { cost: ({ body }) => (body as { lines: [] }).lines.length });
 * costOf(batch, { head, caller, query: undefined, body: { lines: [1, 2, 3] } }); // 3
 */
export function costOf({ cost, costOf: worksOut }: Costed, facts: CostFacts): number {
  return worksOut === undefined ? cost : worksOut(facts);
}
