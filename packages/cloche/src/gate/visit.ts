/** What a handler receives, made from a finished passage. */

import type { Passage } from "./decision.js";
import { PartnerEvent } from "./event.js";

/** The visit of a passage; typed by the contract in `handle`. */
export function visitOf(passage: Passage): object {
  const { facts, delivery, rawBody, body, caller, params, query, headers, cookies, idempotency, nonce } = passage;
  return {
    caller,
    params,
    query,
    headers,
    cookies,
    body,
    event: delivery === undefined ? undefined : new PartnerEvent(delivery, body, rawBody),
    idempotency,
    nonce,
    requestId: facts.requestId,
    request: facts,
    // Made when it is asked for: most handlers never do.
    get signal() {
      return facts.signal;
    },
  };
}
