/** The fingerprint of guessable RSA primes is found in the keys that have it and in no other. */
import { generateKeyPairSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { hasRocaFingerprint } from "./roca.js";

const bytes = (n: bigint) => Buffer.from(n.toString(16).padStart(512, "0"), "hex");

describe("the ROCA fingerprint", () => {
  it("is found in powers of 65537, whatever is added beyond the primes that are looked at", () => {
    expect(hasRocaFingerprint(bytes(65_537n ** 7n))).toBe(true);
    expect(hasRocaFingerprint(bytes(65_537n ** 100n))).toBe(true);
    expect(hasRocaFingerprint(bytes(65_537n ** 100n + 2n))).toBe(false);
  });

  it("is not found in an ordinary key", () => {
    for (let turn = 0; turn < 5; turn += 1) {
      const { n } = generateKeyPairSync("rsa", { modulusLength: 2048 }).publicKey.export({ format: "jwk" });
      expect(hasRocaFingerprint(Buffer.from(n ?? "", "base64url"))).toBe(false);
    }
  });
});
