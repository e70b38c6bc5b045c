/** Keys that would make every signature worthless must stop the process at start (RFC 8725 sections 3.2 and 3.5, T9). */
import { generateKeyPairSync, type JsonWebKey, randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ConfigError, Secret } from "../../kernel/index.js";
import {
  type AlgorithmName,
  keyRing,
  keySet,
  privateKey,
  publicKey,
  remoteKeySet,
  secretKey,
  tokenIssuer,
  tokenVerifier,
} from "./index.js";

function configError(act: () => unknown): ConfigError {
  try {
    act();
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error("Nothing was refused.");
}
const code = (act: () => unknown) => configError(act).code;

const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
const ec256 = generateKeyPairSync("ec", { namedCurve: "P-256" });
const ec384 = generateKeyPairSync("ec", { namedCurve: "P-384" });
const ed = generateKeyPairSync("ed25519");
const x25519 = generateKeyPairSync("x25519");
const pem = (pair: { publicKey: typeof rsa.publicKey }) =>
  pair.publicKey.export({ type: "spki", format: "pem" }).toString();
const privatePem = (pair: { privateKey: typeof rsa.privateKey }) =>
  pair.privateKey.export({ type: "pkcs8", format: "pem" }).toString();
const jwk = (pair: { publicKey: typeof rsa.publicKey }) => pair.publicKey.export({ format: "jwk" });
const privateJwk = (pair: { privateKey: typeof rsa.privateKey }) => pair.privateKey.export({ format: "jwk" });

describe("a shared secret", () => {
  it.each([
    ["HS256", 32],
    ["HS384", 48],
    ["HS512", 64],
  ] as const)("of %s needs %d bytes", (algorithm, bytes) => {
    expect(code(() => secretKey({ algorithm, secret: randomBytes(bytes - 1) }))).toBe("secret_weak");
    expect(() => secretKey({ algorithm, secret: randomBytes(bytes) })).not.toThrow();
  });

  it.each([
    "",
    "secret",
    "shhhhh",
    "your-256-bit-secret",
    "a-string-secret-at-least-256-bits-long",
    "my-super-secret-key-that-nobody-guesses",
    "CHANGE_ME_CHANGE_ME_CHANGE_ME_42x",
    "change this to something long, please, now",
    "correct-horse-password-battery-staple-2",
    "this-is-a-placeholder-0123456789-abcdef",
    "secretsecretsecretsecretsecretsecret",
    "0123456789abcdef0123456789abcdef",
    "abcdefghijklmnopqrstuvwxyz0123456789",
    "a".repeat(64),
    "ababababababababababababababababababab",
    "12345671234567123456712345671234567",
  ])("%j is refused", (secret) => {
    expect(code(() => secretKey({ algorithm: "HS256", secret }))).toBe("secret_weak");
  });

  it("of bytes that only count is refused", () => {
    expect(code(() => secretKey({ algorithm: "HS256", secret: Uint8Array.from({ length: 32 }, (_, i) => i) }))).toBe(
      "secret_weak",
    );
    expect(code(() => secretKey({ algorithm: "HS256", secret: new Uint8Array(32) }))).toBe("secret_weak");
  });

  it("that is random is never refused, in bytes, base64 or hexadecimal", () => {
    fc.assert(
      fc.property(fc.constantFrom("base64", "hex", "base64url"), (encoding) => {
        const random = randomBytes(48);
        secretKey({ algorithm: "HS384", secret: random });
        secretKey({ algorithm: "HS256", secret: random.toString(encoding as "hex") });
        secretKey({ algorithm: "HS256", secret: new Secret(random.toString("hex").slice(0, 32), "JWT_SECRET") });
      }),
    );
  });

  it("that is really a public key is refused, however it is spelled", () => {
    const spellings = [
      pem(rsa),
      `\n  ${pem(rsa)}`,
      pem(rsa).replaceAll("\n", ""),
      JSON.stringify(jwk(rsa)),
      privatePem(ec256),
    ];
    const der = rsa.publicKey.export({ type: "spki", format: "der" });
    for (const secret of [...spellings, der.toString("base64")]) {
      expect(code(() => secretKey({ algorithm: "HS256", secret }))).toBe("key_unusable");
    }
    expect(code(() => secretKey({ algorithm: "HS256", secret: der }))).toBe("key_unusable");
  });

  it("is in no message and in no rendering of the key", () => {
    const secret = randomBytes(16).toString("hex");
    const key = secretKey({ algorithm: "HS256", secret });
    expect(JSON.stringify(key) + String(Object.values(key))).not.toContain(secret);
    const weak = `password-${secret}`;
    expect(configError(() => secretKey({ algorithm: "HS256", secret: weak })).message).not.toContain(secret);
  });
});

describe("an algorithm", () => {
  it.each([
    ["none", "Unsigned"],
    ["NONE", "Unsigned"],
    ["hs256", '"HS256"'],
    ["HS-256", '"HS256"'],
    ["es 384", '"ES384"'],
    ["eddsa", '"EdDSA"'],
    ["ES521", '"ES512"'],
    ["HS1", "Known are"],
    ["__proto__", "Known are"],
  ])("%j is refused with a hint", (algorithm, hint) => {
    const error = configError(() => secretKey({ algorithm: algorithm as AlgorithmName, secret: randomBytes(64) }));
    expect(error).toMatchObject({ code: "algorithm_unknown", fix: expect.stringContaining(hint) });
  });

  it("is refused where the key is of another kind", () => {
    expect(code(() => secretKey({ algorithm: "RS256", secret: randomBytes(64) }))).toBe("key_unusable");
    expect(code(() => publicKey({ algorithm: "HS256", pem: pem(rsa) }))).toBe("key_unusable");
    expect(code(() => privateKey({ algorithm: "HS512", pem: privatePem(rsa) }))).toBe("key_unusable");
  });
});

describe("a public key", () => {
  const names: readonly AlgorithmName[] = ["RS256", "PS512", "ES256", "ES384", "ES512", "EdDSA"];
  const fits: [string, { publicKey: typeof rsa.publicKey }, readonly AlgorithmName[]][] = [
    ["RSA", rsa, ["RS256", "PS512"]],
    ["P-256", ec256, ["ES256"]],
    ["P-384", ec384, ["ES384"]],
    ["Ed25519", ed, ["EdDSA"]],
    ["X25519", x25519, []],
  ];

  it.each(fits)("of type %s fits its own algorithms and no other", (_, pair, own) => {
    for (const algorithm of names) {
      for (const material of [{ pem: pem(pair) }, { jwk: jwk(pair) }]) {
        const make = () => publicKey({ algorithm, ...material });
        if (own.includes(algorithm)) expect(make().algorithm).toBe(algorithm);
        else expect(code(make)).toBe("key_unusable");
      }
    }
  });

  it("is refused where a private one was given", () => {
    expect(code(() => publicKey({ algorithm: "ES256", pem: privatePem(ec256) }))).toBe("key_unusable");
    expect(code(() => publicKey({ algorithm: "ES256", jwk: privateJwk(ec256) }))).toBe("key_unusable");
    expect(code(() => keySet({ keys: [privateJwk(ec256)] }))).toBe("key_unusable");
    expect(code(() => keySet({ keys: [{ kty: "oct", k: "AAAA", alg: "HS256" }] }))).toBe("key_unusable");
  });

  it.each([1024, 1536])("of %d RSA bits is refused", (modulusLength) => {
    const short = generateKeyPairSync("rsa", { modulusLength });
    expect(code(() => publicKey({ algorithm: "RS256", pem: pem(short) }))).toBe("key_unusable");
    expect(code(() => privateKey({ algorithm: "PS256", pem: privatePem(short) }))).toBe("key_unusable");
  });

  it.each<[string, JsonWebKey]>([
    ["is bound to another algorithm", { ...jwk(ec256), alg: "ES384" }],
    ["is for encryption", { ...jwk(ec256), use: "enc" }],
    ["may only sign", { ...jwk(ec256), key_ops: ["sign"] }],
    ["has a kid that is no text", { ...jwk(ec256), kid: 1 } as unknown as JsonWebKey],
    ["has padding", { ...jwk(ec256), x: `${jwk(ec256).x}=` }],
    ["is not on its curve", { ...jwk(ec256), y: jwk(ec256).x ?? "" }],
    ["says another curve", { ...jwk(ec384), crv: "P-256" }],
    ["has the exponent 1", { ...jwk(rsa), e: "AQ" }],
    ["is empty", {}],
  ])("that %s is refused", (_, bad) => {
    expect(code(() => publicKey({ algorithm: bad.kty === "RSA" ? "RS256" : "ES256", jwk: bad }))).toBe("key_unusable");
  });

  it("is given once, as PEM or as JWK", () => {
    expect(code(() => publicKey({ algorithm: "ES256" }))).toBe("key_unusable");
    expect(code(() => publicKey({ algorithm: "ES256", pem: pem(ec256), jwk: jwk(ec256) }))).toBe("key_unusable");
    expect(code(() => publicKey({ algorithm: "ES256", pem: "-----BEGIN PUBLIC KEY-----" }))).toBe("key_unusable");
    expect(code(() => publicKey({ algorithm: "ES256", pem: pem(ec256), keyID: "x" } as never))).toBe("option_unknown");
  });
});

describe("a private key", () => {
  it("is refused where its halves do not belong together, or where it is public", () => {
    const other = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const mixed = { ...privateJwk(ec256), d: privateJwk(other).d ?? "" };
    expect(code(() => privateKey({ algorithm: "ES256", jwk: mixed }))).toBe("key_unusable");
    expect(code(() => privateKey({ algorithm: "ES256", jwk: jwk(ec256) }))).toBe("key_unusable");
    expect(code(() => privateKey({ algorithm: "ES256", pem: pem(ec256) }))).toBe("key_unusable");
  });

  it("opens with its passphrase only, and says neither in the message", () => {
    const sealed = ec256.privateKey.export({
      type: "pkcs8",
      format: "pem",
      cipher: "aes-256-cbc",
      passphrase: "tr0ub4dor",
    });
    const options = { algorithm: "ES256", pem: new Secret(sealed.toString(), "KEY") } as const;
    expect(privateKey({ ...options, passphrase: "tr0ub4dor" }).keyId).toMatch(/^[\w-]{43}$/);
    expect(configError(() => privateKey({ ...options, passphrase: "wrong-one" })).message).not.toContain("wrong-one");
    expect(code(() => privateKey(options))).toBe("key_unusable");
  });
});

describe("what a verifier and an issuer are made of", () => {
  const secret = secretKey({ algorithm: "HS256", secret: randomBytes(32) });
  const pair = privateKey({ algorithm: "ES256", pem: privatePem(ec256) });
  const good = { issuer: "i", audience: "a", algorithms: ["HS256"], keys: secret } as const;

  it.each([
    ["no issuers", { issuers: [] }],
    ["no algorithms", { issuers: [{ ...good, algorithms: [] }] }],
    ["HMAC beside public keys", { issuers: [{ ...good, algorithms: ["HS256", "RS256"] }] }],
    ["keys for another algorithm", { issuers: [{ ...good, keys: pair }] }],
    ["a published set for HMAC", { issuers: [{ ...good, keys: remoteKeySet("https://id.example/jwks") }] }],
    ["an empty audience", { issuers: [{ ...good, audience: [] }] }],
    ["an empty issuer", { issuers: [{ ...good, issuer: " " }] }],
    ["no keys", { issuers: [{ ...good, keys: undefined }] }],
    ["one issuer twice", { issuers: [good, good] }],
    ["a size that is no number", { issuers: [good], maxTokenBytes: "8k" }],
  ])("refuses %s", (_, options) => {
    expect(code(() => tokenVerifier(options as never))).toBe("option_invalid");
  });

  it("names a misspelled option", () => {
    const misspelled = { issuers: [{ ...good, audiance: "x" }] } as never;
    expect(configError(() => tokenVerifier(misspelled))).toMatchObject({
      code: "option_unknown",
      where: "tokenVerifier.issuers[0].audiance",
      fix: 'Did you mean "audience"?',
    });
  });

  it.each([
    "http://id.example/jwks",
    "http://127.0.0.1/jwks",
    "ftp://id.example",
    "jwks.json",
    "https://u:p@id.example/",
  ])("fetches no keys from %s", (url) => {
    expect(code(() => remoteKeySet(url))).toBe("option_invalid");
  });

  it("refuses rings that cannot work", () => {
    const verifyOnly = publicKey({ algorithm: "ES256", pem: pem(ec256) });
    expect(code(() => keyRing([] as never))).toBe("key_unusable");
    expect(code(() => keyRing([verifyOnly] as never))).toBe("key_unusable");
    expect(code(() => keyRing([secret, pair]))).toBe("key_unusable");
    expect(code(() => keyRing([pair, pair]))).toBe("key_unusable");
  });

  it("refuses access tokens that live for days", () => {
    const options = { issuer: "i", audience: "a", keys: keyRing([secret]) };
    expect(code(() => tokenIssuer({ ...options, lifetime: "25 hours" }))).toBe("option_invalid");
    expect(code(() => tokenIssuer({ ...options, lifetime: "soon" }))).toBe("duration_unreadable");
    expect(() => tokenIssuer({ ...options, lifetime: "24 hours" })).not.toThrow();
  });
});
