/** A private key that signs tokens, from PEM or JWK. */

import { createPrivateKey, createPublicKey, type JsonWebKey, type KeyObject } from "node:crypto";
import { nonEmptyText, onlyKnown, revealed, type SecretOr } from "../../kernel/index.js";
import { type AlgorithmName, algorithmName, isSymmetric } from "./algorithms.js";
import { unusable } from "./config-faults.js";
import { jwkKeyId, requireFittingJwk, requireFittingKey } from "./key-checks.js";
import { type SigningKey, type StandaloneKey, standalone } from "./keys.js";
import { verificationKey } from "./public-key.js";
import { signOperation } from "./signature.js";

/** What a private key is made of: `pem` or `jwk`, not both. */
export interface PrivateKeyOptions {
  /** The one algorithm the key may be used for. */
  readonly algorithm: AlgorithmName;
  /** A private key (PKCS #8, PKCS #1 or SEC 1). */
  readonly pem?: SecretOr<string>;
  /** A JWK with its private members (RFC 7517). */
  readonly jwk?: SecretOr<JsonWebKey>;
  /** Opens an encrypted PEM. */
  readonly passphrase?: SecretOr<string>;
  /** The `kid` of its tokens. By default the JWK's own, or else the thumbprint of the key (RFC 7638). */
  readonly keyId?: string;
}

/**
 * A key that signs, and verifies with its public half.
 *
 * @throws ConfigError `key_unusable` where the key is not private, too short, on another curve or of another type than
 * the algorithm asks for, or where its halves do not belong together; `algorithm_unknown`.
 * @example
 * const key = privateKey({ algorithm: "ES256", pem: secrets.signingKey });
 */
export function privateKey(options: PrivateKeyOptions): StandaloneKey<SigningKey> {
  const where = "privateKey";
  onlyKnown(options, ["algorithm", "pem", "jwk", "passphrase", "keyId"], where);
  const algorithm = algorithmName(options.algorithm, `${where}.algorithm`);
  if (isSymmetric(algorithm)) throw unusable(`${where}.algorithm`, `${algorithm} needs secretKey.`);
  const keyId = options.keyId === undefined ? undefined : nonEmptyText(options.keyId, `${where}.keyId`);
  const jwk = options.jwk === undefined ? undefined : revealed(options.jwk);
  if ((options.pem === undefined) === (jwk === undefined)) throw unusable(where, "Give either pem or jwk.");
  if (jwk !== undefined) requireFittingJwk(jwk, { algorithm, operation: "sign" }, `${where}.jwk`);
  const key = read(options, where);
  if (key.asymmetricKeyType === "rsa-pss") throw unusable(where, "Give an ordinary RSA key; PS algorithms accept it.");
  requireFittingKey(key, algorithm, where);
  const verifies = verificationKey(createPublicKey(key), { algorithm, keyId: keyId ?? jwkKeyId(jwk), where });
  const signs = { ...verifies, keyId: verifies.keyId ?? verifies.thumbprint, sign: signOperation(algorithm, key) };
  requireMatchingHalves(signs, where);
  return standalone<SigningKey>(signs);
}

function read({ pem, jwk, passphrase }: PrivateKeyOptions, where: string): KeyObject {
  try {
    if (jwk !== undefined) return createPrivateKey({ key: revealed(jwk), format: "jwk" });
    const key = revealed(pem ?? "").trim();
    return createPrivateKey(passphrase === undefined ? key : { key, passphrase: revealed(passphrase) });
  } catch {
    throw unusable(where, "It is not a private key that can be read.");
  }
}

/** A JWK may carry the public half of another key; what it signs would verify nowhere. */
function requireMatchingHalves(key: SigningKey, where: string): void {
  const probe = "cloche";
  if (!key.verify(probe, key.sign(probe))) throw unusable(where, "Its private and public halves do not match.");
}
