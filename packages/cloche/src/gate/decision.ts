/** What the gate decided: a request that may pass, with everything verified, or an answer that ends it. */

import type { Caller, HeaderPair } from "../kernel/index.js";
import type { Told } from "../layers/rate-limit/index.js";
import type { VerifiedDelivery } from "../layers/webhooks/index.js";
import type { Facts } from "./facts.js";

/** The verified, cleaned parts of a request on its way to the handler. Each step fills its own. */
export interface Passage {
  readonly facts: Facts;
  /** The route's name, `POST /api/v1/orders`. */
  readonly route: string;
  caller: Caller | undefined;
  /** What the caller is counted and remembered by; see `callerKeys`. */
  callerKey: string | undefined;
  /** What the caller's source gives the answer to carry. */
  callerHeaders: readonly HeaderPair[] | undefined;
  params: unknown;
  query: unknown;
  headers: unknown;
  cookies: unknown;
  body: unknown;
  delivery: VerifiedDelivery | undefined;
  rawBody: Uint8Array | undefined;
  idempotency: Idempotency | undefined;
  /** The nonce of the answer's policy, where the cover takes one. */
  nonce: string | undefined;
  /** The partner a webhook's route is for. */
  readonly partner: string | undefined;
  /** Whether the client is on the list of those who are not limited. */
  exempt: boolean;
  /** What the limits said, for the answer's `RateLimit` field. */
  verdicts: readonly Told[];
  /** The counters that a success clears. */
  forgettable: readonly string[];
  /** What the request holds of its concurrency limits until its answer has been sent. */
  held: HeldSlots | undefined;
}

/** The slots that one request holds. */
export interface HeldSlots {
  /** Gives them back; a second call does nothing. */
  release(): void;
  /** For work that may go on after its client has gone: they come free once the lease is over. */
  abandon(): void;
}

/** A request's `Idempotency-Key`, scoped so that nobody can guess their way to another's answer. */
export interface Idempotency {
  /** Who the key belongs to: the caller, or the guest's address. Never global. */
  readonly scope: string;
  readonly key: string;
  /** SHA-256 of the route, the target and the raw body, hexadecimal: the same key with another one is a mistake. */
  readonly fingerprint: string;
}

/** An answer ready to be written. */
export interface Answer {
  readonly status: number;
  /** Every header, name (lower case) and value in turn. The list is this answer's own: whoever writes it may add to it. */
  readonly headers: string[];
  /** The list that the headers begin with, where that is the same for many answers. */
  cover?: readonly string[] | undefined;
  readonly body: string | Uint8Array | AsyncIterable<string | Uint8Array> | undefined;
  readonly outcome: "answered" | "refused" | "failed";
  /** The stable reason of a refusal or failure. */
  readonly reason?: string | undefined;
  /** Hears what a stream threw after its answer had begun. */
  readonly broke?: ((thrown: unknown) => void) | undefined;
}

/** An answer as it is kept for a repeated request. */
export interface KeptAnswer {
  readonly status: number;
  readonly headers: readonly string[];
  readonly body: string | Uint8Array | undefined;
}

/** An answer that is known before any handler runs, and is no refusal. */
export interface EarlyAnswer {
  readonly early: KeptAnswer;
  /** Why, as a stable code. */
  readonly reason: string;
}

/** Either the request may pass, or here is the answer. */
export type Decision =
  | { readonly passage: Passage; readonly answer?: never }
  | { readonly answer: Answer; readonly passage?: never };

const NONE: readonly never[] = Object.freeze([]);

/** A passage before its first step. */
export function newPassage(facts: Facts, route: string, partner?: string): Passage {
  return {
    facts,
    route,
    caller: undefined,
    callerKey: undefined,
    callerHeaders: undefined,
    params: undefined,
    query: undefined,
    headers: undefined,
    cookies: undefined,
    body: undefined,
    delivery: undefined,
    rawBody: undefined,
    idempotency: undefined,
    nonce: undefined,
    partner,
    exempt: false,
    verdicts: NONE,
    forgettable: NONE,
    held: undefined,
  };
}
