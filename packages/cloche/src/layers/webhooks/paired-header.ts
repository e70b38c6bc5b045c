/** Partners that put time and signatures into one header as pairs, such as `t=1700000000,v1=5257a8...`. */
import { onlyKnown } from "../../kernel/index.js";
import { ENCODINGS } from "./encodings.js";
import { partnerOf } from "./engine.js";
import { fault, type WebhookFault } from "./faults.js";
import type { TimedPartnerOptions } from "./hmac.js";
import { keyRing } from "./key-ring.js";
import type { Delivery, SyncPartner } from "./partner.js";
import { readHeader, SIGNATURE } from "./read-header.js";
import { type Claim, hmacCheck, type KeyCheck } from "./signing-key.js";
import { TIMESTAMP_FORMATS, toleranceOption } from "./timestamps.js";

/** How a partner writes its pairs; the HMAC is SHA-256 in hexadecimal over time, joint and body. */
export interface PairedScheme {
  readonly name: string;
  /** The header, in lower case. */
  readonly header: string;
  /** What stands between two pairs. */
  readonly separator: string;
  /** The key of the time in seconds; it may stand once only. */
  readonly timestampKey: string;
  /** The key of a signature; it may stand several times while the partner rotates. */
  readonly signatureKey: string;
  /** What stands between the time and the body in what is signed. */
  readonly joint: string;
  /** Refuses, with a ConfigError, a secret that is plainly something else. */
  readonly checkSecret?: (value: string, where: string) => void;
  readonly eventIdOf?: (payload: unknown) => string | undefined;
}

/** No partner rolls more secrets than this at once; a longer list only makes work. */
const MAX_SIGNATURES = 16;

/** A partner of a paired scheme; `options` are read strictly. */
export function pairedPartner(scheme: PairedScheme, options: TimedPartnerOptions): SyncPartner {
  const { name, header, checkSecret } = scheme;
  onlyKnown(options, ["secrets", "toleranceSeconds"], name);
  const toCheck = (value: string, where: string): KeyCheck => {
    checkSecret?.(value, where);
    return hmacCheck("sha256", Buffer.from(value, "utf8"));
  };
  return partnerOf({
    name,
    format: "json",
    signatureHeaders: [header],
    description: `HMAC signature of ${name} over the time of signing and the raw body.`,
    keys: keyRing(options.secrets, { where: `${name}.secrets`, toCheck }),
    read: (delivery) => readPairs(delivery, scheme),
    toleranceSeconds: toleranceOption(options.toleranceSeconds, name),
    ...(scheme.eventIdOf === undefined ? {} : { eventIdOf: scheme.eventIdOf }),
  });
}

function readPairs({ head, bytes }: Delivery, scheme: PairedScheme): Claim | WebhookFault {
  const text = readHeader(head, scheme.header, SIGNATURE);
  if (typeof text === "object") return text;
  const { times, written } = pairsOf(text, scheme);
  const [time] = times;
  if (times.length > 1) return fault("timestamp_malformed");
  const signatures: Uint8Array[] = [];
  for (const one of written) {
    const signature = ENCODINGS.hex(one);
    if (signature !== undefined) signatures.push(signature);
  }
  if (signatures.length === 0 || written.length > MAX_SIGNATURES) return fault("signature_malformed");
  if (time === undefined) return fault("timestamp_missing");
  const signedAt = TIMESTAMP_FORMATS.seconds.read(time);
  if (signedAt === undefined) return fault("timestamp_malformed");
  return { signatures, content: [time + scheme.joint, bytes], signedAt };
}

function pairsOf(text: string, { separator, timestampKey, signatureKey }: PairedScheme) {
  const times: string[] = [];
  const written: string[] = [];
  for (const pair of text.split(separator)) {
    const equals = pair.indexOf("=");
    if (equals === -1) continue;
    const key = pair.slice(0, equals);
    if (key === signatureKey) written.push(pair.slice(equals + 1));
    else if (key === timestampKey) times.push(pair.slice(equals + 1));
  }
  return { times, written };
}
