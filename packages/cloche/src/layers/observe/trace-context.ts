/** Reads the W3C Trace Context header `traceparent`, strictly. */

/** The trace a request belongs to. */
export interface TraceContext {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** The caller's span, 16 hexadecimal digits. */
  readonly parentId: string;
  /** Whether the caller records this trace. */
  readonly sampled: boolean;
}

const TRACEPARENT = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;
const MAX_LENGTH = 256;
const NO_TRACE = "0".repeat(32);
const NO_PARENT = "0".repeat(16);
const SAMPLED_BIT = 1;

/**
 * The trace context, or `undefined` for anything that is not well-formed: upper case, all zeros, version `ff`, or more
 * than version `00` has (W3C Trace Context section 3.2.2). A later version may have more behind a dash.
 *
 * @param traceparent The header as sent.
 */
export function traceContext(traceparent: string | undefined): TraceContext | undefined {
  if (traceparent === undefined || traceparent.length > MAX_LENGTH) return undefined;
  const [, version, traceId, parentId, flags, rest] = TRACEPARENT.exec(traceparent) ?? [];
  if (traceId === undefined || parentId === undefined || flags === undefined) return undefined;
  if (version === "ff" || (version === "00" && rest !== undefined)) return undefined;
  if (traceId === NO_TRACE || parentId === NO_PARENT) return undefined;
  return { traceId, parentId, sampled: (Number.parseInt(flags, 16) & SAMPLED_BIT) === SAMPLED_BIT };
}
