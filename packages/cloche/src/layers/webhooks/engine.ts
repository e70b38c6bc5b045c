/** The one course every verification takes: read the claim, find the key, check its end and the time. */
import { sha256 } from "../../kernel/index.js";
import { fault, isWebhookFault, type WebhookFault } from "./faults.js";
import type { KeyRing } from "./key-ring.js";
import type { BodyFormat, Delivery, Partner, Verification, VerifiedDelivery } from "./partner.js";
import type { Claim, SigningKey } from "./signing-key.js";
import { outsideTolerance } from "./timestamps.js";

/** What makes one partner different from another. */
export interface PartnerParts<Signatures> {
  readonly name: string;
  readonly format: BodyFormat;
  /** The first is the one that carries the signature. */
  readonly signatureHeaders: readonly [string, ...string[]];
  /** One sentence for the API's documentation. */
  readonly description: string;
  readonly keys: KeyRing<Signatures>;
  /** Reads what the delivery claims; nothing it answers is believed yet. */
  readonly read: (delivery: Delivery) => Claim<Signatures> | WebhookFault;
  /** Seconds of difference allowed to either side of now, where the scheme signs a time. */
  readonly toleranceSeconds?: number;
  readonly eventIdOf?: (payload: unknown) => string | undefined;
}

interface Match<Signatures> {
  readonly key: SigningKey<Signatures>;
  readonly index: number;
}

/** A partner made of its parts. */
export function partnerOf<Signatures>(parts: PartnerParts<Signatures>): Partner {
  const { name, format, signatureHeaders, description } = parts;
  return Object.freeze({
    name,
    format,
    signatureHeaders: Object.freeze(signatureHeaders),
    verify: (delivery: Delivery) => verification(parts, delivery),
    ...(parts.eventIdOf === undefined ? {} : { eventIdOf: parts.eventIdOf }),
    scheme: Object.freeze({ type: "apiKey", in: "header", name: signatureHeaders[0], description }),
  });
}

function verification<Signatures>(parts: PartnerParts<Signatures>, delivery: Delivery): Verification {
  const claim = parts.read(delivery);
  if (isWebhookFault(claim)) return claim;
  const found = findKey(parts.keys(), claim);
  if (isWebhookFault(found)) return found;
  const dated = { found, claim, now: delivery.now };
  return outdated(parts, dated) ?? accepted(parts.name, delivery, dated);
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

interface Dated<Signatures> {
  readonly found: Match<Signatures>;
  readonly claim: Claim<Signatures>;
  readonly now: number;
}

// The signature is checked before the time, so that the log's `timestamp_stale` is a fact about the real partner.
function outdated<Signatures>(
  { toleranceSeconds }: PartnerParts<Signatures>,
  { found, claim, now }: Dated<Signatures>,
): WebhookFault | undefined {
  if (isExpired(found.key, now)) return fault("secret_expired");
  if (toleranceSeconds === undefined || claim.signedAt === undefined) return undefined;
  return outsideTolerance(claim.signedAt, now, toleranceSeconds);
}

/** Whether a key's end has come. */
export function isExpired(key: SigningKey<never>, now: number): boolean {
  return key.expiresAt !== undefined && key.expiresAt <= now;
}

function accepted<Signatures>(
  partner: string,
  { bytes }: Delivery,
  { found: { key, index }, claim }: Dated<Signatures>,
): VerifiedDelivery {
  const { signedAt, eventId } = claim;
  let digest: string | undefined;
  const verified = {
    partner,
    secretLabel: key.label,
    oldSecret: index > 0,
    get bodyDigest() {
      digest ??= sha256(bytes).toString("hex");
      return digest;
    },
    get eventId() {
      return eventId ?? this.bodyDigest;
    },
  };
  return signedAt === undefined ? verified : Object.assign(verified, { signedAt });
}
