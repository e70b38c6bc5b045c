/** Reads one header that must be there once and only once. */
import type { RequestHead } from "../../kernel/index.js";
import { fault, type WebhookFault, type WebhookFaultCode } from "./faults.js";

/** The faults of a header that is absent or sent more than once. */
export interface HeaderFaults {
  readonly missing: WebhookFaultCode;
  readonly malformed: WebhookFaultCode;
}

/** For the header that carries the signature. */
export const SIGNATURE: HeaderFaults = { missing: "signature_missing", malformed: "signature_malformed" };
/** For the header that carries the time of signing. */
export const TIMESTAMP: HeaderFaults = { missing: "timestamp_missing", malformed: "timestamp_malformed" };
/** For the header that carries the delivery's identifier. */
export const EVENT_ID: HeaderFaults = { missing: "event_id_missing", malformed: "event_id_malformed" };

/** The value of a header sent exactly once. A doubled one would let two readers choose differently. */
export function readHeader(head: RequestHead, name: string, faults: HeaderFaults): string | WebhookFault {
  const value = head.header(name);
  if (value === undefined || value === "") return fault(faults.missing);
  return head.headerCount(name) > 1 ? fault(faults.malformed) : value;
}
