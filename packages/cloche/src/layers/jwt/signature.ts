/** Signs and verifies with node:crypto, with everything that can be decided from the key decided beforehand. */
import { createHmac, type KeyObject, sign, timingSafeEqual, verify } from "node:crypto";
import { type AlgorithmName, algorithm } from "./algorithms.js";

/** Whether a signature over an ASCII text is right. */
export type Verify = (input: string, signature: Uint8Array) => boolean;

/** The signature over an ASCII text, in JOSE form. */
export type Sign = (input: string) => Uint8Array;

/** The HMAC of `name` under `secret`, both ways. */
export function hmacOperations(name: AlgorithmName, secret: KeyObject): { verify: Verify; sign: Sign } {
  const hash = algorithm(name).hash ?? "sha256";
  // By way of a text the digest comes out of the pool of small buffers, at two thirds of the cost of one of its own.
  const mac: Sign = (input) => Buffer.from(createHmac(hash, secret).update(input, "latin1").digest("binary"), "latin1");
  return {
    sign: mac,
    verify(input, signature) {
      const expected = mac(input);
      return expected.length === signature.length && timingSafeEqual(expected, signature);
    },
  };
}

/** Verification of `name` with a public key. */
export function verifyOperation(name: AlgorithmName, key: KeyObject): Verify {
  const { hash } = algorithm(name);
  const input = nodeKey(name, key);
  return (text, signature) => verify(hash, Buffer.from(text, "latin1"), input, signature);
}

/** Signing of `name` with a private key. */
export function signOperation(name: AlgorithmName, key: KeyObject): Sign {
  const { hash } = algorithm(name);
  const input = nodeKey(name, key);
  return (text) => sign(hash, Buffer.from(text, "latin1"), input);
}

function nodeKey(name: AlgorithmName, key: KeyObject) {
  const { kind, padding, hash } = algorithm(name);
  // RFC 7518 section 3.4: r and s side by side, not DER.
  if (kind === "ec") return { key, dsaEncoding: "ieee-p1363" as const };
  if (padding === undefined) return { key };
  // RFC 7518 section 3.5: the salt of RSASSA-PSS is as long as the hash.
  return { key, padding, saltLength: Number(hash?.slice(3)) / 8 };
}
