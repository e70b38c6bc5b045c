/** Reads a partner's public key, in the ways partners hand them out. */
import { createPublicKey, type KeyObject } from "node:crypto";
import { configFault, fromBase64, fromHex, toBase64Url } from "../../kernel/index.js";

const ED25519_BYTES = 32;

/**
 * An Ed25519 public key from its 32 raw bytes in hexadecimal or base64, or from SPKI in base64 or PEM.
 *
 * @throws ConfigError `key_unusable`
 */
export function ed25519PublicKey(text: string, where: string): KeyObject {
  const raw = fromHex(text) ?? fromBase64(text);
  const key = raw?.length === ED25519_BYTES ? fromRaw(raw) : fromSpki(text);
  if (key?.asymmetricKeyType === "ed25519") return key;
  throw configFault("key_unusable", { where, fix: "Give an Ed25519 public key: 32 bytes in hex or base64, or SPKI." });
}

/**
 * An ECDSA public key on the curve P-256 from SPKI in base64 or PEM.
 *
 * @throws ConfigError `key_unusable`
 */
export function p256PublicKey(text: string, where: string): KeyObject {
  const key = fromSpki(text);
  if (key?.asymmetricKeyDetails?.namedCurve === "prime256v1") return key;
  throw configFault("key_unusable", { where, fix: "Give an ECDSA public key on P-256, SPKI in base64 or PEM." });
}

function fromRaw(bytes: Uint8Array): KeyObject | undefined {
  return attempt(() => createPublicKey({ format: "jwk", key: { kty: "OKP", crv: "Ed25519", x: toBase64Url(bytes) } }));
}

function fromSpki(text: string): KeyObject | undefined {
  // Only the public form: node:crypto would also take a private key here and quietly reduce it to its public half.
  if (text.startsWith("-----BEGIN PUBLIC KEY-----")) return attempt(() => createPublicKey(text));
  const der = fromBase64(text);
  return der && attempt(() => createPublicKey({ key: Buffer.from(der), format: "der", type: "spki" }));
}

// The error of node:crypto is dropped, not chained: the fault says what to give, and nothing of what was given.
function attempt(read: () => KeyObject): KeyObject | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
