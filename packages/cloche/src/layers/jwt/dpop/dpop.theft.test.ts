/** A stolen token must be of no use without its key, and a stolen proof of no use at all (RFC 9449); proofs by jose. */
import { createHash, randomBytes } from "node:crypto";
import {
  type CryptoKey,
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  type JWK,
  type JWTPayload,
  SignJWT,
} from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import { ConfigError, fixedClock, type Refusal, type RequestHead, type SecurityEvent } from "../../../kernel/index.js";
import {
  type DpopProofsOptions,
  dpop,
  dpopNonces,
  dpopProofs,
  keyRing,
  memoryProofStore,
  type ProofStore,
  secretKey,
  tokenIssuer,
  tokenVerifier,
} from "../index.js";

const publicBaseUrl = "https://api.example.com";
const keys = keyRing([secretKey({ algorithm: "HS256", secret: randomBytes(32) })]);
const rule = { issuer: "i", audience: "a", algorithms: ["HS256"], keys } as const;
const start = Date.UTC(2026, 5, 1);

interface Client {
  readonly privateKey: CryptoKey;
  readonly jwk: JWK;
  readonly jkt: string;
}

async function client(alg = "ES256"): Promise<Client> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  const jwk = await exportJWK(publicKey);
  return { privateKey, jwk, jkt: await calculateJwkThumbprint(jwk) };
}

let alice: Client;
let mallory: Client;
beforeAll(async () => {
  [alice, mallory] = await Promise.all([client(), client()]);
});

function setUp(options: Partial<DpopProofsOptions> = {}) {
  const clock = fixedClock(start);
  const events: SecurityEvent[] = [];
  const emit = (event: SecurityEvent) => events.push(event);
  const store = memoryProofStore({ clock });
  const proofs = dpopProofs({ publicBaseUrl, store, whenAway: "deny", clock, emit, ...options });
  const source = dpop({ verifier: tokenVerifier({ issuers: [rule], clock }), proofs });
  const issuer = tokenIssuer({ issuer: "i", audience: "a", keys, lifetime: "1 hour", clock });
  const token = (jkt: string) => issuer.issue({ subject: "u1", claims: { cnf: { jkt } } }).token;
  return { clock, events, proofs, source, issuer, token };
}

interface Made {
  readonly by?: Client;
  readonly claims?: Record<string, unknown>;
  readonly header?: Record<string, unknown>;
}

/** A proof as jose makes it, for `GET https://api.example.com/orders` now; `undefined` leaves a claim out. */
function proof(token: string | undefined, { by = alice, claims = {}, header = {} }: Made = {}): Promise<string> {
  const ath = token === undefined ? {} : { ath: createHash("sha256").update(token).digest("base64url") };
  const usual = { jti: randomBytes(16).toString("base64url"), htm: "GET", htu: `${publicBaseUrl}/orders` };
  const payload = { ...usual, iat: start / 1000, ...ath, ...claims };
  return new SignJWT(payload as JWTPayload)
    .setProtectedHeader({ alg: "ES256", typ: "dpop+jwt", jwk: by.jwk, ...header })
    .sign(by.privateKey);
}

function head(token: string, made: string | string[], { method = "GET", target = "/orders?page=2" } = {}): RequestHead {
  const all: Record<string, string[]> = { authorization: [`DPoP ${token}`], dpop: [made].flat() };
  return {
    method,
    target,
    address: "192.0.2.1",
    secure: true,
    header: (name) => ((all[name]?.length ?? 0) > 0 ? all[name]?.join(", ") : undefined),
    headerCount: (name) => all[name]?.length ?? 0,
  };
}

describe("a token with its proof", () => {
  it.each(["ES256", "ES384", "EdDSA"])("by %s tells the caller", async (alg) => {
    const owner = await client(alg);
    const { source, token } = setUp();
    const text = token(owner.jkt);
    const made = await proof(text, { by: owner, header: { alg } });
    expect(await source.identify(head(text, made))).toMatchObject({ id: "u1", via: "dpop" });
  });

  it("counts once per proof and again with a fresh one", async () => {
    const { source, token } = setUp();
    const text = token(alice.jkt);
    const made = await proof(text);
    expect(await source.identify(head(text, made))).toHaveProperty("id");
    expect(await source.identify(head(text, made))).toMatchObject({ status: 401, reason: "dpop_replayed" });
    expect(await source.identify(head(text, await proof(text)))).toHaveProperty("id");
  });

  it("is answered at once where the store answers at once", async () => {
    const { source, token } = setUp();
    const text = token(alice.jkt);
    expect(source.identify(head(text, await proof(text)))).not.toBeInstanceOf(Promise);
  });
});

describe("a proof is refused", () => {
  const wrong: [string, string, () => Made][] = [
    ["made with another key", "dpop_key_wrong", () => ({ by: mallory })],
    ["that shows another key than it was made with", "dpop_signature_wrong", () => ({ header: { jwk: mallory.jwk } })],
    ["of another type", "dpop_type_wrong", () => ({ header: { typ: "JWT" } })],
    ["of no type", "dpop_type_wrong", () => ({ header: { typ: undefined } })],
    ["without a key", "dpop_key_unusable", () => ({ header: { jwk: undefined } })],
    ["with a private key", "dpop_key_unusable", () => ({ header: { jwk: { ...alice.jwk, d: "AAAA" } } })],
    ["with a secret key", "dpop_key_unusable", () => ({ header: { jwk: { kty: "oct", k: "AAAA" } } })],
    ["for another method", "dpop_method_wrong", () => ({ claims: { htm: "POST" } })],
    ["for the method in other letters", "dpop_method_wrong", () => ({ claims: { htm: "get" } })],
    ["for another path", "dpop_target_wrong", () => ({ claims: { htu: `${publicBaseUrl}/menu` } })],
    ["for another host", "dpop_target_wrong", () => ({ claims: { htu: "https://evil.example/orders" } })],
    [
      "for the host that a user name hides",
      "dpop_target_wrong",
      () => ({ claims: { htu: "https://api.example.com@evil.example/orders" } }),
    ],
    ["for plain HTTP", "dpop_target_wrong", () => ({ claims: { htu: "http://api.example.com/orders" } })],
    ["for a path alone", "dpop_target_wrong", () => ({ claims: { htu: "/orders" } })],
    ["that is too old", "dpop_time_wrong", () => ({ claims: { iat: start / 1000 - 66 } })],
    ["from the future", "dpop_time_wrong", () => ({ claims: { iat: start / 1000 + 6 } })],
    ["that has expired", "dpop_time_wrong", () => ({ claims: { exp: start / 1000 - 5 } })],
    ["without a time", "dpop_claim_missing", () => ({ claims: { iat: undefined } })],
    ["with a time in a text", "dpop_claim_missing", () => ({ claims: { iat: `${start / 1000}` } })],
    ["without an id", "dpop_claim_missing", () => ({ claims: { jti: undefined } })],
    ["with an empty id", "dpop_claim_missing", () => ({ claims: { jti: "" } })],
    ["without a method", "dpop_claim_missing", () => ({ claims: { htm: undefined } })],
    ["without an address", "dpop_claim_missing", () => ({ claims: { htu: undefined } })],
    ["without the token's digest", "dpop_claim_missing", () => ({ claims: { ath: undefined } })],
    [
      "for another token",
      "dpop_token_wrong",
      () => ({ claims: { ath: createHash("sha256").update("x").digest("base64url") } }),
    ],
  ];

  it.each(wrong)("%s (%s)", async (_, reason, made) => {
    const { source, token } = setUp();
    const text = token(alice.jkt);
    expect(await source.identify(head(text, await proof(text, made())))).toMatchObject({
      refused: "token_invalid",
      status: 401,
      reason,
      headers: [["www-authenticate", 'DPoP realm="api", algs="ES256 ES384 EdDSA Ed25519", error="invalid_dpop_proof"']],
    });
  });

  it("signed with a shared secret or with nothing", async () => {
    const { source, token } = setUp();
    const text = token(alice.jkt);
    const good = await proof(text);
    const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const [, payload, signature] = good.split(".");
    for (const alg of ["none", "None", "HS256", "RS256"]) {
      const forged = `${encode({ alg, typ: "dpop+jwt", jwk: alice.jwk })}.${payload}.${signature}`;
      expect(await source.identify(head(text, forged))).toMatchObject({ reason: "dpop_algorithm_refused" });
    }
  });

  it("where there is none, more than one, or something else in its place", async () => {
    const { source, token } = setUp();
    const text = token(alice.jkt);
    const [one, other] = await Promise.all([proof(text), proof(text)]);
    expect(await source.identify(head(text, []))).toMatchObject({ status: 401, reason: "dpop_missing" });
    for (const made of [[one, other], [`${one}, ${other}`], [""], ["a.b.c"], [`${one}x`.repeat(9)]]) {
      expect(await source.identify(head(text, made))).toMatchObject({ status: 401, reason: "dpop_malformed" });
    }
    expect(await source.identify(head(text, one))).toHaveProperty("id");
  });

  it("when a token comes in the address as well", async () => {
    const { source, token } = setUp();
    const text = token(alice.jkt);
    const request = head(text, await proof(text), { target: "/orders?access_token=x" });
    expect(await source.identify(request)).toMatchObject({ status: 400, reason: "credentials_malformed" });
  });
});

describe("a token under DPoP", () => {
  it.each([
    ["bound to nothing", undefined],
    ["bound to no key that is named", {}],
    ["bound in another way", { "x5t#S256": "A" }],
    ["bound in two ways", { jkt: "A", "x5t#S256": "A" }],
    ["bound to a number", { jkt: 5 }],
  ])("that is %s is refused", async (_, cnf) => {
    const { source, issuer } = setUp();
    const text = issuer.issue({ subject: "u1", claims: cnf === undefined ? {} : { cnf } }).token;
    expect(await source.identify(head(text, await proof(text)))).toMatchObject({
      status: 401,
      reason: "token_unbound",
    });
  });

  it("that is bad in itself is refused before its proof is used up", async () => {
    const { source } = setUp();
    expect(await source.identify(head("a.b.c", await proof("a.b.c")))).toMatchObject({ reason: "token_malformed" });
  });
});

describe("the address of a proof", () => {
  it.each([
    ["https://api.example.com/orders", "/orders"],
    ["https://API.example.com:443/orders", "/orders?x=1"],
    ["HTTPS://api.example.com/orders?page=2#top", "/orders"],
    ["https://api.example.com/a/../orders", "/orders"],
    ["https://api.example.com/caf%c3%a9/%7Ebob", "/caf%C3%A9/~bob"],
    ["https://api.example.com", "/"],
    ["https://api.example.com/orders", "http://internal.local/orders"],
  ])("%s fits %s", async (htu, target) => {
    const { source, token } = setUp();
    const text = token(alice.jkt);
    expect(await source.identify(head(text, await proof(text, { claims: { htu } }), { target }))).toHaveProperty("id");
  });

  it.each([
    ["https://api.example.com/orders/", "/orders"],
    ["https://api.example.com/Orders", "/orders"],
    ["https://api.example.com:8443/orders", "/orders"],
    ["https://api.example.com/a%2Fb", "/a/b"],
    ["https://api.example.com\\orders", "/orders"],
    ["https://api.example.com/orders ", "/orders"],
    ["https://api.example.com/", "//evil.example/.."],
    ["https://api.example.com/", "*"],
  ])("%s does not fit %s", async (htu, target) => {
    const { source, token } = setUp();
    const text = token(alice.jkt);
    const made = await proof(text, { claims: { htu } });
    expect(await source.identify(head(text, made, { target }))).toMatchObject({ reason: "dpop_target_wrong" });
  });

  it("lies below the base where that has a path", async () => {
    const { source, token } = setUp({ publicBaseUrl: "https://api.example.com/v1/" });
    const text = token(alice.jkt);
    const made = await proof(text, { claims: { htu: "https://api.example.com/v1/orders" } });
    expect(await source.identify(head(text, made))).toHaveProperty("id");
  });
});

describe("the age of a proof", () => {
  it("bounds it on both sides, and it is remembered for as long", async () => {
    const { source, token, clock } = setUp();
    const text = token(alice.jkt);
    const ahead = await proof(text, { claims: { iat: start / 1000 + 5 } });
    expect(await source.identify(head(text, ahead))).toHaveProperty("id");
    clock.advance(70_000);
    expect(await source.identify(head(text, ahead))).toMatchObject({ reason: "dpop_replayed" });
    clock.advance(1_000);
    expect(await source.identify(head(text, ahead))).toMatchObject({ reason: "dpop_time_wrong" });
  });
});

describe("nonces of the server", () => {
  const nonces = (clock: { now(): number }) => dpopNonces({ secret: randomBytes(48).toString("base64"), clock });

  it("are asked for, given, and good until they are exchanged twice", async () => {
    const clock = fixedClock(start);
    const { source, token } = setUp({ nonces: nonces(clock), clock, maxAge: "10 minutes" });
    const text = token(alice.jkt);
    const refusal = (await source.identify(head(text, await proof(text)))) as Refusal;
    expect(refusal).toMatchObject({ status: 401, reason: "dpop_nonce_wrong" });
    expect(refusal.headers[0]?.[1]).toContain('error="use_dpop_nonce"');
    expect(refusal.headers[1]?.[0]).toBe("dpop-nonce");
    const nonce = refusal.headers[1]?.[1];
    const [first, second, third] = await Promise.all(
      [1, 2, 3].map(() => proof(text, { claims: { nonce } })) as [Promise<string>, Promise<string>, Promise<string>],
    );
    expect(await source.identify(head(text, first))).toHaveProperty("id");
    clock.advance(300_000);
    expect(await source.identify(head(text, second))).toHaveProperty("id");
    clock.advance(300_000);
    expect(await source.identify(head(text, third))).toMatchObject({ reason: "dpop_nonce_wrong" });
  });

  it("cannot be made up, and are the same in every process that has the secret", () => {
    const clock = fixedClock(start);
    const secret = randomBytes(48).toString("base64");
    const [one, other] = [dpopNonces({ secret, clock }), dpopNonces({ secret, clock })];
    expect(other.accepts(one.current())).toBe(true);
    for (const made of ["", "A".repeat(32), undefined, 5, nonces(clock).current()])
      expect(one.accepts(made)).toBe(false);
  });
});

describe("the store of used proofs", () => {
  const away: ProofStore = { claim: () => Promise.reject(new Error("connection refused")) };

  it.each([
    ["deny", 503, 503],
    ["local", undefined, 401],
    ["allow", undefined, undefined],
  ] as const)("being away, %s answers %s to a proof and %s to its replay", async (whenAway, first, second) => {
    const { source, token } = setUp({ store: away, whenAway });
    const text = token(alice.jkt);
    const made = await proof(text);
    const status = async () => ((await source.identify(head(text, made))) as { status?: number }).status;
    expect(await status()).toBe(first);
    expect(await status()).toBe(second);
  });

  it("settles a claim where it gives up claims that nobody settles", async () => {
    const settled: string[] = [];
    const store: ProofStore = { claim: async () => "claimed", done: async (key) => void settled.push(key) };
    const { source, token } = setUp({ store });
    const text = token(alice.jkt);
    expect(await source.identify(head(text, await proof(text)))).toHaveProperty("id");
    expect(settled).toHaveLength(1);
  });

  it("keeps ids of different clients apart", async () => {
    const { proofs } = setUp();
    const claims = { jti: "same" };
    const answers = [];
    for (const by of [alice, mallory, alice]) {
      answers.push(await proofs.check(head("t", await proof(undefined, { by, claims }))));
    }
    expect(answers).toEqual([{ thumbprint: alice.jkt }, { thumbprint: mallory.jkt }, { fault: "dpop_replayed" }]);
  });
});

describe("where tokens are issued", () => {
  it("a proof without a token tells which key to bind it to", async () => {
    const { proofs } = setUp();
    const request = head("t", await proof(undefined, { claims: { htm: "POST" } }), { method: "POST" });
    expect(await proofs.check(request)).toEqual({ thumbprint: alice.jkt });
  });
});

describe("an option", () => {
  it.each([
    { publicBaseUrl: "api.example.com" },
    { publicBaseUrl: "https://u:p@api.example.com" },
    { publicBaseUrl: "https://api.example.com/?x" },
    { algorithms: ["HS256"] },
    { algorithms: [] },
    { whenAway: undefined },
    { maxAge: "1 hour" },
    { store: undefined },
    { replay: 1 },
  ])("that is wrong stops the start: %j", (wrong) => {
    expect(() => setUp(wrong as unknown as Partial<DpopProofsOptions>)).toThrow(ConfigError);
  });
});
