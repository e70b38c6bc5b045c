/** What a webhook partner is to the gate: its name, its format, and a verdict over raw bytes. */
import type { RequestHead } from "../../kernel/index.js";
import type { WebhookFault } from "./faults.js";

/** One request that claims to come from a partner, before anything has parsed it. */
export interface Delivery {
  readonly head: RequestHead;
  /** The body exactly as it arrived. */
  readonly bytes: Uint8Array;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** A delivery whose signature holds. */
export interface VerifiedDelivery {
  /** The partner's name. */
  readonly partner: string;
  /** What identifies the delivery against replay, taken only from what the signature covers. */
  readonly eventId: string;
  /** The SHA-256 of the raw body in hexadecimal, computed when first read. */
  readonly bodyDigest: string;
  /** When the partner signed, milliseconds since the epoch, where the scheme signs a time. */
  readonly signedAt?: number;
  /** The label of the secret that matched. */
  readonly secretLabel: string;
  /** Whether a secret other than the first of the list matched: the partner has not rotated yet. */
  readonly oldSecret: boolean;
  /**
   * The fields that the signature covers, of schemes that sign fields inside the body and not its bytes. Where it is
   * there it is the payload; the rest of the body is anyone's word.
   */
  readonly signedFields?: unknown;
}

/** What became of a delivery. */
export type Verification = VerifiedDelivery | WebhookFault;

/** How the body is to be parsed once it is verified. */
export type BodyFormat = "json" | "form";

/** A partner whose deliveries can be verified. */
export interface Partner {
  readonly name: string;
  readonly format: BodyFormat;
  /** Lower-case names of the headers that the verification reads. */
  readonly signatureHeaders: readonly string[];
  /** Verifies one delivery without throwing. Answers at once unless a certificate has to be fetched first. */
  verify(delivery: Delivery): Verification | Promise<Verification>;
  /**
   * The partner's own event identifier inside a parsed, verified payload. Where it answers, it is a better key against
   * replay than `VerifiedDelivery.eventId`; see `replayKey`.
   */
  readonly eventIdOf?: (payload: unknown) => string | undefined;
  /** For how long at least a delivery has to be remembered, where it stays valid longer than most; seconds. */
  readonly rememberSeconds?: number;
  /** The answer to a verified delivery that only asks whether this endpoint is ours; see `HandshakeAnswer`. */
  readonly handshake?: (payload: unknown) => HandshakeAnswer | undefined;
  /** The OpenAPI 3.1 security scheme object. */
  readonly scheme: Readonly<Record<string, unknown>>;
}

/** A partner that needs no I/O: every scheme but those with certificates. */
export interface SyncPartner extends Partner {
  verify(delivery: Delivery): Verification;
}

/** What a partner wants to hear before it sends events. It is the whole answer, and no event is worked. */
export interface HandshakeAnswer {
  readonly status: 200;
  readonly contentType: "application/json" | "text/plain";
  /** The body's text; every part that came from the partner has been held against a narrow pattern. */
  readonly body: string;
}
