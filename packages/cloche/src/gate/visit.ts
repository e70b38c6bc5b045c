/** What a handler receives, made from a finished passage. */
import type { Passage } from "./decision.js";

/** The visit of a passage; typed by the contract in `handle`. */
export function visitOf(passage: Passage): object {
  const { facts, delivery, rawBody, body, caller, params, query, cookies, idempotency } = passage;
  return {
    caller,
    params,
    query,
    cookies,
    body,
    event: delivery === undefined ? undefined : { ...delivery, payload: body, rawBody },
    idempotency,
    requestId: facts.requestId,
    request: facts,
    signal: facts.signal,
  };
}
