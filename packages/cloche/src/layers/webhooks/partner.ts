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
  /** Verifies one delivery, without I/O and without throwing. */
  verify(delivery: Delivery): Verification;
  /**
   * The partner's own event identifier inside a parsed, verified payload. Where it answers, it is a better key against
   * replay than `VerifiedDelivery.eventId`; see `replayKey`.
   */
  readonly eventIdOf?: (payload: unknown) => string | undefined;
  /** The OpenAPI 3.1 security scheme object. */
  readonly scheme: Readonly<Record<string, unknown>>;
}
