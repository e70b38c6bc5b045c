/** What a handler receives, made from a finished passage. */

import type { Caller } from "../kernel/index.js";
import type { Idempotency, Passage } from "./decision.js";
import { PartnerEvent } from "./event.js";
import type { Facts } from "./facts.js";

/** The visit of a passage; typed by the contract in `handle`. */
export function visitOf(passage: Passage): object {
  return new PassageVisit(passage);
}

/** A class, because an object literal with an accessor costs a microsecond on every request. */
class PassageVisit {
  readonly caller: Caller | undefined;
  readonly params: unknown;
  readonly query: unknown;
  readonly headers: unknown;
  readonly cookies: unknown;
  readonly body: unknown;
  readonly event: PartnerEvent | undefined;
  readonly idempotency: Idempotency | undefined;
  readonly nonce: string | undefined;
  readonly requestId: string;
  readonly request: Facts;

  constructor(passage: Passage) {
    const { facts, delivery } = passage;
    this.caller = passage.caller;
    this.params = passage.params;
    this.query = passage.query;
    this.headers = passage.headers;
    this.cookies = passage.cookies;
    this.body = passage.body;
    this.event = delivery === undefined ? undefined : new PartnerEvent(delivery, passage.body, passage.rawBody);
    this.idempotency = passage.idempotency;
    this.nonce = passage.nonce;
    this.requestId = facts.requestId;
    this.request = facts;
  }

  /** Made when it is asked for: most handlers never do. */
  get signal(): AbortSignal {
    return this.request.signal;
  }
}
