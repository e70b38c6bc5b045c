/** `Content-Digest` (RFC 9530): says which bytes a body has, so that a signature over the header covers the body. */
import { createHash } from "node:crypto";
import { equalInConstantTime, table } from "../../../kernel/index.js";
import { fault, type WebhookFault } from "../faults.js";
import { readDictionary, writeBytes } from "./structured.js";

/** The algorithms that section 5 holds fit for adversarial settings; the others are ignored. */
const DIGESTS = table({ "sha-256": "sha256", "sha-512": "sha512" });

/** The name of a digest algorithm. */
export type DigestAlgorithm = keyof typeof DIGESTS;

/**
 * The `Content-Digest` of a body.
 *
 * @example
 * contentDigest('{"hello": "world"}', "sha-256"); // "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:"
 */
export function contentDigest(body: string | Uint8Array, algorithm: DigestAlgorithm = "sha-256"): string {
  return `${algorithm}=${writeBytes(digestOf(body, algorithm))}`;
}

/** The fault of a `Content-Digest` that does not vouch for the body: every digest it gives must be right. */
export function digestFault(text: string, body: Uint8Array): WebhookFault | undefined {
  const known = readDictionary(text)?.filter(({ key }) => Object.hasOwn(DIGESTS, key));
  if (known === undefined || known.length === 0) return fault("component_malformed");
  const right = known.every(
    ({ key, value }) =>
      value instanceof Uint8Array && equalInConstantTime(value, digestOf(body, key as DigestAlgorithm)),
  );
  return right ? undefined : fault("body_digest_mismatch");
}

function digestOf(body: string | Uint8Array, algorithm: DigestAlgorithm): Buffer {
  return createHash(DIGESTS[algorithm]).update(body).digest();
}
