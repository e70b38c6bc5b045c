/** The examples of RFC 9421 appendix B and RFC 9530 come out as the standards say. */
import { createPrivateKey, createPublicKey, type JsonWebKey } from "node:crypto";
import { describe, expect, it } from "vitest";
import { contentDigest, deliveryOf, messageSignature } from "../index.js";
import { ALGORITHMS } from "./algorithms.js";
import { signatureBase } from "./base.js";
import { readDictionary } from "./structured.js";

// Appendix B.1: test-key-rsa-pss, test-key-ecc-p256, test-key-ed25519 and test-shared-secret.
const RSA_PSS: JsonWebKey = {
  kty: "RSA",
  e: "AQAB",
  n:
    "r4tmm3r20Wd_PbqvP1s2-QEtvpuRaV8Yq40gjUR8y2Rjxa6dpG2GXHbPfvMs8ct-Lh1GH45x28Rw3Ry53mm-oAXjyQ86OnDkZ5N8lYbggD4O3w6M6p" +
    "AvLkhk95AndTrifbIFPNU8PPMO7OyrFAHqgDsznjPFmTOtCEcN2Z1FpWgchwuYLPL-Wokqltd11nqqzi-bJ9cvSKADYdUAAN5WUtzdpiy6LbTgSxP7" +
    "ociU4Tn0g5I6aDZJ7A8Lzo0KSyZYoA485mqcO0GVAdVw9lq4aOT9v6d-nb4bnNkQVklLQ3fVAvJm-xdDOp9LCNCN48V2pnDOkFV6-U9nV5oyc6XI2w",
};
const P256: JsonWebKey = {
  kty: "EC",
  crv: "P-256",
  x: "qIVYZVLCrPZHGHjP17CTW0_-D9Lfw0EkjqF7xB4FivA",
  y: "Mc4nN9LTDOBhfoUeg8Ye9WedFRhnZXZJA12Qp0zZ6F0",
};
const ED25519: JsonWebKey = { kty: "OKP", crv: "Ed25519", x: "JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs" };
const ED25519_PRIVATE = { ...ED25519, d: "n4Ni-HpISpVObnQMW0wOhCKROaIKqKtW_2ZYb2p9KcU" };
const SHARED = "base64:uzvJfB4u3N0Jy4T7NZ75MDVcr8zSTInedJtkgcu46YW4XByzNJjxBdtjUkdJPBtbmHhIDi6pcl8jsasjlTMtDQ==";

const pem = (key: JsonWebKey) =>
  createPublicKey({ key, format: "jwk" }).export({ type: "spki", format: "pem" }).toString();

const CREATED = 1_618_884_473;
const BODY = '{"hello": "world"}';
const HEADERS: Readonly<Record<string, string>> = {
  date: "Tue, 20 Apr 2021 02:07:55 GMT",
  "content-type": "application/json",
  "content-digest":
    "sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:",
  "content-length": "18",
};
const REQUEST = {
  method: "POST",
  scheme: "https",
  authority: "example.com",
  path: "/foo",
  query: "?param=Value&Pet=dog",
  header: (name: string) => HEADERS[name],
};

const B21 =
  "d2pmTvmbncD3xQm8E9ZV2828BjQWGgiwAaw5bAkgibUopemLJcWDy/lkbbHAve4cRAtx31Iq786U7it++wgGxbtRxf8Udx7zFZsckzXaJMkA7ChG52e" +
  "SkFxykJeNqsrWH5S+oxNFlD4dzVuwe8DhTSja8xxbR/Z2cOGdCbzR72rgFWhzx2VjBqJzsPLMIQKhO4DGezXehhWwE56YCE+O6c0mKZsfxVrogUvA4H" +
  "ELjVKWmAvtl6UnCh8jYzuVG5WSb/QEVPnP5TmcAnLH1g+s++v6d4s8m0gCw1fV5/SITLq9mhho8K3+7EPYTU8IU1bLhdxO5Nyt8C8ssinQ98Xw9Q==";
const B23 =
  "bbN8oArOxYoyylQQUU6QYwrTuaxLwjAC9fbY2F6SVWvh0yBiMIRGOnMYwZ/5MR6fb0Kh1rIRASVxFkeGt683+qRpRRU5p2voTp768ZrCUb38K0fUxN0" +
  "O0iC59DzYx8DFll5GmydPxSmme9v6ULbMFkl+V5B1TP/yPViV7KsLNmvKiLJH1pFkh/aYA2HXXZzNBXmIkoQoLd7YfW91kE9o/CCoC1xMy7JA1ipwvK" +
  "vfrs65ldmlu9bpG6A9BmzhuzF8Eim5f8ui9eH8LZH896+QIF61ka39VBrohr9iyMUJpvRX2Zbhl5ZJzSRxpJyoEZAFL2FUo5fTIztsDZKEgM4cUA==";
const B24 = "wNmSUAhwb5LxtOtOpNa6W5xj067m5hFrj0XQ4fvpaCLx0NKocgPquLgyahnzDnDAUy5eCdlYUEkLIj+32oiasw==";
const B25 = "pxcQw6G3AjtMBQjwo8XzkZf/bws5LelbaMk5rGIGtE8=";
const B26 = "wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==";

/** The base by the `Signature-Input` of an example. */
function baseOf(input: string): string {
  const [member] = readDictionary(`sig=${input}`) ?? [];
  return signatureBase(REQUEST, (member?.value ?? []) as string[], member?.written ?? "") ?? "";
}

const EXAMPLES = [
  {
    section: "B.2.1",
    algorithm: "rsa-pss-sha512",
    key: pem(RSA_PSS),
    base: baseOf(`();created=${CREATED};keyid="test-key-rsa-pss";nonce="b3k2pp5k7z-50gnwp.yemd"`),
    signature: B21,
  },
  {
    section: "B.2.3",
    algorithm: "rsa-pss-sha512",
    key: pem(RSA_PSS),
    base: baseOf(
      '("date" "@method" "@path" "@query" "@authority" "content-type" "content-digest" "content-length")' +
        `;created=${CREATED};keyid="test-key-rsa-pss"`,
    ),
    signature: B23,
  },
  {
    section: "B.2.4 (of a response, so its base is written out)",
    algorithm: "ecdsa-p256-sha256",
    key: pem(P256),
    base: [
      '"@status": 200',
      '"content-type": application/json',
      '"content-digest": sha-512=:mEWXIS7MaLRuGgxOBdODa3xqM1XdEvxoYhvlCFJ41QJgJc4GTsPp29l5oGX69wWdXymyU0rjJuahq4l5aGgfLQ==:',
      '"content-length": 23',
      '"@signature-params": ("@status" "content-type" "content-digest" "content-length")' +
        `;created=${CREATED};keyid="test-key-ecc-p256"`,
    ].join("\n"),
    signature: B24,
  },
  {
    section: "B.2.5",
    algorithm: "hmac-sha256",
    key: SHARED,
    base: baseOf(`("date" "@authority" "content-type");created=${CREATED};keyid="test-shared-secret"`),
    signature: B25,
  },
  {
    section: "B.2.6",
    algorithm: "ed25519",
    key: pem(ED25519),
    base: baseOf(
      '("date" "@method" "@path" "@authority" "content-type" "content-length")' +
        `;created=${CREATED};keyid="test-key-ed25519"`,
    ),
    signature: B26,
  },
] as const;

describe.each(EXAMPLES)("$section", ({ algorithm, key, base, signature }) => {
  const check = ALGORITHMS[algorithm].toCheck(key, "test");
  const passes = (content: string, bytes: Buffer) => check({ content: [content], signatures: [bytes] });

  it("holds, and holds no longer once a byte of it differs", () => {
    const bytes = Buffer.from(signature, "base64");
    expect(passes(base, bytes)).toBe(true);
    expect(passes(`${base} `, bytes)).toBe(false);
    expect(passes(base, Buffer.concat([bytes.subarray(1), Buffer.of(0)]))).toBe(false);
    expect(passes(base, bytes.subarray(1))).toBe(false);
  });
});

describe("signing", () => {
  it.each([
    ["hmac-sha256", SHARED, 3, B25],
    [
      "ed25519",
      createPrivateKey({ key: ED25519_PRIVATE, format: "jwk" }).export({ type: "pkcs8", format: "pem" }).toString(),
      4,
      B26,
    ],
  ] as const)("%s gives the very signature of the example", (algorithm, secret, index, signature) => {
    expect(ALGORITHMS[algorithm].sign(secret, EXAMPLES[index].base).toString("base64")).toBe(signature);
  });
});

describe("the request of B.2.3 as a delivery", () => {
  const partner = messageSignature({
    name: "example",
    algorithm: "rsa-pss-sha512",
    keys: pem(RSA_PSS),
    publicUrl: "https://example.com",
  });
  const input =
    'sig-b23=("date" "@method" "@path" "@query" "@authority" "content-type" "content-digest" "content-length")' +
    `;created=${CREATED};keyid="test-key-rsa-pss"`;
  const headers = { ...HEADERS, "signature-input": input, signature: `sig-b23=:${B23}:` };
  const delivery = (change: object = {}) =>
    deliveryOf({ headers, body: BODY, target: "/foo?param=Value&Pet=dog", now: CREATED * 1000, ...change });

  it("is believed", () => {
    expect(partner.verify(delivery())).toMatchObject({ partner: "example", signedAt: CREATED * 1000 });
  });

  it("is not believed with another body, target or host", () => {
    expect(partner.verify(delivery({ body: '{"hello": "World"}' }))).toEqual({ fault: "body_digest_mismatch" });
    expect(partner.verify(delivery({ target: "/foo?param=value&Pet=dog" }))).toEqual({ fault: "signature_mismatch" });
    const elsewhere = messageSignature({
      name: "example",
      algorithm: "rsa-pss-sha512",
      keys: pem(RSA_PSS),
      publicUrl: "https://example.org",
    });
    expect(elsewhere.verify(delivery())).toEqual({ fault: "signature_mismatch" });
  });

  it("is what B.2.1 and B.2.5 are not: a signature of this request and its body", () => {
    const minimal = { ...headers, "signature-input": `sig-b21=();created=${CREATED}`, signature: `sig-b21=:${B21}:` };
    expect(partner.verify(delivery({ headers: minimal }))).toEqual({ fault: "component_uncovered" });
  });
});

describe("RFC 9530", () => {
  it.each([
    // Appendix B.1, B.2 and D: with a line feed, of no content, without a line feed.
    ['{"hello": "world"}\n', "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:"],
    ["", "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:"],
    [BODY, "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:"],
  ])("digests %j", (body, digest) => {
    expect(contentDigest(body)).toBe(digest);
    expect(contentDigest(BODY, "sha-512")).toBe(HEADERS["content-digest"]);
  });
});
