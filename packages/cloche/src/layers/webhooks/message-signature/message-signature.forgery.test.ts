/** A message signature vouches for this request, this body and this moment, and for nothing else. */
import { generateKeyPairSync } from "node:crypto";
import fc from "fast-check";
import { parseDictionary } from "structured-headers";
import { describe, expect, it } from "vitest";
import {
  deliveryOf,
  isWebhookFault,
  type MessageAlgorithm,
  type MessageSignatureOptions,
  messageSignature,
  messageSigner,
  type PlainDelivery,
  type SignedHeaders,
} from "../index.js";
import { readDictionary } from "./structured.js";

const NOW = Date.UTC(2026, 5, 1, 12);
const BODY = '{"state":"delivered"}';
const URL_BASE = "https://api.example.com";
const TARGET = "/hooks/courier?tenant=7";
const SECRET = "0123456789abcdef0123456789abcdef";
const pkcs8 = { type: "pkcs8", format: "pem" } as const;
const spki = { type: "spki", format: "pem" } as const;

const pair = (made: {
  publicKey: { export(o: typeof spki): unknown };
  privateKey: { export(o: typeof pkcs8): unknown };
}) => ({
  keys: String(made.publicKey.export(spki)),
  secret: String(made.privateKey.export(pkcs8)),
});
const rsa = pair(generateKeyPairSync("rsa", { modulusLength: 2048 }));
const KEYS: Readonly<Record<MessageAlgorithm, { keys: string; secret: string }>> = {
  "hmac-sha256": { keys: SECRET, secret: SECRET },
  ed25519: pair(generateKeyPairSync("ed25519")),
  "ecdsa-p256-sha256": pair(generateKeyPairSync("ec", { namedCurve: "P-256" })),
  "rsa-pss-sha512": rsa,
  "rsa-v1_5-sha256": rsa,
};

const options = (
  algorithm: MessageAlgorithm,
  more: Partial<MessageSignatureOptions> = {},
): MessageSignatureOptions => ({
  name: "courier",
  algorithm,
  keys: KEYS[algorithm].keys,
  publicUrl: URL_BASE,
  ...more,
});

describe.each(Object.keys(KEYS) as MessageAlgorithm[])("%s", (algorithm) => {
  const partner = messageSignature(options(algorithm));
  const sign = messageSigner({ algorithm, keyId: "courier-1" });
  const message = { body: BODY, secret: KEYS[algorithm].secret, url: URL_BASE + TARGET, at: NOW, eventId: "nonce-1" };
  const headers = sign(message);
  const verdict = (change: Partial<PlainDelivery>) =>
    partner.verify(deliveryOf({ headers, body: BODY, target: TARGET, now: NOW, ...change }));
  const refused = (change: Partial<PlainDelivery>) => isWebhookFault(verdict(change));

  it("accepts what its signer signs, identified by the nonce", () => {
    expect(verdict({})).toMatchObject({ partner: "courier", eventId: "nonce-1", signedAt: NOW });
  });

  it("refuses any changed byte of body, target or header", () => {
    const change = fc.tuple(
      fc.constantFrom("body", "target", ...Object.keys(headers)),
      fc.nat(),
      fc.integer({ min: 33, max: 126 }),
    );
    fc.assert(
      fc.property(change, ([name, nat, code]) => {
        const value = name === "body" ? BODY : name === "target" ? TARGET : (headers[name] ?? "");
        const at = nat % value.length;
        const text = value.slice(0, at) + String.fromCharCode(code) + value.slice(at + 1);
        fc.pre(text !== value);
        if (name === "body") expect(refused({ body: text })).toBe(true);
        else if (name === "target") expect(refused({ target: text })).toBe(true);
        else expect(refused({ headers: { ...headers, [name]: text } })).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it("refuses a header that is missing, empty or doubled", () => {
    for (const [name, value] of Object.entries(headers)) {
      const { [name]: _, ...others } = headers;
      expect(refused({ headers: others })).toBe(true);
      expect(refused({ headers: { ...headers, [name]: "" } })).toBe(true);
      expect(refused({ headers: { ...headers, [name]: [value, value] } })).toBe(true);
    }
  });

  it("holds `created` to its tolerance and `expires` to the moment", () => {
    expect(verdict({ now: NOW + 301_000 })).toEqual({ fault: "timestamp_stale" });
    expect(verdict({ now: NOW - 301_000 })).toEqual({ fault: "timestamp_future" });
    const short = messageSigner({ algorithm, expiresAfterSeconds: 10 })(message);
    expect(verdict({ headers: short, now: NOW + 9_999 })).toMatchObject({ signedAt: NOW });
    expect(verdict({ headers: short, now: NOW + 10_000 })).toEqual({ fault: "timestamp_stale" });
  });
});

describe("what must be covered", () => {
  const algorithm = "hmac-sha256";
  const send = (covered: readonly string[], more: object = {}): [SignedHeaders, PlainDelivery] => {
    const headers = messageSigner({ algorithm, covered })({
      body: BODY,
      secret: SECRET,
      url: URL_BASE + TARGET,
      at: NOW,
      ...more,
    });
    return [headers, { headers, body: BODY, target: TARGET, now: NOW }];
  };
  const partner = messageSignature(options(algorithm));

  it.each(["@method", "@authority", "@path", "@query", "content-digest"])("refuses a signature without %s", (left) => {
    const all = ["@method", "@authority", "@path", "@query", "content-digest"];
    const [, delivery] = send(all.filter((one) => one !== left));
    expect(partner.verify(deliveryOf(delivery))).toEqual({ fault: "component_uncovered" });
  });

  it("takes a target URI for its parts", () => {
    const [, delivery] = send(["@method", "@target-uri", "content-digest"]);
    expect(partner.verify(deliveryOf(delivery))).toMatchObject({ partner: "courier" });
  });

  it("refuses covered headers that are absent, doubled in the list or on more than one line", () => {
    const covered = ["@method", "@target-uri", "content-digest", "x-tenant"];
    const [headers, delivery] = send(covered, { headers: { "x-tenant": "7" } });
    expect(partner.verify(deliveryOf(delivery))).toEqual({ fault: "component_malformed" });
    const withTenant = (value: string) =>
      partner.verify(deliveryOf({ ...delivery, headers: { ...headers, "x-tenant": value } }));
    expect(withTenant("7")).toMatchObject({ partner: "courier" });
    expect(withTenant("8")).toEqual({ fault: "signature_mismatch" });
    expect(withTenant('7\n"@path": /admin')).toEqual({ fault: "component_malformed" });
    const doubled = (headers["signature-input"] ?? "").replace('"@method"', '"@method" "@method"');
    expect(partner.verify(deliveryOf({ ...delivery, headers: { ...headers, "signature-input": doubled } }))).toEqual({
      fault: "component_malformed",
    });
  });

  it("does not let the message choose its algorithm, tag or freedom from a nonce", () => {
    const strict = messageSignature(options(algorithm, { tag: "courier", nonce: "required" }));
    const sign = (more: object, eventId?: string) =>
      deliveryOf({
        headers: messageSigner({ algorithm, ...more })({
          body: BODY,
          secret: SECRET,
          url: URL_BASE + TARGET,
          at: NOW,
          ...(eventId === undefined ? {} : { eventId }),
        }),
        body: BODY,
        target: TARGET,
        now: NOW,
      });
    expect(strict.verify(sign({ tag: "courier" }, "n1"))).toMatchObject({ eventId: "n1" });
    expect(strict.verify(sign({ tag: "courier" }))).toEqual({ fault: "event_id_missing" });
    expect(strict.verify(sign({ tag: "other" }, "n1"))).toEqual({ fault: "signature_mismatch" });
    const wrong = messageSignature({ ...options("rsa-pss-sha512") });
    expect(wrong.verify(sign({}))).toEqual({ fault: "algorithm_refused" });
  });

  it("refuses a choice of signatures unless a label says which", () => {
    const [headers, delivery] = send(["@method", "@target-uri", "content-digest"]);
    const two = {
      ...headers,
      "signature-input": `proxy=();created=1, ${headers["signature-input"]}`,
      signature: `proxy=:AAAA:, ${headers.signature}`,
    };
    expect(partner.verify(deliveryOf({ ...delivery, headers: two }))).toEqual({ fault: "signature_malformed" });
    const labelled = messageSignature(options(algorithm, { label: "sig1" }));
    expect(labelled.verify(deliveryOf({ ...delivery, headers: two }))).toMatchObject({ partner: "courier" });
  });

  it("believes every digest or none", () => {
    const [headers, delivery] = send(["@method", "@target-uri", "content-digest"]);
    for (const digest of [
      "md5=:AAAA:",
      "",
      "sha-256",
      "sha-256=:AAAA:",
      'sha-256="x"',
      `${headers["content-digest"]}, sha-512=:AAAA:`,
    ]) {
      const changed = { ...headers, "content-digest": digest };
      expect(partner.verify(deliveryOf({ ...delivery, headers: changed }))).toHaveProperty("fault");
    }
  });
});

describe("at start", () => {
  it.each([
    () => messageSignature(options("hmac-sha256", { keys: "short" })),
    () => messageSignature(options("hmac-sha256", { covered: ["@method"] })),
    () => messageSignature(options("hmac-sha256", { covered: ["@status", "content-digest"] })),
    () => messageSignature(options("hmac-sha256", { publicUrl: "api.example.com" })),
    () => messageSignature(options("hmac-sha256", { publicUrl: "https://u:p@api.example.com" })),
    () => messageSignature(options("rsa-pss-sha512", { keys: KEYS.ed25519.keys })),
    () => messageSignature(options("ed25519", { keys: rsa.keys })),
    () => messageSignature(options("rsa-pss-sha512", { keys: rsa.secret })),
    () => messageSignature({ ...options("hmac-sha256"), algorithm: "none" as never }),
    () => messageSignature({ ...options("hmac-sha256"), key: "x" } as never),
    () => messageSigner({ algorithm: "hmac-sha256", label: "Not Lower" }),
  ])("refuses what would leave something open (%#)", (make) => {
    expect(make).toThrow(expect.objectContaining({ name: "ConfigError" }));
  });
});

describe("structured fields", () => {
  const piece = fc.constantFrom(
    '"',
    "(",
    ")",
    ";",
    "=",
    ",",
    " ",
    ":",
    "a",
    "sig1",
    "1",
    "\\",
    "AAAA",
    "-",
    ".",
    "\t",
    "?1",
    '"@method"',
  );

  it("reads nothing that a complete parser of RFC 9651 would refuse", () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 24 }), (pieces) => {
        const text = pieces.join("");
        if (readDictionary(text) !== undefined) expect(() => parseDictionary(text)).not.toThrow();
      }),
      { numRuns: 5000 },
    );
  });
});
