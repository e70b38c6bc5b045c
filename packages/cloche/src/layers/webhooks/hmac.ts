/** Builds a partner that signs with a shared secret, from a description of its scheme. */
import { configFault, oneOf, onlyKnown, wholeNumber } from "../../kernel/index.js";
import { ENCODINGS, type SignatureEncoding } from "./encodings.js";
import { partnerOf } from "./engine.js";
import { claimReader, type HeaderScheme, type ReadyScheme, readyScheme, SCHEME_OPTIONS } from "./header-scheme.js";
import { keyRing, type Secrets } from "./key-ring.js";
import type { SyncPartner } from "./partner.js";
import { type HmacAlgorithm, hmacCheck, type KeyCheck } from "./signing-key.js";
import { toleranceOption } from "./timestamps.js";

/** How the text of a secret becomes the key's bytes. */
export type SecretEncoding = "utf8" | SignatureEncoding;

/** A scheme that signs with HMAC. */
export interface HmacScheme extends HeaderScheme {
  /** `sha256` by default. */
  readonly algorithm?: HmacAlgorithm;
  /** `utf8` by default: the secret's characters are the key. */
  readonly secretEncoding?: SecretEncoding;
  /** The fewest bytes a secret may have; 16 by default. */
  readonly minimumSecretBytes?: number;
}

/** What a user says of a partner whose scheme is known. */
export interface PartnerOptions {
  readonly secrets: Secrets;
}

/** What a user says of a partner that signs a time. */
export interface TimedPartnerOptions extends PartnerOptions {
  /** Seconds that the time of signing may lie before or after now; 300 by default. */
  readonly toleranceSeconds?: number;
}

/** Everything about one HMAC partner. */
export interface HmacOptions extends HmacScheme, TimedPartnerOptions {}

const ALGORITHMS = ["sha1", "sha256", "sha384", "sha512"] as const;
const OPTIONS = [
  ...SCHEME_OPTIONS,
  "algorithm",
  "secretEncoding",
  "minimumSecretBytes",
  "secrets",
  "toleranceSeconds",
] as const;

/**
 * A partner that signs with HMAC, for partners that have no function of their own here.
 *
 * @throws ConfigError where an option cannot be used, a secret is weak, or the signature would not cover the body, the
 * timestamp or the event id.
 * @example
 * const courier = hmac({
 *   name: "courier",
 *   secrets: "5f0c...",
 *   header: "x-courier-signature",
 *   encoding: "hex",
 *   timestampHeader: "x-courier-time",
 *   signed: ({ timestamp, body }) => [timestamp, ".", body],
 * });
 */
export function hmac(options: HmacOptions): SyncPartner {
  onlyKnown(options, OPTIONS, "hmac");
  const { secrets, toleranceSeconds, ...scheme } = options;
  return hmacPartner(scheme, toleranceSeconds === undefined ? { secrets } : { secrets, toleranceSeconds });
}

/** A partner of a known HMAC scheme; `options` are read strictly. */
export function hmacPartner(scheme: HmacScheme, options: TimedPartnerOptions): SyncPartner {
  const { name } = scheme;
  const timed = scheme.timestampHeader !== undefined;
  onlyKnown(options, timed ? ["secrets", "toleranceSeconds"] : ["secrets"], name);
  const ready = readyScheme(scheme);
  const toCheck = secretReader(scheme);
  return partnerOf({
    name,
    format: oneOf(scheme.format ?? "json", ["json", "form"], `${name}.format`),
    signatureHeaders: headersOf(ready),
    description: `HMAC signature of ${name} over the raw bytes of the request.`,
    keys: keyRing(options.secrets, { where: `${name}.secrets`, toCheck }),
    read: claimReader(ready),
    ...(timed ? { toleranceSeconds: toleranceOption(options.toleranceSeconds, name) } : {}),
    ...(scheme.eventIdOf === undefined ? {} : { eventIdOf: scheme.eventIdOf }),
    ...(scheme.handshake === undefined ? {} : { handshake: scheme.handshake }),
  });
}

/** The names of the headers a scheme reads, the signature's first. */
export function headersOf({ header, timestamp, eventIdHeader }: ReadyScheme): [string, ...string[]] {
  return [
    header,
    ...(timestamp === undefined ? [] : [timestamp.header]),
    ...(eventIdHeader === undefined ? [] : [eventIdHeader]),
  ];
}

function secretReader(scheme: HmacScheme): (value: string, where: string) => KeyCheck {
  const { name } = scheme;
  const algorithm = oneOf(scheme.algorithm ?? "sha256", ALGORITHMS, `${name}.algorithm`);
  const encoding = oneOf(scheme.secretEncoding ?? "utf8", ["utf8", "hex", "base64"], `${name}.secretEncoding`);
  const least = wholeNumber(scheme.minimumSecretBytes ?? 16, `${name}.minimumSecretBytes`, { min: 1, max: 1024 });
  return (value, where) => {
    const bytes = secretBytes(value, encoding);
    if (bytes === undefined) throw configFault("secret_weak", { where, fix: `Write the secret in ${encoding}.` });
    if (bytes.length < least) throw configFault("secret_weak", { where, fix: `Use at least ${least} bytes.` });
    return hmacCheck(algorithm, bytes);
  };
}

/** The bytes of a secret, or `undefined` where its text is not in the encoding. Hexadecimal may be in capitals. */
export function secretBytes(value: string, encoding: SecretEncoding): Uint8Array | undefined {
  if (encoding === "utf8") return Buffer.from(value, "utf8");
  return ENCODINGS[encoding](encoding === "hex" ? value.toLowerCase() : value);
}
