/** Who is calling, as every layer and every handler sees it. */
import type { HeaderPair, Refusal } from "./refusal.js";
import type { RequestHead } from "./request.js";

/** An identified caller. Which credential proved it is in `via`. */
export interface Caller {
  /** The stable identifier, a token's `sub`. */
  readonly id: string;
  readonly roles: readonly string[];
  readonly scopes: readonly string[];
  /** The kind of credential that was verified. */
  readonly via: string;
  /** Every verified claim, for what the fields above do not name. */
  readonly claims: Readonly<Record<string, unknown>>;
}

/** What a credential came to: a caller, a refusal, or `undefined` where the request carries no such credential. */
export type Identified = Caller | Refusal | undefined;

/** One way to tell who is calling: a bearer token, a cookie, an API key. */
export interface CallerSource {
  /** A short name such as `bearer`; it becomes `Caller.via` and the OpenAPI security scheme. */
  readonly name: string;
  /** Whether browsers attach the credential by themselves, so that cross-site requests must be refused. */
  readonly ambient: boolean;
  /** The OpenAPI 3.1 security scheme object that describes it. */
  readonly scheme: Readonly<Record<string, unknown>>;
  /** `false` where the credential never tells how and when its caller signed in, as no API key does (RFC 9470). */
  readonly tellsSignIn?: false;
  /** The refusal for a request that carries no credential where one is needed. */
  readonly missing: Refusal;
  /** The issuers whose callers it identifies, where ids are unique within an issuer only. */
  readonly issuers?: readonly string[];
  /** Reads and verifies the credential. Answers at once where no I/O is needed. */
  identify(head: RequestHead): Identified | Promise<Identified>;
  /** What the answer to a request with a caller of this source carries beside, such as a fresh `dpop-nonce`. */
  answerHeaders?(head: RequestHead): readonly HeaderPair[];
}
