/** Standard Webhooks: id, time and body signed together, by HMAC (`v1`) or Ed25519 (`v1a`). */
import { configFault, fromBase64, onlyKnown, type RequestHead } from "../../../kernel/index.js";
import { ENCODINGS } from "../encodings.js";
import { partnerOf } from "../engine.js";
import { fault, type WebhookFault } from "../faults.js";
import { readSafeEventId } from "../header-scheme.js";
import type { TimedPartnerOptions } from "../hmac.js";
import { keyRing } from "../key-ring.js";
import type { Delivery, SyncPartner } from "../partner.js";
import { ed25519PublicKey } from "../public-key.js";
import { readHeader, SIGNATURE, TIMESTAMP } from "../read-header.js";
import { type Claim, hmacCheck, type KeyCheck, publicKeyCheck } from "../signing-key.js";
import { TIMESTAMP_FORMATS, toleranceOption } from "../timestamps.js";

/** What a user says of a Standard Webhooks sender. */
export interface StandardWebhooksOptions extends TimedPartnerOptions {
  /** The name in logs and replay keys; `standard` by default. */
  readonly name?: string;
  /** What the three headers start with; `webhook` by default. */
  readonly headerPrefix?: string;
}

/** The signatures of a delivery by their version; a version that is not known here is ignored, as the standard says. */
interface Versioned {
  readonly v1: readonly Uint8Array[];
  readonly v1a: readonly Uint8Array[];
}

/** A sender that signs with Standard Webhooks, under one or several header prefixes. */
export interface StandardScheme {
  readonly name: string;
  /** The first prefix whose signature header is present is read. */
  readonly prefixes: readonly [string, ...string[]];
}

const MAX_SIGNATURES = 16;
const SECRET = { prefix: "whsec_", min: 24, max: 64 };
const PUBLIC_KEY_PREFIX = "whpk_";

/**
 * Deliveries signed by Standard Webhooks (standardwebhooks.com).
 *
 * @param options `secrets`: `whsec_...` for `v1` and `whpk_...` for `v1a`, the current one first; `toleranceSeconds`:
 * 300 by default, to both sides; `name`; `headerPrefix`.
 * @throws ConfigError `secret_weak` where a secret is not base64 of 24 to 64 bytes, `key_unusable`, `option_invalid`
 * @example
 * standardWebhooks({ name: "courier", secrets: ["whpk_...", "whsec_..."] });
 */
export function standardWebhooks(options: StandardWebhooksOptions): SyncPartner {
  const { name = "standard", headerPrefix = "webhook", ...rest } = options;
  if (!/^[a-z][a-z0-9-]*$/i.test(headerPrefix)) {
    throw configFault("option_invalid", {
      where: `${name}.headerPrefix`,
      fix: 'Give a header name\'s start: "webhook".',
    });
  }
  return standardPartner({ name, prefixes: [headerPrefix.toLowerCase()] }, rest);
}

/** A partner of the Standard Webhooks family; `options` are read strictly. */
export function standardPartner({ name, prefixes }: StandardScheme, options: TimedPartnerOptions): SyncPartner {
  onlyKnown(options, ["secrets", "toleranceSeconds"], name);
  const [first, ...others] = prefixes;
  const names = [headersOf(first), ...others.map(headersOf)] as const;
  return partnerOf<Versioned>({
    name,
    format: "json",
    signatureHeaders: names.flatMap(({ signature, id, timestamp }) => [signature, id, timestamp]),
    description: `Standard Webhooks signature of ${name} over id, time and raw body.`,
    keys: keyRing(options.secrets, { where: `${name}.secrets`, toCheck: versionedCheck }),
    read: (delivery) => readStandard(delivery, presentNames(delivery.head, names)),
    toleranceSeconds: toleranceOption(options.toleranceSeconds, name),
  });
}

interface HeaderNames {
  readonly signature: string;
  readonly id: string;
  readonly timestamp: string;
}

function headersOf(prefix: string): HeaderNames {
  return { signature: `${prefix}-signature`, id: `${prefix}-id`, timestamp: `${prefix}-timestamp` };
}

function presentNames(head: RequestHead, names: readonly [HeaderNames, ...HeaderNames[]]): HeaderNames {
  const [first] = names;
  if (names.length === 1) return first;
  return names.find(({ signature }) => head.headerCount(signature) > 0) ?? first;
}

// The kind of a key is told by its own prefix, never by the delivery: a public key cannot be used as an HMAC secret.
function versionedCheck(value: string, where: string): KeyCheck<Versioned> {
  if (value.startsWith(PUBLIC_KEY_PREFIX)) {
    const check = publicKeyCheck(ed25519PublicKey(value.slice(PUBLIC_KEY_PREFIX.length), where));
    return ({ signatures, content }) => check({ signatures: signatures.v1a, content });
  }
  const check = hmacCheck("sha256", standardSecret(value, where));
  return ({ signatures, content }) => check({ signatures: signatures.v1, content });
}

/**
 * The bytes of a `whsec_` secret; the prefix may be left out.
 *
 * @throws ConfigError `key_unusable` for a private key, `secret_weak` where it is not base64 of 24 to 64 bytes
 */
export function standardSecret(value: string, where: string): Uint8Array {
  if (value.startsWith("whsk_")) {
    throw configFault("key_unusable", { where, fix: 'Give the public key, which starts with "whpk_".' });
  }
  const { prefix, min, max } = SECRET;
  const bytes = fromBase64(value.startsWith(prefix) ? value.slice(prefix.length) : value);
  if (bytes !== undefined && bytes.length >= min && bytes.length <= max) return bytes;
  throw configFault("secret_weak", { where, fix: `Give "${prefix}" and base64 of ${min} to ${max} bytes.` });
}

function readStandard({ head, bytes }: Delivery, names: HeaderNames): Claim<Versioned> | WebhookFault {
  const list = readHeader(head, names.signature, SIGNATURE);
  if (typeof list === "object") return list;
  const id = readSafeEventId(head, names.id);
  if (typeof id === "object") return id;
  const time = readHeader(head, names.timestamp, TIMESTAMP);
  if (typeof time === "object") return time;
  const signedAt = TIMESTAMP_FORMATS.seconds.read(time);
  if (signedAt === undefined) return fault("timestamp_malformed");
  const signatures = readSignatures(list);
  if (signatures === undefined) return fault("signature_malformed");
  return { signatures, content: [`${id}.${time}.`, bytes], signedAt, eventId: id };
}

function readSignatures(list: string): Versioned | undefined {
  const written = list.split(" ");
  if (written.length > MAX_SIGNATURES) return undefined;
  const v1: Uint8Array[] = [];
  const v1a: Uint8Array[] = [];
  for (const text of written) {
    const comma = text.indexOf(",");
    const version = text.slice(0, Math.max(comma, 0));
    const into = version === "v1" ? v1 : version === "v1a" ? v1a : undefined;
    const signature = into && ENCODINGS.base64(text.slice(comma + 1));
    if (signature !== undefined) into?.push(signature);
  }
  return v1.length + v1a.length === 0 ? undefined : { v1, v1a };
}
