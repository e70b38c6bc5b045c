/** Neutral handlers: typed by their contract, mountable by any adapter. */
import type { Caller, Refusal, RequestHead, Schema } from "../kernel/index.js";
import type { VerifiedDelivery } from "../layers/webhooks/index.js";
import type { Contract, ContractSpec, KnowsCaller, ParamsOf, PartOf } from "./contract.js";
import type { Idempotency } from "./decision.js";
import type { ReplyOf } from "./returns.js";

declare const verified: unique symbol;

/** A partner's event whose signature was verified over the raw bytes; only the gate can make one. */
export interface VerifiedEvent<Payload> extends VerifiedDelivery {
  readonly payload: Payload;
  /** The exact bytes the signature covers. */
  readonly rawBody: Uint8Array;
  readonly [verified]: true;
}

/** What a handler receives: only what was verified, validated and cleaned. */
export interface Visit<Spec extends ContractSpec> {
  readonly caller: KnowsCaller<Spec> extends true ? Caller : Caller | undefined;
  readonly params: ParamsOf<Spec>;
  readonly query: PartOf<Spec, "query">;
  readonly headers: PartOf<Spec, "headers">;
  readonly cookies: PartOf<Spec, "cookies">;
  readonly body: PartOf<Spec, "body">;
  readonly event: Spec extends { readonly from: string }
    ? VerifiedEvent<Spec extends { readonly body: Schema } ? PartOf<Spec, "body"> : unknown>
    : undefined;
  readonly idempotency: Idempotency | undefined;
  /** For the `nonce` attribute of the page's scripts and styles, where the contract's cover takes one. */
  readonly nonce: Spec extends { readonly cover: { readonly nonce: true } } ? string : string | undefined;
  readonly requestId: string;
  /** The request's head, for what the contract does not name. */
  readonly request: RequestHead;
  /** Aborted when the client goes away. */
  readonly signal: AbortSignal;
}

/** A handler that any adapter can mount. */
export type Handler<Spec extends ContractSpec> = (
  visit: Visit<Spec>,
) => ReplyOf<Spec["returns"]> | Refusal | Promise<ReplyOf<Spec["returns"]> | Refusal>;

/** A contract with its handler. */
export interface Handled {
  readonly contract: Contract;
  readonly handler: (visit: never) => unknown;
}

/**
 * Joins a contract to its handler.
 *
 * @example
 * const readMenu = handle(menuContract, async () => ok(await menu.current()));
 */
export function handle<const Spec extends ContractSpec>(contract: Contract<Spec>, handler: Handler<Spec>): Handled {
  return Object.freeze({ contract: contract as unknown as Contract, handler });
}
