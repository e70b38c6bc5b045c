/** The headers a scheme sends beside the signature, and what it signs: the inverse of reading a claim. */
import { randomUUID } from "node:crypto";
import { type HeaderScheme, readyScheme } from "../header-scheme.js";
import type { Content } from "../signing-key.js";
import { TIMESTAMP_FORMATS } from "../timestamps.js";
import { bodyOf, type SignedHeaders, type ToSign, timeOf } from "./to-sign.js";

/** What is to be signed, and how the signature becomes the full set of headers. */
export interface Unsigned {
  readonly content: Content;
  readonly headers: (signature: Buffer) => SignedHeaders;
}

/** Prepares a delivery by a scheme. */
export function unsigned(scheme: HeaderScheme, delivery: ToSign): Unsigned {
  const { header, prefix, encoding, signed, timestamp, eventIdHeader } = readyScheme(scheme);
  const time = timestamp === undefined ? "" : TIMESTAMP_FORMATS[timestamp.format].write(timeOf(delivery));
  const eventId = eventIdHeader === undefined ? "" : (delivery.eventId ?? randomUUID());
  const target = delivery.url === undefined ? "/" : targetOf(delivery.url);
  return {
    content: signed({ body: bodyOf(delivery), timestamp: time, eventId, method: "POST", target }),
    headers: (signature) => ({
      ...(timestamp === undefined ? {} : { [timestamp.header]: time }),
      ...(eventIdHeader === undefined ? {} : { [eventIdHeader]: eventId }),
      [header]: prefix + signature.toString(encoding),
    }),
  };
}

function targetOf(url: string): string {
  const { pathname, search } = new URL(url);
  return pathname + search;
}
