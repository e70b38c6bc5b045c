/** Signs by schemes with a private key. */
import { createPrivateKey, type KeyObject, sign } from "node:crypto";
import { fromBase64 } from "../../../kernel/index.js";
import type { HeaderScheme } from "../header-scheme.js";
import { joined } from "../signing-key.js";
import { unsigned } from "./header-content.js";
import { type Signer, secretOf } from "./to-sign.js";

// RFC 8410 section 7: the fixed start of a PKCS #8 structure that holds 32 bytes of Ed25519 seed.
const PKCS8_ED25519 = Buffer.from("302e020100300506032b657004220420", "hex");
const SEED_BYTES = 32;

/** A signer for a scheme with a private key in PEM; `digest` is absent for Ed25519. */
export function privateKeySigner(scheme: HeaderScheme, digest?: "sha256"): Signer {
  return (delivery) => {
    const { content, headers } = unsigned(scheme, delivery);
    return headers(sign(digest, joined(content), createPrivateKey(secretOf(delivery))));
  };
}

/**
 * An Ed25519 private key from base64 of its seed, alone or followed by the public key.
 *
 * @throws TypeError where the text is neither
 */
export function ed25519PrivateKey(text: string): KeyObject {
  const bytes = fromBase64(text);
  if (bytes === undefined || (bytes.length !== SEED_BYTES && bytes.length !== 2 * SEED_BYTES)) {
    throw new TypeError("The private key is not base64 of 32 or 64 bytes.");
  }
  const der = Buffer.concat([PKCS8_ED25519, bytes.subarray(0, SEED_BYTES)]);
  return createPrivateKey({ key: der, format: "der", type: "pkcs8" });
}
