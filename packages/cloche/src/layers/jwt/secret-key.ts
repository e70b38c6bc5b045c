/** A shared secret as a key for HMAC signatures. */
import { createHmac, createSecretKey } from "node:crypto";
import { nonEmptyText, onlyKnown, revealed, type SecretOr } from "../../kernel/index.js";
import { type AlgorithmName, algorithm, algorithmName, isSymmetric } from "./algorithms.js";
import { unusable, weakSecret } from "./config-faults.js";
import { type SigningKey, type StandaloneKey, standalone } from "./keys.js";
import { hmacOperations } from "./signature.js";
import { weakness } from "./weak-secrets.js";

/** What a secret key is made of. */
export interface SecretKeyOptions {
  /** `HS256`, `HS384` or `HS512`. */
  readonly algorithm: AlgorithmName;
  /** At least as many bytes as the hash has (RFC 7518 section 3.2). A text stands for its UTF-8. */
  readonly secret: SecretOr<string | Uint8Array>;
  /** The `kid` of its tokens; without one, the key answers to any. */
  readonly keyId?: string;
}

/** Where keys in PEM or JWK form would stand; used as an HMAC secret, a public key is a secret everyone knows. */
const KEY_MATERIAL = /-----BEGIN|"kty"\s*:|^ssh-(?:rsa|ed25519)|^MI[IG][A-Za-z0-9+/]{60}/;

/**
 * A key for HMAC, which signs and verifies with the same secret.
 *
 * @throws ConfigError `secret_weak` where the secret is shorter than its hash, repeats itself or is a known
 * placeholder; `key_unusable` where it is a key in PEM or JWK form (RFC 8725 section 2.1); `algorithm_unknown`.
 * @example
 * const key = secretKey({ algorithm: "HS256", secret: secrets.jwt, keyId: "2026-01" });
 */
export function secretKey(options: SecretKeyOptions): StandaloneKey<SigningKey> {
  const where = "secretKey";
  onlyKnown(options, ["algorithm", "secret", "keyId"], where);
  const name = algorithmName(options.algorithm, `${where}.algorithm`);
  if (!isSymmetric(name)) throw unusable(`${where}.algorithm`, `${name} needs publicKey or privateKey.`);
  const keyId = options.keyId === undefined ? undefined : nonEmptyText(options.keyId, `${where}.keyId`);
  const secret = secretBytes(options.secret, `${where}.secret`);
  refuseWeak(secret, name, `${where}.secret`);
  return standalone<SigningKey>({
    algorithm: name,
    keyId,
    thumbprint: createHmac("sha256", secret).update("key id").digest("base64url").slice(0, 22),
    ...hmacOperations(name, createSecretKey(secret)),
    publicJwk: () => undefined,
  });
}

function secretBytes(secret: SecretOr<string | Uint8Array>, where: string): Uint8Array {
  const value = revealed(secret);
  if (typeof value === "string") return Buffer.from(value, "utf8");
  if (value instanceof Uint8Array) return value;
  throw weakSecret(where, "Give a text, bytes, or a Secret of either.", 32);
}

function refuseWeak(secret: Uint8Array, name: AlgorithmName, where: string): void {
  if (isDer(secret) || KEY_MATERIAL.test(Buffer.from(secret).toString("latin1").trim())) {
    throw unusable(where, "This is a key in PEM or JWK form; use publicKey or privateKey with its own algorithm.");
  }
  const least = algorithm(name).secretBytes ?? 0;
  const weak = weakness(secret, least);
  if (weak !== undefined) throw weakSecret(where, weak, least);
}

/** Whether the bytes are one DER sequence of two length bytes, as every RSA key is. */
function isDer(bytes: Uint8Array): boolean {
  const [tag, form, high = 0, low = 0] = bytes;
  return tag === 0x30 && form === 0x82 && high * 256 + low + 4 === bytes.length;
}
