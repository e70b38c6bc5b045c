/** Names each request, keeping the caller's own name for it where that is well-formed. */
import { randomUUID } from "node:crypto";

const WELL_FORMED = /^[A-Za-z0-9_-]{8,64}$/;
/** Digits alone may be a telephone or card number, which must not travel through every log. */
const DIGITS_ONLY = /^[0-9-]*$/;

/** Whether a text can stand as a request id: 8 to 64 letters, digits, `_` and `-`, and not digits alone. */
export function isRequestId(text: string): boolean {
  return WELL_FORMED.test(text) && !DIGITS_ONLY.test(text);
}

/**
 * The id a caller sent in `X-Request-Id`, where it is well-formed, or else a new one.
 *
 * @param headerValue The header as sent.
 * @example
 * requestId(request.header("x-request-id"));
 */
export function requestId(headerValue: string | undefined): string {
  return headerValue !== undefined && isRequestId(headerValue) ? headerValue : randomUUID();
}
