/** The keys that can vouch for a delivery: HMAC secrets, Ed25519 and ECDSA public keys, behind one function type. */
import { createHmac, createSecretKey, type KeyObject, verify } from "node:crypto";
import { equalInConstantTime } from "../../kernel/index.js";

/** What is signed, in pieces, so that a large body is not copied for a small prefix. */
export type Content = readonly (string | Uint8Array)[];

/** What a delivery claims about itself. */
export interface Claim<Signatures = readonly Uint8Array[]> {
  readonly signatures: Signatures;
  readonly content: Content;
  /** Milliseconds since the epoch. */
  readonly signedAt?: number | undefined;
  /** Milliseconds since the epoch from which the sender itself no longer vouches. */
  readonly expiresAt?: number | undefined;
  /** The delivery's identifier, where the signature covers one. */
  readonly eventId?: string | undefined;
  /** The fields that are signed, where the bytes of the body are not. */
  readonly signedFields?: unknown;
}

/** Whether a key made one of the claim's signatures. */
export type KeyCheck<Signatures = readonly Uint8Array[]> = (claim: Claim<Signatures>) => boolean;

/** A key with the name it is logged under. */
export interface SigningKey<Signatures = readonly Uint8Array[]> {
  readonly label: string;
  /** Milliseconds since the epoch from which the key no longer counts. */
  readonly expiresAt: number | undefined;
  readonly passes: KeyCheck<Signatures>;
}

/** The digests that HMAC partners use; SHA-1 is sound inside HMAC (RFC 6151 section 2.2, RFC 6194 section 3.3). */
export type HmacAlgorithm = "sha1" | "sha256" | "sha384" | "sha512";

/** The HMAC of a content. */
export function hmacDigest(algorithm: HmacAlgorithm, key: KeyObject, content: Content): Buffer {
  const mac = createHmac(algorithm, key);
  for (const piece of content) mac.update(piece);
  // By way of a text: a digest handed over as bytes gets a block of memory of its own, which costs more than the copy.
  return Buffer.from(mac.digest("binary"), "binary");
}

/** A check by HMAC. Every signature is compared, so that the time does not tell which one matched. */
export function hmacCheck(algorithm: HmacAlgorithm, secret: Uint8Array): KeyCheck {
  const key = createSecretKey(secret);
  return (claim) => {
    const expected = hmacDigest(algorithm, key, claim.content);
    let passed = false;
    for (const signature of claim.signatures) passed = equalInConstantTime(expected, signature) || passed;
    return passed;
  };
}

/** A check by a public key; `digest` is absent for Ed25519, which hashes by itself. */
export function publicKeyCheck(key: KeyObject, digest?: "sha1" | "sha256"): KeyCheck {
  return (claim) => {
    const data = joined(claim.content);
    return claim.signatures.some((signature) => verify(digest, data, key, signature));
  };
}

/** The content in one piece. */
export function joined(content: Content): Buffer {
  return Buffer.concat(content.map((piece) => (typeof piece === "string" ? Buffer.from(piece, "utf8") : piece)));
}
