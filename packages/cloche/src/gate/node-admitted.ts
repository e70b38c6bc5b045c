/** What the gate knows of a Node.js request, kept on the request itself. */
import type { IncomingMessage } from "node:http";
import type { Passage } from "./decision.js";
import type { NodeFacts } from "./node-facts.js";
import type { Route } from "./route.js";

/** A request that its contract let in, on its way to a native handler. */
export interface Admitted {
  readonly passage: Passage;
  readonly route: Route;
  /** The status whose body went through the contract, or is the gate's own. */
  vetted: number | undefined;
}

/**
 * Known to this module alone, so that nothing can look admitted. A property and no WeakMap: an entry for each request
 * costs the garbage collector more than all the rest of the gate.
 */
const KNOWN = Symbol("cloche");

/** The facts of a request, and who let it in. */
export interface Known {
  facts: NodeFacts;
  admitted: Admitted | undefined;
}

type Marked = IncomingMessage & { [KNOWN]?: Known };

/** What is known of a request so far. */
export function knownOf(request: IncomingMessage): Known | undefined {
  return (request as Marked)[KNOWN];
}

/** Remembers the facts of a request; who let it in stays as it was. */
export function rememberFacts(request: IncomingMessage, facts: NodeFacts): void {
  const marked = request as Marked;
  if (marked[KNOWN] === undefined) marked[KNOWN] = { facts, admitted: undefined };
  else marked[KNOWN].facts = facts;
}
