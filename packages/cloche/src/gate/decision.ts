/** What the gate decided: a request that may pass, with everything verified, or an answer that ends it. */

import type { Caller } from "../kernel/index.js";
import type { Verdict } from "../layers/rate-limit/index.js";
import type { VerifiedDelivery } from "../layers/webhooks/index.js";
import type { Facts } from "./facts.js";

/** The verified, cleaned parts of a request on its way to the handler. Each step fills its own. */
export interface Passage {
  readonly facts: Facts;
  /** The route's name, `POST /api/v1/orders`. */
  readonly route: string;
  caller: Caller | undefined;
  params: unknown;
  query: unknown;
  cookies: unknown;
  body: unknown;
  delivery: VerifiedDelivery | undefined;
  rawBody: Uint8Array | undefined;
  idempotency: Idempotency | undefined;
  /** What the limits said, for the answer's `RateLimit` field. */
  readonly verdicts: Verdict[];
}

/** A request's `Idempotency-Key`, scoped so that nobody can guess their way to another's answer. */
export interface Idempotency {
  /** Who the key belongs to: the caller, or the guest's address. Never global. */
  readonly scope: string;
  readonly key: string;
  /** SHA-256 of the route and the raw body, hexadecimal: the same key with another one is a mistake. */
  readonly fingerprint: string;
}

/** An answer ready to be written. */
export interface Answer {
  readonly status: number;
  /** Every header, name (lower case) and value in turn. */
  readonly headers: readonly string[];
  readonly body: string | Uint8Array | AsyncIterable<string | Uint8Array> | undefined;
  readonly outcome: "answered" | "refused" | "failed";
  /** The stable reason of a refusal or failure. */
  readonly reason?: string | undefined;
}

/** Either the request may pass, or here is the answer. */
export type Decision =
  | { readonly passage: Passage; readonly answer?: never }
  | { readonly answer: Answer; readonly passage?: never };

/** A passage before its first step. */
export function newPassage(facts: Facts, route: string): Passage {
  return {
    facts,
    route,
    caller: undefined,
    params: undefined,
    query: undefined,
    cookies: undefined,
    body: undefined,
    delivery: undefined,
    rawBody: undefined,
    idempotency: undefined,
    verdicts: [],
  };
}
