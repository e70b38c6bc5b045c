/** Builds a partner that signs with a private key, from a description of its scheme. */
import { oneOf, onlyKnown } from "../../kernel/index.js";
import { partnerOf } from "./engine.js";
import { claimReader, type HeaderScheme, readyScheme, SCHEME_OPTIONS } from "./header-scheme.js";
import { headersOf } from "./hmac.js";
import { keyRing, type Secrets } from "./key-ring.js";
import type { SyncPartner } from "./partner.js";
import { ed25519PublicKey } from "./public-key.js";
import { type KeyCheck, publicKeyCheck } from "./signing-key.js";
import { toleranceOption } from "./timestamps.js";

/** What a user says of a partner with a public key. */
export interface PublicKeyOptions {
  /** The partner's public keys, the current one first. */
  readonly publicKeys: Secrets;
  /** Seconds that the time of signing may lie before or after now; 300 by default. */
  readonly toleranceSeconds?: number;
}

/** Everything about one Ed25519 partner. */
export interface Ed25519Options extends HeaderScheme, PublicKeyOptions {}

/** A scheme with the reader of its kind of public key. */
export interface PublicKeyScheme {
  readonly scheme: HeaderScheme;
  /** Names the algorithm in the API's documentation. */
  readonly algorithm: string;
  readonly toCheck: (value: string, where: string) => KeyCheck;
}

/** Reads an Ed25519 public key as a check. */
export function ed25519Check(value: string, where: string): KeyCheck {
  return publicKeyCheck(ed25519PublicKey(value, where));
}

/**
 * A partner that signs with Ed25519 (RFC 8032), for partners that have no function of their own here.
 *
 * @throws ConfigError where an option or key cannot be used, or the signature would not cover the body, the timestamp
 * or the event id.
 * @example
 * const kiosk = ed25519({
 *   name: "kiosk",
 *   publicKeys: "d75a98...",
 *   header: "x-kiosk-signature",
 *   encoding: "base64",
 *   timestampHeader: "x-kiosk-time",
 *   signed: ({ timestamp, body }) => [timestamp, ".", body],
 * });
 */
export function ed25519(options: Ed25519Options): SyncPartner {
  onlyKnown(options, [...SCHEME_OPTIONS, "publicKeys", "toleranceSeconds"], "ed25519");
  const { publicKeys, toleranceSeconds, ...scheme } = options;
  const given = toleranceSeconds === undefined ? { publicKeys } : { publicKeys, toleranceSeconds };
  return publicKeyPartner({ scheme, algorithm: "Ed25519", toCheck: ed25519Check }, given);
}

/** A partner of a known scheme with a public key; `options` are read strictly. */
export function publicKeyPartner(
  { scheme, algorithm, toCheck }: PublicKeyScheme,
  options: PublicKeyOptions,
): SyncPartner {
  const { name } = scheme;
  const timed = scheme.timestampHeader !== undefined;
  onlyKnown(options, timed ? ["publicKeys", "toleranceSeconds"] : ["publicKeys"], name);
  const ready = readyScheme(scheme);
  return partnerOf({
    name,
    format: oneOf(scheme.format ?? "json", ["json", "form"], `${name}.format`),
    signatureHeaders: headersOf(ready),
    description: `${algorithm} signature of ${name} over the raw bytes of the request.`,
    keys: keyRing(options.publicKeys, { where: `${name}.publicKeys`, toCheck }),
    read: claimReader(ready),
    ...(timed ? { toleranceSeconds: toleranceOption(options.toleranceSeconds, name) } : {}),
    ...(scheme.eventIdOf === undefined ? {} : { eventIdOf: scheme.eventIdOf }),
    ...(scheme.handshake === undefined ? {} : { handshake: scheme.handshake }),
  });
}
