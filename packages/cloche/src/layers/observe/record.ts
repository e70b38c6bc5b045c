/** What is remembered of one request: who, what, where, when and how it ended (OWASP ASVS 5.0, 16.2.1). */

/** How a request ended: with the handler's answer, refused by the gate, or with a failure on this side. */
export type Outcome = "answered" | "refused" | "failed";

/** One request. Holds no input, no token and no full address. */
export interface RequestRecord {
  /** Milliseconds since the epoch, when the request arrived. */
  readonly at: number;
  readonly requestId: string;
  /** The trace the request belongs to (W3C Trace Context), 32 hexadecimal digits. */
  readonly traceId?: string | undefined;
  readonly method: string;
  /** The route template, or "unmatched"; never the path as sent. */
  readonly route: string;
  readonly status: number;
  readonly outcome: Outcome;
  /** A stable reason code such as `token_expired`. */
  readonly reason?: string | undefined;
  /** The identified caller's id, an opaque identifier. */
  readonly callerId?: string | undefined;
  /** The caller's network, as `networkOf` gives it. */
  readonly network?: string | undefined;
  readonly durationMilliseconds: number;
}
