/** What an adapter tells the gate of one request. */
import type { Refusal, RequestHead } from "../kernel/index.js";

/** The head of a request, its identity, and its body on demand. */
export interface Facts extends RequestHead {
  readonly requestId: string;
  /** The W3C trace id of a well-formed `traceparent`, if one came. */
  readonly traceId: string | undefined;
  /** When the request arrived, milliseconds since the epoch. */
  readonly startedAt: number;
  /** A monotonic mark to measure the duration from, milliseconds. */
  readonly startedMark: number;
  /** The decoded path parameters by name, as the framework's router found them. */
  readonly params: Readonly<Record<string, string>>;
  /** Aborted when the client goes away. */
  readonly signal: AbortSignal;
  /** The body's exact bytes, read once; a refusal where there are more than `maxBytes` or they do not arrive. */
  bytes(maxBytes: number): Promise<Uint8Array | Refusal>;
  /** What an earlier parser made of the body, where one got to it first. */
  earlierBody(): { readonly value: unknown } | undefined;
}
