/** The signature algorithms of RFC 9421 section 3.3, each with its way to check and to sign. */
import {
  constants,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  type KeyObject,
  type SignKeyObjectInput,
  sign,
  verify,
} from "node:crypto";
import { configFault, fromBase64, table } from "../../../kernel/index.js";
import { secretBytes } from "../hmac.js";
import { ed25519PublicKey, p256PublicKey } from "../public-key.js";
import { hmacCheck, hmacDigest, joined, type KeyCheck } from "../signing-key.js";

/** How one algorithm checks and signs. */
interface Algorithm {
  /** Reads a shared secret or public key as a check; throws a ConfigError for one it cannot use. */
  readonly toCheck: (value: string, where: string) => KeyCheck;
  /** Signs with a shared secret or a private key in PEM. */
  readonly sign: (secret: string, base: string) => Buffer;
}

const LEAST_SECRET_BYTES = 32;
const LEAST_RSA_BITS = 2048;

const HMAC: Algorithm = {
  toCheck(value, where) {
    const bytes = sharedSecret(value);
    if (bytes.length >= LEAST_SECRET_BYTES) return hmacCheck("sha256", bytes);
    throw configFault("secret_weak", { where, fix: `Use at least ${LEAST_SECRET_BYTES} bytes.` });
  },
  sign: (secret, base) => hmacDigest("sha256", createSecretKey(sharedSecret(secret)), [base]),
};

// Section 3.3.1 to 3.3.5. RSASSA-PSS takes a salt as long as its hash; ECDSA is written as r and s side by side.
const PSS = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 64 };
const RSA = { padding: constants.RSA_PKCS1_PADDING };
const P1363 = { dsaEncoding: "ieee-p1363" } as const;

/** Every algorithm by its registered name. */
export const ALGORITHMS = table({
  "hmac-sha256": HMAC,
  ed25519: asymmetric({ toKey: ed25519PublicKey, digest: null, options: {} }),
  "ecdsa-p256-sha256": asymmetric({ toKey: p256PublicKey, digest: "sha256", options: P1363 }),
  "rsa-pss-sha512": asymmetric({ toKey: rsaPublicKey, digest: "sha512", options: PSS }),
  "rsa-v1_5-sha256": asymmetric({ toKey: rsaPublicKey, digest: "sha256", options: RSA }),
});

/** The registered name of a signature algorithm. */
export type MessageAlgorithm = keyof typeof ALGORITHMS;

interface Asymmetric {
  readonly toKey: (value: string, where: string) => KeyObject;
  readonly digest: string | null;
  readonly options: Omit<SignKeyObjectInput, "key">;
}

function asymmetric({ toKey, digest, options }: Asymmetric): Algorithm {
  return {
    toCheck(value, where) {
      const key = { ...options, key: toKey(value, where) };
      return ({ signatures, content }) => signatures.some((one) => verify(digest, joined(content), key, one));
    },
    sign: (pem, base) => sign(digest, Buffer.from(base, "utf8"), { ...options, key: createPrivateKey(pem) }),
  };
}

/** `base64:` in front says that the secret is bytes; otherwise its characters are the key. */
function sharedSecret(value: string): Uint8Array {
  const start = "base64:";
  return (value.startsWith(start) ? fromBase64(value.slice(start.length)) : secretBytes(value, "utf8")) ?? Buffer.of();
}

function rsaPublicKey(text: string, where: string): KeyObject {
  const key = text.startsWith("-----BEGIN PUBLIC KEY-----") ? attempt(() => createPublicKey(text)) : undefined;
  const { modulusLength = 0 } = key?.asymmetricKeyDetails ?? {};
  if (key?.asymmetricKeyType?.startsWith("rsa") && modulusLength >= LEAST_RSA_BITS) return key;
  throw configFault("key_unusable", { where, fix: `Give an RSA public key of ${LEAST_RSA_BITS} bits or more in PEM.` });
}

function attempt(read: () => KeyObject): KeyObject | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
