/** The common shape of a signature: one header holds it, others may hold the time and the identifier it covers. */
import { configFault, nonEmptyText, oneOf, type RequestHead } from "../../kernel/index.js";
import { ENCODINGS, type SignatureEncoding } from "./encodings.js";
import { fault, isWebhookFault, type WebhookFault } from "./faults.js";
import type { BodyFormat, Delivery, HandshakeAnswer } from "./partner.js";
import { EVENT_ID, readHeader, SIGNATURE, TIMESTAMP } from "./read-header.js";
import { type Claim, type Content, joined } from "./signing-key.js";
import { TIMESTAMP_FORMATS, type TimestampFormat } from "./timestamps.js";

/** What a signature may be made over; a part the scheme has no header for is the empty text. */
export interface SignedParts {
  readonly body: Uint8Array;
  /** The timestamp header exactly as sent. */
  readonly timestamp: string;
  /** The event id header exactly as sent. */
  readonly eventId: string;
  readonly method: string;
  /** The raw request target. */
  readonly target: string;
}

/** Where a partner puts its signature and what it covers. */
export interface HeaderScheme {
  /** A short name, used in logs and as part of replay keys. */
  readonly name: string;
  /** How the body is parsed once verified; `json` by default. */
  readonly format?: BodyFormat;
  /** The header that carries the signature. */
  readonly header: string;
  readonly encoding: SignatureEncoding;
  /** What stands before the signature in its header, such as `sha256=`. */
  readonly prefix?: string;
  /** What is signed, in order; the raw body by default. */
  readonly signed?: (parts: SignedParts) => Content;
  /** The header that carries the time of signing, which `signed` must cover. */
  readonly timestampHeader?: string;
  /** How that time is written; `seconds` by default. */
  readonly timestampFormat?: TimestampFormat;
  /** The header that carries the event id, which `signed` must cover. */
  readonly eventIdHeader?: string;
  /** Finds the partner's event id in the verified payload. */
  readonly eventIdOf?: (payload: unknown) => string | undefined;
  /** Answers a verified delivery that only asks for this endpoint. */
  readonly handshake?: (payload: unknown) => HandshakeAnswer | undefined;
}

/** A scheme with nothing left open. */
export interface ReadyScheme {
  readonly header: string;
  readonly prefix: string;
  readonly encoding: SignatureEncoding;
  readonly signed: (parts: SignedParts) => Content;
  readonly timestamp: { readonly header: string; readonly format: TimestampFormat } | undefined;
  readonly eventIdHeader: string | undefined;
}

/** The option names of a scheme. */
export const SCHEME_OPTIONS = [
  "name",
  "format",
  "header",
  "encoding",
  "prefix",
  "signed",
  "timestampHeader",
  "timestampFormat",
  "eventIdHeader",
  "eventIdOf",
  "handshake",
] as const;

// Visible ASCII without the full stop and the comma: an identifier that cannot reach into what is signed beside it.
const SAFE_EVENT_ID = /^[!-+\-/-~]{1,256}$/;

/**
 * Reads a scheme once, and proves that what is signed depends on everything that will be believed.
 *
 * @throws ConfigError `option_invalid`
 */
export function readyScheme(scheme: HeaderScheme): ReadyScheme {
  const where = nonEmptyText(scheme.name, "partner.name");
  const ready: ReadyScheme = {
    header: nonEmptyText(scheme.header, `${where}.header`).toLowerCase(),
    prefix: scheme.prefix ?? "",
    encoding: oneOf(scheme.encoding, Object.keys(ENCODINGS) as SignatureEncoding[], `${where}.encoding`),
    signed: scheme.signed ?? (({ body }) => [body]),
    timestamp: timestampOf(scheme),
    eventIdHeader: scheme.eventIdHeader?.toLowerCase(),
  };
  mustCover(ready, where);
  return ready;
}

function timestampOf({ name, timestampHeader, timestampFormat }: HeaderScheme): ReadyScheme["timestamp"] {
  if (timestampHeader === undefined) return undefined;
  const formats = Object.keys(TIMESTAMP_FORMATS) as TimestampFormat[];
  return {
    header: timestampHeader.toLowerCase(),
    format: oneOf(timestampFormat ?? "seconds", formats, `${name}.timestampFormat`),
  };
}

function mustCover({ signed, timestamp, eventIdHeader }: ReadyScheme, where: string): void {
  const probe = { body: Buffer.from("1"), timestamp: "2", eventId: "3", method: "POST", target: "/" };
  const changed: Partial<SignedParts>[] = [{ body: Buffer.from("4") }];
  if (timestamp !== undefined) changed.push({ timestamp: "5" });
  if (eventIdHeader !== undefined) changed.push({ eventId: "6" });
  const before = joined(signed(probe));
  for (const change of changed) {
    if (!joined(signed({ ...probe, ...change })).equals(before)) continue;
    throw configFault("option_invalid", {
      where: `${where}.signed`,
      fix: `Cover the ${Object.keys(change).join()}: what the signature does not cover cannot be believed.`,
    });
  }
}

/** A reader of claims by this scheme. */
export function claimReader(scheme: ReadyScheme): (delivery: Delivery) => Claim | WebhookFault {
  return ({ head, bytes }) => {
    const signature = readSignature(head, scheme);
    if (isFault(signature)) return signature;
    const time = readTime(head, scheme);
    if (isWebhookFault(time)) return time;
    const eventId = readEventId(head, scheme);
    if (typeof eventId === "object") return eventId;
    const { method, target } = head;
    const parts = { body: bytes, timestamp: time.text, eventId: eventId ?? "", method, target };
    return { signatures: [signature], content: scheme.signed(parts), signedAt: time.at, eventId };
  };
}

function isFault(value: Uint8Array | WebhookFault): value is WebhookFault {
  return !(value instanceof Uint8Array);
}

function readSignature(head: RequestHead, { header, prefix, encoding }: ReadyScheme): Uint8Array | WebhookFault {
  const text = readHeader(head, header, SIGNATURE);
  if (typeof text === "object") return text;
  if (!text.startsWith(prefix)) return fault("signature_malformed");
  return ENCODINGS[encoding](text.slice(prefix.length)) ?? fault("signature_malformed");
}

interface SignedTime {
  readonly text: string;
  readonly at: number | undefined;
}

const NO_TIME: SignedTime = { text: "", at: undefined };

function readTime(head: RequestHead, { timestamp }: ReadyScheme): SignedTime | WebhookFault {
  if (timestamp === undefined) return NO_TIME;
  const text = readHeader(head, timestamp.header, TIMESTAMP);
  if (typeof text === "object") return text;
  const at = TIMESTAMP_FORMATS[timestamp.format].read(text);
  return at === undefined ? fault("timestamp_malformed") : { text, at };
}

function readEventId(head: RequestHead, { eventIdHeader }: ReadyScheme): string | undefined | WebhookFault {
  return eventIdHeader === undefined ? undefined : readSafeEventId(head, eventIdHeader);
}

/** An event id header that cannot be confused with what is signed around it. */
export function readSafeEventId(head: RequestHead, header: string): string | WebhookFault {
  const text = readHeader(head, header, EVENT_ID);
  if (typeof text === "object") return text;
  return SAFE_EVENT_ID.test(text) ? text : fault("event_id_malformed");
}
