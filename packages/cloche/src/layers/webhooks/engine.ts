/** The one course every verification takes: read the claim, find the key, check its end and the time. */
import { sha256 } from "../../kernel/index.js";
import { fault, isWebhookFault, type WebhookFault } from "./faults.js";
import type { KeyRing } from "./key-ring.js";
import type {
  BodyFormat,
  Delivery,
  HandshakeAnswer,
  Partner,
  SyncPartner,
  Verification,
  VerifiedDelivery,
} from "./partner.js";
import type { Claim, SigningKey } from "./signing-key.js";
import { outsideTolerance } from "./timestamps.js";

/** What a partner is beside its verification. */
export interface PartnerFace {
  readonly name: string;
  readonly format: BodyFormat;
  /** The first is the one that carries the signature; empty where the body carries it. */
  readonly signatureHeaders: readonly string[];
  /** One sentence for the API's documentation. */
  readonly description: string;
  readonly eventIdOf?: (payload: unknown) => string | undefined;
  readonly handshake?: (payload: unknown) => HandshakeAnswer | undefined;
  readonly rememberSeconds?: number;
}

/** What makes one partner different from another. */
export interface PartnerParts<Signatures> extends PartnerFace {
  readonly keys: KeyRing<Signatures>;
  /** Reads what the delivery claims; nothing it answers is believed yet. */
  readonly read: (delivery: Delivery) => Claim<Signatures> | WebhookFault;
  /** Seconds of difference allowed to either side of now, where the scheme signs a time. */
  readonly toleranceSeconds?: number;
}

interface Match<Signatures> {
  readonly key: SigningKey<Signatures>;
  readonly index: number;
}

/** A partner made of its parts. */
export function partnerOf<Signatures>(parts: PartnerParts<Signatures>): SyncPartner {
  return partnerWith(parts, (delivery) => {
    const claim = parts.read(delivery);
    return isWebhookFault(claim) ? claim : judged(parts, { claim, delivery, keys: parts.keys() });
  });
}

/** A partner with a verification of its own. */
export function partnerWith<Outcome extends Verification | Promise<Verification>>(
  { name, format, signatureHeaders, description, eventIdOf, handshake, rememberSeconds }: PartnerFace,
  verify: (delivery: Delivery) => Outcome,
): Partner & { verify(delivery: Delivery): Outcome } {
  const [carrier] = signatureHeaders;
  return Object.freeze({
    name,
    format,
    signatureHeaders: Object.freeze(signatureHeaders),
    verify,
    ...(eventIdOf === undefined ? {} : { eventIdOf }),
    ...(handshake === undefined ? {} : { handshake }),
    ...(rememberSeconds === undefined ? {} : { rememberSeconds }),
    // OpenAPI has no word for a signature inside the body; an HTTP scheme with a description is the nearest.
    scheme: Object.freeze(
      carrier === undefined
        ? { type: "http", scheme: "signature", description }
        : { type: "apiKey", in: "header", name: carrier, description },
    ),
  });
}

/** A claim, the delivery it was read from, and the keys of this moment. */
export interface Case<Signatures> {
  readonly claim: Claim<Signatures>;
  readonly delivery: Delivery;
  readonly keys: readonly SigningKey<Signatures>[];
}

/** Whether one of the keys vouches for the claim, now. */
export function judged<Signatures>(
  { name, toleranceSeconds }: Pick<PartnerParts<Signatures>, "name" | "toleranceSeconds">,
  { claim, delivery, keys }: Case<Signatures>,
): Verification {
  const found = findKey(keys, claim);
  if (isWebhookFault(found)) return found;
  // The signature is checked before the time, so that the log's `timestamp_stale` is a fact about the real partner.
  const late = outdated({ found, claim, now: delivery.now }, toleranceSeconds);
  return late ?? new BelievedDelivery(name, delivery.bytes, { found, claim });
}

/** The first key that vouches for the claim. Every key is tried, so that the time does not tell which one it was. */
export function findKey<Signatures>(
  keys: readonly SigningKey<Signatures>[],
  claim: Claim<Signatures>,
): Match<Signatures> | WebhookFault {
  let found: Match<Signatures> | undefined;
  let index = 0;
  for (const key of keys) {
    if (key.passes(claim)) found ??= { key, index };
    index += 1;
  }
  if (found !== undefined) return found;
  return fault(keys.length === 0 ? "secrets_unavailable" : "signature_mismatch");
}

interface Believed<Signatures> {
  readonly found: Match<Signatures>;
  readonly claim: Claim<Signatures>;
}

function outdated<Signatures>(
  { found, claim, now }: Believed<Signatures> & { readonly now: number },
  toleranceSeconds: number | undefined,
): WebhookFault | undefined {
  if (isExpired(found.key, now)) return fault("secret_expired");
  if (claim.expiresAt !== undefined && claim.expiresAt <= now) return fault("timestamp_stale");
  if (toleranceSeconds === undefined || claim.signedAt === undefined) return undefined;
  return outsideTolerance(claim.signedAt, now, toleranceSeconds);
}

/** Whether a key's end has come. */
export function isExpired(key: SigningKey<never>, now: number): boolean {
  return key.expiresAt !== undefined && key.expiresAt <= now;
}

/** A verified delivery; a class, because an object literal with accessors costs a microsecond on every delivery. */
class BelievedDelivery<Signatures> implements VerifiedDelivery {
  readonly partner: string;
  readonly secretLabel: string;
  readonly oldSecret: boolean;
  declare readonly signedAt?: number;
  declare readonly signedFields?: unknown;
  readonly #bytes: Uint8Array;
  readonly #eventId: string | undefined;
  #digest: string | undefined;

  constructor(partner: string, bytes: Uint8Array, { found: { key, index }, claim }: Believed<Signatures>) {
    this.partner = partner;
    this.secretLabel = key.label;
    this.oldSecret = index > 0;
    this.#bytes = bytes;
    this.#eventId = claim.eventId;
    if (claim.signedAt !== undefined) this.signedAt = claim.signedAt;
    if (claim.signedFields !== undefined) this.signedFields = claim.signedFields;
  }

  get bodyDigest(): string {
    this.#digest ??= sha256(this.#bytes).toString("hex");
    return this.#digest;
  }

  get eventId(): string {
    return this.#eventId ?? this.bodyDigest;
  }
}
